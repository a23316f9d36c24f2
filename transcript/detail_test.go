package transcript

import (
	"strings"
	"testing"
)

const (
	provedText = "TLS 1.3, TLS_AES_128_GCM_SHA256; verified for mx.example.org; certificate for CN=mx.example.org; " +
		"names mx.example.org, 192.0.2.1; issued by CN=An authority; valid 2026-01-02 to 2026-04-02; chain of 2; sha256 00ff"
	proved = `,"tls":{"version":"TLS 1.3","cipher":"TLS_AES_128_GCM_SHA256","verified":true,"pinned":false,"name":"mx.example.org","subject":"CN=mx.example.org",` +
		`"names":["mx.example.org","192.0.2.1"],"issuer":"CN=An authority","from":"2026-01-02","until":"2026-04-02","sha256":"00ff"}}`
	unprovedText = "TLS 1.2, TLS_RSA; not verified: the certificate is for a.example, b.example, not for mx.example.org"
	unproved     = `,"tls":{"version":"TLS 1.2","cipher":"TLS_RSA","verified":false,"pinned":false,"why":"the certificate is for a.example, b.example, not for mx.example.org"}}`
)

// The object beside a text says what the text says, and nothing where the text has
// another form.
func TestDetails(t *testing.T) {
	for _, row := range []struct {
		fact       Fact
		text, want string
	}{
		{Secured, provedText, proved},
		{Secured, unprovedText, unproved},
		{Secured, "TLS 1.3, X; not verified: nobody looked, as was asked for; certificate for CN=a \xff\x1b", `,"tls":{"version":"TLS 1.3","cipher":"X","verified":false,"pinned":false,"why":"nobody looked, as was asked for","subject":"CN=a ` + "\ufffd" + `\u001b"}}`},
		{Secured, "TLS 1.3, X; verified for a.example; pinned; without the pin: not verified: the certificate is for b; certificate for CN=b; spki-sha256:AAA=",
			`,"tls":{"version":"TLS 1.3","cipher":"X","verified":true,"pinned":true,"name":"a.example","why":"the certificate is for b","subject":"CN=b","spki-sha256":"AAA="}}`},
		{Secured, "", ""},
		{Secured, "TLS 1.3", ""},
		{Secured, "TLS 1.3, X; certificate for CN=a; verified for a", ""}, // the verdict comes second
		{Login, LoginText("PLAIN", "alice", true), `,"login":{"mechanism":"PLAIN","user":"alice","protected":true}}`},
		{Login, LoginText("LOGIN", "a; protected", false), `,"login":{"mechanism":"LOGIN","user":"a; protected","protected":false}}`},
		{Login, LoginText("EXTERNAL", "", true), `,"login":{"mechanism":"EXTERNAL","protected":true}}`},
		{Login, "PLAIN", ""},
		{Login, "PLAIN; user alice", ""},
		{Note, provedText, ""},
	} {
		e := Event{Who: Local, Fact: row.fact, Text: row.text, Mark: -1}
		line := strings.TrimSuffix(string(appendJSONEvent(nil, 0, &e)), "\n")
		if row.want == "" && (strings.Contains(line, `"tls":{`) || strings.Contains(line, `"login":{`)) || !strings.HasSuffix(line, row.want) {
			t.Errorf("%q\ngives %s\nwant  … %s", row.text, line, row.want)
		}
	}
}

func details(t *testing.T) (*Transcript, string) {
	t.Helper()
	tr := tapeOf(local(Secured, unprovedText), local(Login, LoginText("PLAIN", "alice", false)), local(Secured, provedText))
	return tr, jsonOf(t, tr)
}

func TestDetailsReadBack(t *testing.T) {
	tr, written := details(t)
	if !strings.HasSuffix(written, "\n{\"end\":3,\"unverified\":true}\n") {
		t.Errorf("the end is not told:\n%s", written)
	}
	again, err := readJSON([]byte(written))
	if err != nil {
		t.Fatal(err)
	}
	sameTranscript(t, again, tr)

	grown := AppendJSONStart(nil, tr)
	for i := range tr.Len() {
		grown = AppendJSONEvent(grown, tr, i)
	}
	if grown = AppendJSONEnd(grown, tr, tr.Len()); string(grown) != written {
		t.Errorf("while it grows it is\n%s", grown)
	}
}

// A file from before, without these keys, reads the same; one whose keys are in
// another order as well.
func TestDetailsMayBeMissing(t *testing.T) {
	tr, written := details(t)
	for _, row := range [][2]string{
		{`,"tls":` + strings.TrimPrefix(unproved, `,"tls":`), `}`},
		{`,"login":{"mechanism":"PLAIN","user":"alice","protected":false}`, ``},
		{`,"unverified":true`, ``},
		{`"user":"alice","protected":false`, `"protected" : false , "user":"al\u0069ce"`},
		{`"names":["mx.example.org","192.0.2.1"]`, `"names" : [ "mx.example.org" , "192.0.2.1" ]`},
	} {
		changed := strings.Replace(written, row[0], row[1], 1)
		if changed == written {
			t.Fatalf("nothing to change: %s", row[0])
		}
		again, err := readJSON([]byte(changed))
		if err != nil {
			t.Errorf("%v\n%s", err, changed)
			continue
		}
		sameTranscript(t, again, tr)
	}
}

// What the keys say cannot be another thing than the text says.
func TestDetailsThatLie(t *testing.T) {
	_, written := details(t)
	for _, row := range []struct{ old, new, want string }{
		{`"verified":false`, `"verified":true`, "does not say what the text says"},
		{`"user":"alice"`, `"user":"bob"`, "does not say what the text says"},
		{`"names":["mx.example.org","192.0.2.1"]`, `"names":["mx.example.org"]`, "does not say what the text says"},
		{`"tls":{"version"`, `"login":{"version"`, "this key is unknown in login"},
		{`"tls":{"version"`, `"tls":{"verson"`, "this key is unknown in tls"},
		{`"protected":false`, `"protected":false,"protected":false`, "this key is here twice"},
		{`"protected":false`, `"protected":no`, "true belongs here"},
		{`"login":{`, `"login":[`, "an object belongs here"},
		{`"fact":"login"`, `"fact":"note"`, "does not say what the text says"},
		{`"fact":"login"`, `"fact":"login","unverified":true`, "an event needs i, ms and who"},
		{`not verified: `, `verified for `, "does not say what the text says"},
		{`"unverified":true`, `"unverified":false`, "true belongs here"},
	} {
		changed := strings.Replace(written, row.old, row.new, 1)
		if _, err := readJSON([]byte(changed)); err == nil || !strings.Contains(err.Error(), row.want) {
			t.Errorf("%s for %s: %v", row.new, row.old, err)
		}
	}
	claims := "{\"format\":\"ehlo-transcript\",\"version\":1,\"time\":\"2026-08-11T10:11:12Z\"}\n{\"end\":0,\"unverified\":true}\n"
	if _, err := readJSON([]byte(claims)); err == nil || !strings.Contains(err.Error(), "no event is unverified") {
		t.Errorf("an empty claim: %v", err)
	}
}
