package draft

import (
	"strings"
	"testing"
)

// TestPeopleInOtherOctets: who is written in octets that are no UTF-8, or in letters that
// are longer or shorter in lower case, is nobody of the lesson either.
func TestPeopleInOtherOctets(t *testing.T) {
	for _, name := range []string{`j\xf6rg`, `J\xd6RG`, `\u212a`, `\u0130\u023a`, `\u212a\u023a\u023a`, `\xff\xfe`} {
		script := `S: 220
C: EHLO a.example
S: 250
C"MAIL FROM:<` + name + `@corp.net> SMTPUTF8\r\n"
S: 250
C"RCPT TO:<` + name + `2@corp.net>\r\n"
S: 250
`
		r, err := Rehearsal(session(t, script), users)
		want := "C: MAIL FROM:<bob@example.org> SMTPUTF8\nS:\nC: RCPT TO:<alice@example.com>\nS:\n"
		if err != nil || len(r.Pieces) != 1 || !strings.HasSuffix(r.Pieces[0], want) {
			t.Errorf("%s: %v %s", name, err, r.Pieces)
		}
	}
}
