package transcript

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"pgregory.net/rapid"
)

func jsonOf(t testing.TB, tr *Transcript) string {
	t.Helper()
	var b strings.Builder
	if err := WriteJSON(&b, tr); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// oddities has an event of each kind.
func oddities() *Transcript {
	zone := time.FixedZone("", 2*60*60)
	tr := New(Start{
		Time: time.Date(2026, 8, 11, 10, 11, 12, 500_000_000, zone), Target: "mx.example.com\x1b", Local: "[::1]:40222",
		Remote: "[::1]:25", Program: "ehlo 1.0 \"x\"", Partial: true,
	})
	ms := time.Millisecond
	for _, e := range []Entry{
		{Fact: Connected, Text: "[::1]:40222 [::1]:25", At: 21 * time.Microsecond},
		{Who: Server, Octets: []byte("220 mx.example.com\r\n"), At: 1500 * time.Microsecond, Reads: []int{3, 9}},
		{Who: Client, Octets: []byte("EHLO \"b\"\\\t\r\n"), At: 2*ms + 1, Flags: TLS | Pasted, Group: 4_294_967_295},
		{Who: Server, Octets: []byte("250 ü 漢\r\n"), At: 3 * ms},
		{Who: Server, Octets: []byte("250 \x1b[31m\r\n"), At: 4 * ms, Flags: Stray},
		{Who: Server, Octets: []byte("250 \xff\r\n"), At: 5 * ms, Flags: Cut},
		{Fact: Warning, Text: "bell \a, odd \u202e \U000e0041 and \u2028, end", At: 6 * ms},
		{Fact: Note, Text: "no \xff UTF-8", At: 7 * ms},
		{Who: Client, Octets: []byte("AUTH PLAIN aGVsbG8=\r\n"), At: 8 * ms, Flags: Stuffed | Early},
		{Who: Client, Octets: []byte("AUTH PLAIN aGVsb"), At: maxAt},
		{At: 9 * ms},
	} {
		tr.Record(e)
	}
	return tr
}

const odditiesJSON = `{"format":"ehlo-transcript","version":1,"time":"2026-08-11T10:11:12.5+02:00","target":"mx.example.com\u001b","local":"[::1]:40222","remote":"[::1]:25","program":"ehlo 1.0 \"x\"","partial":true}
{"i":0,"ms":0.021,"who":"local","fact":"connected","text":"[::1]:40222 [::1]:25"}
{"i":1,"ms":1.5,"who":"server","octets":"220 mx.example.com\r\n","reads":[3,9]}
{"i":2,"ms":2.000001,"who":"client","flags":["tls","pasted"],"group":4294967295,"octets":"EHLO \"b\"\\\t\r\n"}
{"i":3,"ms":3,"who":"server","octets":"250 ü 漢\r\n"}
{"i":4,"ms":4,"who":"server","flags":["stray"],"b64":"MjUwIBtbMzFtDQo="}
{"i":5,"ms":5,"who":"server","flags":["cut"],"b64":"MjUwIP8NCg=="}
{"i":6,"ms":6,"who":"local","fact":"warning","text":"bell \u0007, odd \u202e \udb40\udc41 and \u2028, end"}
{"i":7,"ms":7,"who":"local","fact":"note","text64":"bm8g/yBVVEYtOA=="}
{"i":8,"ms":8,"who":"client","flags":["stuffed","secret","early"],"octets":"AUTH PLAIN \r\n","mark":11}
{"i":9,"ms":31536000000,"who":"client","flags":["secret"],"octets":"AUTH PLAIN ","mark":11,"gone":4}
{"i":10,"ms":9,"who":"local"}
{"end":11}
`

// The schema is stable: this is what every version 1 looks like.
func TestJSONSchema(t *testing.T) {
	tr := oddities()
	got := jsonOf(t, tr)
	if got != odditiesJSON {
		t.Errorf("got\n%s\nwant\n%s", got, odditiesJSON)
	}
	for i, line := range strings.SplitAfter(strings.TrimSpace(got), "\n") {
		if !json.Valid([]byte(line)) {
			t.Errorf("line %d is no JSON: %s", i+1, line)
		}
	}
	back, err := ReadJSON(strings.NewReader(got))
	if err != nil {
		t.Fatal(err)
	}
	sameTranscript(t, back, tr)
}

// What shows nothing is written so that it can be seen, and read back as it was.
func TestJSONShowsTheUnseen(t *testing.T) {
	const line = "250 \u3164\u115f\u1160\uffa0\u2800\u034f\ufe0f\u200b\u202e ü漢\r\n"
	tr := New(Start{})
	tr.Record(Entry{Who: Server, Octets: []byte(line)})
	tr.Record(Entry{Fact: Note, Text: line})
	out := jsonOf(t, tr)
	if strings.ContainsAny(out, "\u3164\u115f\u1160\uffa0\u2800\u034f\ufe0f\u200b\u202e") {
		t.Errorf("%q", out)
	}
	back, err := ReadJSON(strings.NewReader(out))
	if err != nil || string(back.At(0).Octets) != line || back.At(1).Text != line {
		t.Errorf("%v: %q", err, out)
	}
}

func TestJSONRoundTrip(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		tr := anySession(rt)
		var b bytes.Buffer
		if err := WriteJSON(&b, tr); err != nil {
			rt.Fatal(err)
		}
		for _, c := range b.String() {
			if c != '\n' && (c < ' ' || c == 0x7f) {
				rt.Fatalf("control character %q is written", c)
			}
		}
		again := b.String()
		got, err := ReadJSON(&b)
		if err != nil {
			rt.Fatal(err)
		}
		sameTranscript(t, got, tr)
		if jsonOf(t, got) != again {
			rt.Fatal("written again it is not the same")
		}
	})
}

