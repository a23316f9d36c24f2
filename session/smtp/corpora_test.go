package smtp

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// A recording is what real servers said in one session: one stream of octets
// before TLS and, decrypted, one inside.
type recording struct {
	name    string // server/case
	streams []string
}

// recordings reads what was recorded of Postfix, Exim, sendmail and smtp-sink.
func recordings(t testing.TB) []recording {
	t.Helper()
	paths, err := filepath.Glob("testdata/corpora/*/*.jsonl")
	if err != nil || len(paths) < 250 {
		t.Fatalf("%d recordings, %v", len(paths), err)
	}
	var list []recording
	for _, path := range paths {
		name := strings.TrimSuffix(strings.TrimPrefix(filepath.ToSlash(path), "testdata/corpora/"), ".jsonl")
		list = append(list, recording{name, serverStreams(t, path)})
	}
	return list
}

func serverStreams(t testing.TB, path string) []string {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	streams := make([]string, 1)
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var chunk struct {
			Dir    string
			Octets []byte `json:"bytes_b64"`
			Event  string
			Layer  string
		}
		if err := json.Unmarshal(lines.Bytes(), &chunk); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		if chunk.Event == "tls_start" {
			streams = append(streams, "")
		}
		if chunk.Dir == "S" && chunk.Layer != "tls" {
			streams[len(streams)-1] += string(chunk.Octets)
		}
	}
	if err := lines.Err(); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return streams
}

// scanned runs a stream through a ReplyScanner in the pieces that split gives,
// and returns every reply.
func scanned(t failer, stream string, split func(yield func(string) bool)) []kept {
	t.Helper()
	var s ReplyScanner
	var list []kept
	add := func(r Reply) {
		list = append(list, keep(r))
		if again := ParseReply(r.Octets); keep(again) != keep(r) {
			t.Fatalf("%s\nread again: %s", inWords(r), inWords(again))
		}
	}
	for piece := range split {
		s.Write([]byte(piece))
		for {
			r, ok := s.Next()
			if !ok {
				break
			}
			add(r)
		}
	}
	if r := s.Rest(); r.Count > 0 {
		add(r)
	}
	if n := len(s.Pending()); n > 0 {
		t.Fatalf("%d octets left", n)
	}
	return list
}

// What real servers get wrong: smtp-sink ends its EHLO answer in an empty line,
// postscreen changes the code half way, Exim sends a TLS alert in the clear, and
// one reply repeats octets beyond ASCII.
func TestRecordingsMarks(t *testing.T) {
	seen := map[Kind][]string{}
	for _, rec := range recordings(t) {
		for _, stream := range rec.streams {
			for b := []byte(stream); len(b) > 0; {
				r, n, _ := NextReply(b, true)
				b = b[n:]
				for k := range r.Marks.Kinds() {
					seen[k] = append(seen[k], rec.name)
				}
			}
		}
	}
	for _, c := range []struct {
		kind Kind
		by   string
	}{
		{DifferentCodes, "postfix-policy/postscreen_pregreet"},
		{NoCode, "exim/starttls_bad"},
		{BareLF, "exim/starttls_bad"},
		{ControlOctet, "exim/starttls_bad"},
		{EightBit, "postfix/smtputf8"},
	} {
		if got := seen[c.kind]; !slices.Equal(got, []string{c.by}) {
			t.Errorf("%s in %q, want only %s", c.kind, got, c.by)
		}
		delete(seen, c.kind)
	}
	for _, name := range seen[NoText] {
		if !strings.HasPrefix(name, "smtp-sink/") {
			t.Errorf("%s in %s", NoText, name)
		}
	}
	if delete(seen, NoText); len(seen) > 0 {
		t.Errorf("marked besides: %v", seen)
	}
}

// A kept is a reply that can be compared, with its own copy of the octets.
type kept struct {
	octets   string
	code     int
	enhanced Enhanced
	count    int
	marks    Marks
}

func keep(r Reply) kept { return kept{string(r.Octets), r.Code, r.Enhanced, r.Count, r.Marks} }

func inWords(r Reply) string {
	return fmt.Sprintf("%d %s, %d lines, %q, %v", r.Code, r.Enhanced, r.Count, r.Octets, slices.Collect(r.Marks.Kinds()))
}

// in splits s into pieces of n octets.
func in(s string, n int) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for s != "" {
			k := min(n, len(s))
			if !yield(s[:k]) {
				return
			}
			s = s[k:]
		}
	}
}

func TestRecordingsInAnyPieces(t *testing.T) {
	for _, rec := range recordings(t) {
		for _, stream := range rec.streams {
			want := scanned(t, stream, in(stream, len(stream)))
			for _, n := range []int{1, 2, 7, 64, 1400} {
				if got := scanned(t, stream, in(stream, n)); !slices.Equal(got, want) {
					t.Errorf("%s in pieces of %d:\n%+v\nwant %+v", rec.name, n, got, want)
				}
			}
			for at := 1; at < len(stream) && len(stream) < 1000; at++ {
				got := scanned(t, stream, slices.Values([]string{stream[:at], stream[at:]}))
				if !slices.Equal(got, want) {
					t.Errorf("%s split at %d:\n%+v\nwant %+v", rec.name, at, got, want)
				}
			}
		}
	}
}

// unseenReplies came after the recording program had stopped to look.
var unseenReplies = map[string][]string{"smtp-sink/starttls_injection": {"221 Bye"}}

// The replies must be the ones that the recording program saw.
func TestRecordingsAgreeWithSummary(t *testing.T) {
	summaries := map[string]map[string][][2]string{}
	compared := 0
	for _, rec := range recordings(t) {
		server, name, _ := strings.Cut(rec.name, "/")
		if summaries[server] == nil {
			b, err := os.ReadFile("testdata/corpora/" + server + "/summary.json")
			if err != nil {
				t.Fatal(err)
			}
			var summary map[string][][2]string
			if err := json.Unmarshal(b, &summary); err != nil {
				t.Fatal(err)
			}
			summaries[server] = summary
		}
		var want []string
		for _, step := range summaries[server][name] {
			if reply := step[1]; reply != "" && reply[0] >= '0' && reply[0] <= '9' {
				want = append(want, reply)
			}
		}
		want = append(want, unseenReplies[rec.name]...)
		got := texts(rec.streams)
		if !slices.Equal(got, want) {
			t.Errorf("%s:\n%q\nwant\n%q", rec.name, got, want)
		}
		compared += len(got)
	}
	if compared < 1000 {
		t.Errorf("only %d replies compared", compared)
	}
}

// texts returns the octets of all replies without their last line end, and leaves
// out what is no reply, such as Exim's TLS alert in starttls_bad.
func texts(streams []string) []string {
	var list []string
	for _, stream := range streams {
		for stream != "" {
			r, n, ok := NextReply([]byte(stream), true)
			if !ok {
				break
			}
			stream = stream[n:]
			if !r.Malformed() {
				list = append(list, strings.TrimSuffix(string(r.Octets), "\r\n"))
			}
		}
	}
	return list
}
