package cli

import (
	"strings"
	"testing"
)

// TestASavedPersona: a session that was saved from a server type of the included
// server runs again there, unless another one is named.
func TestASavedPersona(t *testing.T) {
	script := "S: 220\nC: LHLO client.example\nS: 250\n"
	for range 2 {
		v := trial{peer: goodbye, files: map[string]string{"a.ehlo": script}, args: []string{"run", "a.ehlo", "-o", "b.ehlo"}}
		if !strings.Contains(script, "#:") {
			v.args = append(v.args, "--persona", "lmtp")
		}
		got := v.run(t)
		if got.code != exitOK {
			t.Fatalf("exit code %d: %s\n%s", got.code, got.err, script)
		}
		if script = filesBelow(t, got.dir)["/b.ehlo"]; !strings.Contains(script, "\n#: persona lmtp\n") {
			t.Fatalf("saved\n%s", script)
		}
	}
	other := trial{peer: goodbye, files: map[string]string{"a.ehlo": script}, args: []string{"run", "a.ehlo", "--persona", "modern"}}.run(t)
	if other.code != exitDifferent {
		t.Errorf("--persona modern: exit code %d: %s", other.code, other.err)
	}
	script = strings.Replace(script, "persona lmtp", "persona \x1blost", 1)
	lost := trial{peer: goodbye, files: map[string]string{"a.ehlo": script}, args: []string{"run", "a.ehlo"}}.run(t)
	if lost.code != exitUsage || !strings.Contains(lost.err, `server type "\x1blost", which is not known here`) {
		t.Errorf("exit code %d: %s", lost.code, lost.err)
	}
	usual := trial{peer: goodbye, files: map[string]string{"a.ehlo": "S: 220\n"}, args: []string{"run", "a.ehlo", "-o", "b.ehlo"}}.run(t)
	if saved := filesBelow(t, usual.dir)["/b.ehlo"]; saved == "" || strings.Contains(saved, "persona") {
		t.Errorf("saved from the usual one\n%s", saved)
	}
}
