package transcript

import (
	"reflect"
	"strings"
	"testing"
)

func TestOpen(t *testing.T) {
	tr := tape(t, Start{Target: "mx.example.com"}, session...)
	journal := journalOf(t, tr, Full)
	for name, octets := range map[string][]byte{"journal": journal, "JSON lines": []byte(jsonOf(t, tr))} {
		got, err := Open("file", octets)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		sameTranscript(t, got, tr)
	}
	torn, err := Open("file", journal[:len(journal)-11])
	if err != nil {
		t.Fatal(err)
	}
	if last := torn.At(torn.Len() - 1); last.Fact != Warning || !strings.Contains(last.Text, "no whole event") {
		t.Errorf("a torn journal ends with %+v", last)
	}
	script := "C: NOOP\nS: 250 ok\n"
	got, err := Open("a.ehlo", []byte(script))
	if err != nil || !reflect.DeepEqual(wires(got)[got.Len()-2:], []string{"NOOP\r\n", "250 ok\r\n"}) {
		t.Errorf("a script: %v", err)
	}
	for _, octets := range []string{"{", journalMagic, "ehlo journal 2\n", "nonsense\n", "{}\n"} {
		if _, err := Open("file", []byte(octets)); err == nil {
			t.Errorf("%q was opened", octets)
		}
	}
}