// A standard decoder understands each line as we do.
func TestJSONForOthers(t *testing.T) {
	tr := oddities()
	lines := strings.Split(jsonOf(t, tr), "\n")
	for i := range tr.Len() {
		var line struct {
			Octets, Text string
			B64          []byte
			Who          string
		}
		if err := json.Unmarshal([]byte(lines[i+1]), &line); err != nil {
			t.Fatal(err)
		}
		e := tr.At(i)
		if string(e.Octets) != line.Octets+string(line.B64) || line.Text != "" && line.Text != e.Text || line.Who != e.Who.String() {
			t.Errorf("event %d: %+v, want %+v", i, line, e)
		}
	}
}

// However the file is cut: an error with a place, no panic, no half transcript.
func TestJSONCutAnywhere(t *testing.T) {
	for n := range len(odditiesJSON) {
		tr, err := ReadJSON(strings.NewReader(odditiesJSON[:n]))
		var fault *FormatError
		if tr != nil || !errors.As(err, &fault) || fault.Line < 1 || fault.Offset > int64(n) {
			t.Fatalf("%d octets: %v", n, err)
		}
		if want := 1 + strings.Count(odditiesJSON[:n], "\n"); fault.Line != want {
			t.Fatalf("%d octets: %v, want line %d", n, err, want)
		}
	}
}

// However the octets arrive, the same comes of them.
func TestJSONInPieces(t *testing.T) {
	long := strings.Replace(odditiesJSON, `"bell `, `"`+strings.Repeat("bell ", 12_000), 1)
	want, err := ReadJSON(strings.NewReader(long))
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range []io.Reader{
		iotest.OneByteReader(strings.NewReader(long)), iotest.HalfReader(strings.NewReader(long)), iotest.DataErrReader(strings.NewReader(long)),
	} {
		got, err := ReadJSON(r)
		if err != nil {
			t.Fatal(err)
		}
		sameTranscript(t, got, want)
	}
	broken := errors.New("broken")
	if _, err := ReadJSON(iotest.ErrReader(broken)); !errors.Is(err, broken) {
		t.Error(err)
	}
}

