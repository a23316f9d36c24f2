package transcript

import (
	"fmt"
	"strings"
	"testing"

	"ehlo/session/smtp"
)

// Each dialogue is followed by which reply answers which client event, by index.
var pairings = []struct {
	name  string
	lines []string
	want  string
}{
	{"the greeting answers nobody", []string{"@connect", "S: 220 a"}, ""},
	{"one by one", []string{"@connect", "S: 220 a", "C: EHLO b", "S: 250 a", "C: NOOP", "S: 250 ok"}, "2>3 4>5"},
	{"pipelined", []string{"@connect", "S: 220 a", `C"NOOP 1\r\nNOOP 2\r\nNOOP 3\r\n"`, "S: 250 1", "S: 250 2", "S: 250 3"}, "2>5 3>6 4>7"},
	{"said before the greeting", []string{"@connect", "C: NOOP", "S: 220 a", "S: 250 ok"}, "1>3"},
	{"in two pieces", []string{"@connect", "S: 220 a", `C"NO"`, `C"OP\r"`, `C"\n"`, "S: 250 ok"}, "4>5"},
	{"text", []string{
		"@connect", "S: 220 a", "C: EHLO b", "S: 250 a", "C: MAIL FROM:<>", "S: 250 ok", "C: RCPT TO:<a@b.c>", "S: 250 ok",
		"C: DATA", "S: 354 go", "C: hello", "C: ..", "C: .", "S: 250 ok",
	}, "2>3 4>5 6>7 8>9 12>13"},
	{"text behind DATA, accepted", []string{
		"@connect", "S: 220 a", "C: EHLO b", "S: 250 a", "C: MAIL FROM:<>", "S: 250 ok", "C: RCPT TO:<a@b.c>", "S: 250 ok",
		`C"DATA\r\nhello\r\n.\r\nQUIT\r\n"`, "S: 354 go", "S: 250 ok", "S: 221 bye",
	}, "2>3 4>5 6>7 8>12 10>13 11>14"},
	{"text behind DATA, refused", []string{
		"@connect", "S: 220 a", "C: EHLO b", "S: 250 a",
		`C"MAIL FROM:<>\r\nRCPT TO:<a@b.c>\r\nDATA\r\nhello\r\n.\r\nQUIT\r\n"`,
		"S: 250 ok", "S: 550 no", "S: 503 no", "S: 500 what", "S: 500 what", "S: 221 bye",
	}, "2>3 4>10 5>11 6>12 7>13 8>14 9>15"},
	{"DATA twice in one write, both refused", []string{
		"@connect", "S: 220 a", `C"DATA\r\nDATA\r\nNOOP\r\n"`, "S: 503 1", "S: 503 2", "S: 250 3",
	}, "2>5 3>6 4>7"},
	{"an AUTH in three steps", []string{
		"@connect", "S: 220 a", "C: EHLO b", "S: 250 AUTH LOGIN", "C: AUTH LOGIN", "S: 334 VXNlcm5hbWU6", "C: dGlt", "S: 334 UGFzc3dvcmQ6",
		"C: c2VjcmV0", "S: 235 ok", "C: NOOP", "S: 250 ok",
	}, "2>3 4>5 6>7 8>9 10>11"},
	{"an AUTH in one write", []string{
		"@connect", "S: 220 a", "C: EHLO b", "S: 250 AUTH LOGIN", `C"AUTH LOGIN\r\ndGlt\r\nc2VjcmV0\r\nNOOP\r\n"`,
		"S: 334 VXNlcm5hbWU6", "S: 334 UGFzc3dvcmQ6", "S: 235 ok", "S: 250 ok",
	}, "2>3 4>8 5>9 6>10 7>11"},
	{"LMTP answers the dot for each recipient", []string{
		"@connect", "S: 220 a", "C: LHLO b", "S: 250 a", "C: MAIL FROM:<>", "S: 250 ok", "C: RCPT TO:<a@b.c>", "S: 250 ok",
		"C: RCPT TO:<b@b.c>", "S: 550 no", "C: RCPT TO:<c@b.c>", "S: 250 ok", "C: DATA", "S: 354 go", "C: .", "S: 250 a", "S: 452 c",
		"C: NOOP", "S: 250 ok",
	}, "2>3 4>5 6>7 8>9 10>11 12>13 14>15 14<16 17>18"},
	{"chunks", []string{
		"@connect", "S: 220 a", "C: EHLO b", "S: 250 CHUNKING", "C: MAIL FROM:<>", "S: 250 ok", "C: RCPT TO:<a@b.c>", "S: 250 ok",
		`C"BDAT 5\r\nhelloBDAT 1 LAST\r\n!"`, "S: 250 5 octets", "S: 250 queued",
	}, "2>3 4>5 6>7 8>12 10>13"},
	{"a bare LF taken for a line end", []string{"@connect", "S: 220 a", `C"NOOP\n"`, "S: 250 ok", "C: QUIT", "S: 221 bye"}, "2>3 4>5"},
	{"nobody asked", []string{"@connect", "S: 220 a", "C: NOOP", "S: 250 ok", "S: 250 ok", "C: NOOP", "S: 250 ok"}, "2>3 5>6"},
	{"an end, and another connection", []string{
		"@connect", "S: 220 a", "C: NOOP", "C: NOOP", "S: 421 bye", "@close", "@connect", "S: 220 a", "C: NOOP", "S: 250 ok",
	}, "2>4 8>9"},
	{"STARTTLS", []string{
		"@connect", "S: 220 a", "C: EHLO b", "S: 250 STARTTLS", "C: STARTTLS", "S: 220 go", "@secure", "C: EHLO b", "S: 250 a",
	}, "2>3 4>5 7>8"},
}

