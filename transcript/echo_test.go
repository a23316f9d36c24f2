package transcript

import (
	"fmt"
	"strings"
	"testing"
)

// A server that repeats what it did not understand repeats no secret into a file,
// whether it repeats all of it, its beginning, or what came in pieces.
func TestEchoedSecret(t *testing.T) {
	plain := b64("\x00tim\x00" + canary)
	for name, lines := range map[string][]string{
		"at once":             {"C: AUTH PLAIN " + plain, "S: 500 unknown: AUTH PLAIN " + plain},
		"cut short":           {"C: AUTH PLAIN " + plain, "S: 500 unknown: " + plain[:len(plain)-6]},
		"in two lines":        {"C: AUTH PLAIN " + plain, "S: 500-" + plain + "|500 " + plain},
		"an answer":           {"C: AUTH PLAIN", "S: 334 ", "C: " + plain, "S: 535 no " + plain},
		"at the wrong prompt": {"C: AUTH LOGIN", "S: 535 no", "C: " + b64(canary), "S: 500 " + b64(canary)},
		"not in base64":       {"C: AUTH LOGIN", "S: 334 VXNlcm5hbWU6", "C: " + canary, "S: 501 bad " + canary},
		"in pieces":           {fmt.Sprintf(`C"AUTH PLAIN %s"`, plain[:9]), fmt.Sprintf(`C"%s\r\n"`, plain[9:]), "S: 535 no " + plain},
		"later in a group":    {fmt.Sprintf(`C"NOOP\r\nAUTH PLAIN %s\r\nNOOP\r\n"`, plain), "S: 250 ok", "S: 503 no " + plain, "S: 250 ok"},
	} {
		t.Run(name, func(t *testing.T) {
			tr := tape(t, Start{}, append([]string{"@connect", "S: 220 a", "C: EHLO b", "S: 250 AUTH PLAIN LOGIN"}, lines...)...)
			noCanary(t, tr, canary)
			for _, l := range wires(tr) {
				if strings.Contains(l, plain[:12]) {
					t.Errorf("%q is written", l)
				}
			}
			foldsAlike(t, tr, append([]string{"@connect", "S: 220 a", "C: EHLO b", "S: 250 AUTH PLAIN LOGIN"}, lines...))
		})
	}
}

// A server that repeats what an answer in base64 means repeats no secret either, in
// none of its spellings.
func TestEchoedMeaning(t *testing.T) {
	bearer := b64("n,a=tim,\x01host=a\x01auth=Bearer " + canary + "\x01\x01")
	for name, lines := range map[string][]string{
		"PLAIN":              {"C: AUTH PLAIN " + b64("\x00tim\x00"+canary), "S: 535 no, %s"},
		"PLAIN behind a 334": {"C: AUTH PLAIN", "S: 334 ", "C: " + b64("\x00tim\x00"+canary), "S: 535-no,|535 %s"},
		"PLAIN in pieces":    {fmt.Sprintf(`C"AUTH PLAIN %s"`, b64("\x00tim\x00" + canary)[:9]), fmt.Sprintf(`C"%s\r\n"`, b64("\x00tim\x00" + canary)[9:]), "S: 535 %s"},
		"LOGIN":              {"C: AUTH LOGIN", "S: 334 VXNlcm5hbWU6", "C: " + b64("tim"), "S: 334 UGFzc3dvcmQ6", "C: " + b64(canary), "S: 535 %s is wrong"},
		"XOAUTH2":            {"C: AUTH XOAUTH2 " + b64("user=tim\x01auth=Bearer "+canary+"\x01\x01"), "S: 535 bad token %s"},
		"OAUTHBEARER":        {"C: AUTH OAUTHBEARER " + bearer, "S: 334 %s"},
	} {
		for _, spelt := range spellings(canary)[:3] {
			said := append([]string{}, lines...)
			last := len(said) - 1
			said[last] = strings.ReplaceAll(said[last], "%s", spelt)
			said = append([]string{"@connect", "S: 220 a", "C: EHLO b", "S: 250 AUTH PLAIN LOGIN XOAUTH2 OAUTHBEARER"}, said...)
			t.Run(name, func(t *testing.T) {
				tr := tape(t, Start{}, said...)
				noCanary(t, tr, canary)
				foldsAlike(t, tr, said)
			})
		}
	}
}

// What was a secret once is none in what is said later: a user name is part of an
// address.
func TestEchoIsForgotten(t *testing.T) {
	tr := tape(t, Start{}, "@connect", "S: 220 a", "C: AUTH LOGIN", "S: 334 VXNlcm5hbWU6", "C: timothy", "S: 501 base64", "C: VRFY timothy", "S: 250 <timothy@example.com>")
	all := strings.Join(wires(tr), "\n")
	if !strings.Contains(all, "VRFY timothy") || !strings.Contains(all, "<timothy@example.com>") || strings.Contains(all, "C: timothy") {
		t.Errorf("%s", all)
	}
}

// What stands for a secret that was cut is no secret: where a whole reply was blackened,
// it is as long when it is read back.
func TestStopgapIsNoEcho(t *testing.T) {
	const said = "AUTH PLAIN aGVsbG8=\r\nS: 220 mx.example.com ESMTP"
	tr := New(Start{Partial: true})
	tr.Record(Entry{Who: Client, Octets: []byte(said)})
	tr.Record(Entry{Who: Server, Flags: Cut, Octets: []byte("S: 220 mx.example.com ESMTP")})
	back, err := ReadJSON(strings.NewReader(jsonOf(t, tr)))
	if err != nil {
		t.Fatal(err)
	}
	sameTranscript(t, back, tr)
}

// Two answers within one write are read back as they were written down.
func TestAnswersInOneWrite(t *testing.T) {
	tr := New(Start{Partial: true})
	tr.Record(Entry{Who: Client, Octets: []byte("AUTH PLAIN aGVsbG8=\r\n\xffAUTH PLAIN aGVsbG8=\r\n")})
	if got := string(tr.At(0).Octets); strings.Contains(got, "aGVs") {
		t.Errorf("%q is written", got)
	}
	back, err := ReadJSON(strings.NewReader(jsonOf(t, tr)))
	if err != nil {
		t.Fatal(err)
	}
	sameTranscript(t, back, tr)
}