func TestJSONRefuses(t *testing.T) {
	const start = `{"format":"ehlo-transcript","version":1,"time":"2026-08-11T10:11:12Z"}` + "\n"
	event := func(line string) string { return start + line + "\n{\"end\":1}\n" }
	for _, c := range []struct{ name, file, want string }{
		{"nothing", "", `line 1, octet 0: the file ends too early: its last line, {"end":…}, is missing`},
		{"a list", "[]\n", "line 1, octet 0: a line is an object; { is missing"},
		{"another format", `{"format":"har"}` + "\n", "line 1, octet 15: this is no transcript of ehlo"},
		{"a later version", `{"format":"ehlo-transcript","version":2}` + "\n", "line 1, octet 39: this version of the format is not known here"},
		{"no time", `{"format":"ehlo-transcript","version":1}` + "\n", "line 1, octet 40: the first line needs format, version and time"},
		{"no offset", `{"time":"2026-08-11T10:11:12"}` + "\n", "line 1, octet 29: the time is not as RFC 3339 has it"},
		{"an unknown key at the start", `{"Format":"ehlo-transcript"}` + "\n", "line 1, octet 10: this key is unknown in the first line"},
		{"a key twice at the start", `{"version":1,"version":1}` + "\n", "line 1, octet 23: this key is here twice"},
		{"a key twice", event(`{"i":0,"i":0,"ms":0,"who":"local"}`), "line 2, octet 82: this key is here twice"},
		{"octets and b64", event(`{"i":0,"ms":0,"who":"client","octets":"","b64":""}`), "line 2, octet 118: this key is here twice"},
		{"text and text64", event(`{"i":0,"ms":0,"who":"local","text":"","text64":""}`), "line 2, octet 118: this key is here twice"},
		{"another case", event(`{"I":0,"ms":0,"who":"local"}`), "line 2, octet 76: this key is unknown in an event"},
		{"an escaped key", event(`{"\u0069":0,"ms":0,"who":"local"}`), "line 2, octet 73: this string needs its closing quote, and no escapes"},
		{"no index", event(`{"ms":0,"who":"local"}`), "line 2, octet 93: an event needs i, ms and who"},
		{"a wrong index", event(`{"i":1,"ms":0,"who":"local"}`), "line 2, octet 77: events are missing here, or out of order"},
		{"an unknown speaker", event(`{"i":0,"ms":0,"who":"Local"}`), "line 2, octet 98: this word is unknown here"},
		{"an unknown fact", event(`{"i":0,"ms":0,"who":"local","fact":"born"}`), "line 2, octet 112: this word is unknown here"},
		{"an empty fact", event(`{"i":0,"ms":0,"who":"local","fact":""}`), "line 2, octet 108: this word is unknown here"},
		{"a fact said", event(`{"i":0,"ms":0,"who":"client","fact":"note"}`), "line 2, octet 114: only a local event has a fact or a text"},
		{"an unknown flag", event(`{"i":0,"ms":0,"who":"local","flags":["new"]}`), "line 2, octet 113: this word is unknown here"},
		{"a flag twice", event(`{"i":0,"ms":0,"who":"local","flags":["tls","tls"]}`), "line 2, octet 119: this flag is here twice"},
		{"nesting", event(`{"i":0,"ms":0,"who":"local","flags":[["tls"]]}`), "line 2, octet 108: a string belongs here"},
		{"an object inside", event(`{"i":0,"ms":0,"who":"local","text":{}}`), "line 2, octet 106: a string belongs here"},
		{"a number for a string", event(`{"i":0,"ms":0,"who":"client","octets":7}`), "line 2, octet 109: a string belongs here"},
		{"a string for a number", event(`{"i":"0","ms":0,"who":"local"}`), "line 2, octet 76: a natural number belongs here"},
		{"null", event(`{"i":0,"ms":0,"who":"local","text":null}`), "line 2, octet 106: a string belongs here"},
		{"a leading zero", event(`{"i":00,"ms":0,"who":"local"}`), "line 2, octet 78: a natural number belongs here"},
		{"minus", event(`{"i":0,"ms":-1,"who":"local"}`), "line 2, octet 83: a natural number belongs here"},
		{"an exponent", event(`{"i":0,"ms":1e3,"who":"local"}`), "line 2, octet 84: the object goes on with a comma or ends with }"},
		{"seven decimals", event(`{"i":0,"ms":0.1234567,"who":"local"}`), "line 2, octet 92: a time has one to six decimals"},
		{"no decimals", event(`{"i":0,"ms":0.,"who":"local"}`), "line 2, octet 85: a time has one to six decimals"},
		{"a huge number", event(`{"i":99999999999999999999999999,"ms":0,"who":"local"}`), "line 2, octet 83: the number is too large here"},
		{"a group too large", event(`{"i":0,"ms":0,"who":"local","group":4294967296}`), "line 2, octet 116: the number is too large here"},
		{"bad UTF-8", event("{\"i\":0,\"ms\":0,\"who\":\"client\",\"octets\":\"a\xffb\"}"), "line 2, octet 111: these octets are not UTF-8"},
		{"a raw control", event("{\"i\":0,\"ms\":0,\"who\":\"client\",\"octets\":\"a\tb\"}"), "line 2, octet 111: a control octet stands in a string"},
		{"a lone surrogate", event(`{"i":0,"ms":0,"who":"client","octets":"\ud800x"}`), "line 2, octet 116: half a character stands alone"},
		{"a low surrogate", event(`{"i":0,"ms":0,"who":"client","octets":"\udc00"}`), "line 2, octet 116: half a character stands alone"},
		{"a wrong pair", event(`{"i":0,"ms":0,"who":"client","octets":"\ud800\u0041"}`), "line 2, octet 122: half a character stands alone"},
		{"a bad escape", event(`{"i":0,"ms":0,"who":"client","octets":"\x41"}`), "line 2, octet 112: JSON has no such escape"},
		{"bad digits", event(`{"i":0,"ms":0,"who":"client","octets":"\u00g1"}`), "line 2, octet 112: four digits of base 16 belong here"},
		{"bad base64", event(`{"i":0,"ms":0,"who":"client","b64":"!"}`), "line 2, octet 109: this is not base64"},
		{"loose base64", event(`{"i":0,"ms":0,"who":"client","b64":"QR=="}`), "line 2, octet 112: this is not base64"},
		{"mark beyond", event(`{"i":0,"ms":0,"who":"client","octets":"abc","mark":4}`), "line 2, octet 124: the mark lies beyond the octets"},
		{"gone without mark", event(`{"i":0,"ms":0,"who":"client","octets":"abc","gone":4}`), "line 2, octet 124: octets are gone where nothing was cut"},
		{"reads beyond", event(`{"i":0,"ms":0,"who":"client","octets":"abc","reads":[3]}`), "line 2, octet 127: the read boundaries do not rise, or lie beyond the octets"},
		{"two objects", event(`{"i":0,"ms":0,"who":"local"}{}`), "line 2, octet 99: something follows the object on its line"},
		{"an open object", event(`{"i":0,"ms":0,"who":"local"`), "line 2, octet 98: the object goes on with a comma or ends with }"},
		{"a comma too many", event(`{"i":0,"ms":0,"who":"local",}`), "line 2, octet 99: a string belongs here"},
		{"an empty line", start + "\n{\"end\":0}\n", "line 2, octet 71: a line is an object; { is missing"},
		{"a wrong end", start + "{\"end\":1}\n", "line 2, octet 79: events are missing here, or out of order"},
		{"an end with more", start + "{\"end\":0,\"ms\":1}\n", "line 2, octet 87: an event needs i, ms and who"},
		{"an event that ends", event(`{"i":0,"ms":0,"who":"local","end":0}`), "line 2, octet 107: an event needs i, ms and who"},
		{"more behind the end", start + "{\"end\":0}\n\n", `line 3, octet 81: something follows the last line, {"end":…}`},
		{"no line end", start + "{\"end\":0}", `line 2, octet 80: the file ends too early: its last line, {"end":…}, is missing`},
	} {
		t.Run(c.name, func(t *testing.T) {
			if _, err := ReadJSON(strings.NewReader(c.file)); err == nil || err.Error() != c.want {
				t.Errorf("%s\ngot  %v\nwant %s", c.file, err, c.want)
			}
		})
	}
}