func TestPairing(t *testing.T) {
	for _, c := range pairings {
		t.Run(c.name, func(t *testing.T) {
			tr := tape(t, Start{}, c.lines...)
			if got := pairs(tr); got != c.want {
				t.Errorf("got  %s\nwant %s\n%q", got, c.want, wires(tr))
			}
		})
	}
}

// pairs writes "question>reply" for the first reply to a question and
// "question<reply" for further ones.
func pairs(tr *Transcript) string {
	var all []string
	for i := range tr.Len() {
		q := tr.Question(i)
		a := tr.Answer(i)
		switch {
		case a >= 0:
			all = append(all, fmt.Sprintf("%d>%d", i, a))
		case q >= 0 && tr.Answer(q) != i:
			all = append(all, fmt.Sprintf("%d<%d", q, i))
		}
	}
	return strings.Join(all, " ")
}

func TestStrayOctetsAnswerNothing(t *testing.T) {
	tr := tape(t, Start{}, "@connect", "S: 220 a", "C: NOOP")
	tr.Record(Entry{Who: Server, Flags: Stray, Octets: []byte("250 ok\r\n"), At: Now})
	tr.Record(Entry{Who: Server, Flags: Cut, Octets: []byte("250-half"), At: Now})
	if tr.Question(3) >= 0 || tr.Question(4) >= 0 || tr.Answer(2) >= 0 || tr.State(5).OwedCount() != 1 {
		t.Errorf("pairs %s, %d owed", pairs(tr), tr.State(5).OwedCount())
	}
}

// A queue that never runs empty stays small.
func TestPairingNeverEmpty(t *testing.T) {
	tr := tape(t, Start{}, "@connect", "S: 220 a", "C: NOOP")
	for i := range 20_000 {
		play(t, tr, "C: NOOP", "S: 250 ok")
		if q := tr.Question(tr.Len() - 1); q != max(2, 2*i+1) {
			t.Fatalf("round %d: the reply answers %d", i, q)
		}
	}
	if n := cap(tr.pairs.owed); n > 20_000 {
		t.Errorf("the queue has room for %d", n)
	}
	if s := tr.State(tr.Len()); s.Phase() != smtp.Greeted || s.OwedCount() != 1 {
		t.Errorf("%v, %d owed", s.Phase(), s.OwedCount())
	}
}