func TestJSONAllows(t *testing.T) {
	file := "{ \"time\" : \"2026-08-11T10:11:12Z\" ,\t\"version\": 1, \"format\": \"ehlo-transcript\", \"partial\": true } \r\n" +
		"{\"who\":\"client\",\"octets\":\"\\u0041\\/\\b\\f\\ud83d\\ude00\",\"ms\": 1.0,\"i\":0, \"flags\": [ \"tls\" , \"early\" ], \"reads\": [1, 2]}\r\n" +
		"{\"flags\":[],\"who\":\"local\",\"ms\":1,\"i\":1}\n{\"end\": 2 }\n"
	tr, err := ReadJSON(strings.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	want := Event{At: time.Millisecond, Who: Client, Flags: TLS | Early, Octets: []byte("A/\b\f😀"), Mark: -1, Reads: []int{1, 2}}
	if e := tr.At(0); !sameEvent(e, want) || !tr.Start().Partial {
		t.Errorf("%+v, %+v", e, tr.Start())
	}
}

// What is read is bounded by what is there, not by what it claims, and huge or deep
// input costs no more than its own size.
func TestJSONBombs(t *testing.T) {
	const start = `{"format":"ehlo-transcript","version":1,"time":"2026-08-11T10:11:12Z"}` + "\n"
	for name, file := range map[string]string{
		"10 MB of [":     start + strings.Repeat("[", 10<<20),
		"10 MB of lists": start + `{"i":0,"flags":` + strings.Repeat("[", 10<<20) + "\n",
		"a long line":    start + `{"i":0,"ms":0,"who":"client","octets":"` + strings.Repeat("x", 10<<20) + "\"}\n",
		"long octets":    start + `{"i":0,"ms":0,"who":"client","octets":"` + strings.Repeat("x", maxOctets+1) + "\"}\n",
		"many reads":     start + `{"i":0,"ms":0,"who":"client","reads":[0` + strings.Repeat(",1", maxReads) + "]}\n",
		"blanks":         start + strings.Repeat(" ", 10<<20),
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err := ReadJSON(strings.NewReader(file))
		runtime.ReadMemStats(&after)
		var fault *FormatError
		if !errors.As(err, &fault) {
			t.Errorf("%s: %v", name, err)
		}
		if took := after.TotalAlloc - before.TotalAlloc; took > uint64(2*len(file))+5<<20 {
			t.Errorf("%s: %d octets of memory for %d", name, took, len(file))
		}
	}
}

func TestJSONWriteError(t *testing.T) {
	full := errors.New("full")
	if err := WriteJSON(failingWriter{full}, oddities()); !errors.Is(err, full) {
		t.Error(err)
	}
}

type failingWriter struct{ err error }

func (w failingWriter) Write([]byte) (int, error) { return 0, w.err }

// What a file says of its secrets is not believed.
func TestJSONWithASecretInIt(t *testing.T) {
	file := strings.Replace(odditiesJSON, `"AUTH PLAIN \r\n","mark":11`, `"AUTH PLAIN `+b64(canary)+`\r\n","mark":3`, 1)
	tr, err := ReadJSON(strings.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	sameTranscript(t, tr, oddities())
}

// TestJSONPersona: the server type of the included server is kept, in both forms.
func TestJSONPersona(t *testing.T) {
	tr := New(Start{Persona: "lmtp"})
	tr.Record(Entry{Fact: Connected})
	back, err := ReadJSON(strings.NewReader(jsonOf(t, tr)))
	if err != nil {
		t.Fatal(err)
	}
	sameTranscript(t, back, tr)
	if got := back.Start().Persona; got != "lmtp" {
		t.Errorf("JSON: %q", got)
	}
	if got := parse(t, scriptOf(t, tr)).Persona(); got != "lmtp" {
		t.Errorf("script: %q", got)
	}
}
