package loopback

import (
	"strings"
	"testing"
)

// The states of a dialogue, how to get there, and how to recognise them without
// leaving them: what MAIL, RCPT and DATA with a broken argument are answered there.
// 503 stands before 501 (RFC 5321 section 4.1.4).
var states = []struct{ name, way, mail, rcpt, data string }{
	{"start", "", "503", "503", "503"},
	{"ready", "EHLO client.example", "501", "503", "503"},
	{"helo", "HELO client.example", "501", "503", "503"},
	{"mail", "EHLO client.example|MAIL FROM:<bob@example.org>", "503", "501", "503"},
	{"none", "EHLO client.example|MAIL FROM:<bob@example.org>|RCPT TO:<zoe@example.com>", "503", "501", "554"},
	{"rcpt", "EHLO client.example|MAIL FROM:<bob@example.org>|RCPT TO:<carol@example.com>", "503", "501", "501"},
	{"sent", "EHLO client.example|MAIL FROM:<bob@example.org>|RCPT TO:<carol@example.com>|DATA|hi\r\n.", "501", "503", "503"},
}

// What each command gets in each state, and the state it leads to: "=" if it stays
// as it was. From the command-reply sequences of RFC 5321 section 4.3.2 and the
// order of commands of section 4.1.4, by hand.
var matrix = []struct {
	line string
	want map[string]string
}{
	{"EHLO client.example", all("250 ready")},
	{"EHLO", all("501 =")},
	{"HELO client.example", all("250 helo")},
	{"HELO", all("501 =")},
	{"MAIL FROM:<bob@example.org>", map[string]string{
		"start": "503 =", "ready": "250 mail", "helo": "250 mail", "mail": "503 =", "none": "503 =", "rcpt": "503 =", "sent": "250 mail"}},
	{"MAIL FROM:<bob", map[string]string{
		"start": "503 =", "ready": "501 =", "helo": "501 =", "mail": "503 =", "none": "503 =", "rcpt": "503 =", "sent": "501 ="}},
	{"MAIL FROM:<bob@example.org> FOO=1", map[string]string{
		"start": "503 =", "ready": "555 =", "helo": "555 =", "mail": "503 =", "none": "503 =", "rcpt": "503 =", "sent": "555 ="}},
	{"MAIL FROM:<bob@example.org> SIZE=5", map[string]string{
		"start": "503 =", "ready": "250 mail", "helo": "555 =", "mail": "503 =", "none": "503 =", "rcpt": "503 =", "sent": "250 mail"}},
	{"RCPT TO:<carol@example.com>", map[string]string{
		"start": "503 =", "ready": "503 =", "helo": "503 =", "mail": "250 rcpt", "none": "250 rcpt", "rcpt": "250 rcpt", "sent": "503 ="}},
	{"RCPT TO:<zoe@example.com>", map[string]string{
		"start": "503 =", "ready": "503 =", "helo": "503 =", "mail": "550 none", "none": "550 none", "rcpt": "550 rcpt", "sent": "503 ="}},
	{"RCPT TO:<old.dan@example.com>", map[string]string{
		"start": "503 =", "ready": "503 =", "helo": "503 =", "mail": "551 none", "none": "551 none", "rcpt": "551 rcpt", "sent": "503 ="}},
	{"DATA", map[string]string{
		"start": "503 =", "ready": "503 =", "helo": "503 =", "mail": "503 =", "none": "554 =", "rcpt": "354 text", "sent": "503 ="}},
	{"DATA x", map[string]string{
		"start": "503 =", "ready": "503 =", "helo": "503 =", "mail": "503 =", "none": "554 =", "rcpt": "501 =", "sent": "503 ="}},
	{"RSET", map[string]string{
		"start": "250 =", "ready": "250 =", "helo": "250 =", "mail": "250 ready", "none": "250 ready", "rcpt": "250 ready", "sent": "250 ="}},
	{"RSET x", all("501 =")},
	{"VRFY carol", all("250 =")},
	{"VRFY zoe", all("550 =")},
	{"EXPN team", all("250 =")},
	{"EXPN zoe", all("550 =")},
	{"HELP", all("214 =")},
	{"HELP NOSUCH", all("504 =")},
	{"NOOP", all("250 =")},
	{"QUIT", all("221 over")},
	{"QUIT x", all("501 =")},
	{"FOO", all("500 =")},
	{"", all("500 =")},
	{"TURN", all("502 =")},
	{"SEND FROM:<bob@example.org>", all("502 =")},
	{"AUTH PLAIN AGJvYgBzZWNyZXQ=", all("502 =")},
	{"STARTTLS", all("502 =")},
	{"BDAT 4 LAST", all("502 =")},
}

func all(cell string) map[string]string {
	cells := map[string]string{}
	for _, s := range states {
		cells[s.name] = cell
	}
	return cells
}

func TestEveryCommandInEveryState(t *testing.T) {
	for _, s := range states {
		for _, c := range matrix {
			t.Run(s.name+"/"+c.line, func(t *testing.T) {
				perform(t, Options{}, "S: 220\n"+scriptTo(s.way)+cell(c.line, s.name, c.want[s.name]))
			})
		}
	}
}

// scriptTo leads to a state; replies are not looked at closely, other tests do.
func scriptTo(way string) string {
	var b strings.Builder
	for line := range strings.SplitSeq(way, "|") {
		switch {
		case line == "":
		case strings.HasPrefix(line, "EHLO"):
			b.WriteString("C: " + line + "\n" + strings.Repeat("S: 250-\n", 7) + "S: 250 \n")
		case strings.HasPrefix(line, "hi"):
			b.WriteString("C: hi\nC: .\nS: 250\n")
		case line == "DATA":
			b.WriteString("C: DATA\nS: 354\n")
		case strings.Contains(line, "zoe"):
			b.WriteString("C: " + line + "\nS: 550\n")
		default:
			b.WriteString("C: " + line + "\nS: 250\n")
		}
	}
	return b.String()
}

// cell says the line and checks the reply and the state after it.
func cell(line, state, want string) string {
	code, next, _ := strings.Cut(want, " ")
	more := map[string]int{"EHLO client.example": 7, "EXPN team": 1, "HELP": 1}[line]
	script := "C: " + line + "\n" + strings.Repeat("S: "+code+"-\n", more) + "S: " + code + " \n"
	if next == "=" {
		next = state
	}
	switch next {
	case "over":
		return script + "closed\n"
	case "text":
		return script + "C: NOOP\nC: QUIT\nsilence\nC: .\nS: 250\n"
	}
	for _, s := range states {
		if s.name == next {
			script += "C: MAIL FROM:x\nS: " + s.mail + "\nC: DATA x\nS: " + s.data + "\nC: RCPT TO:<>\nS: " + s.rcpt + "\n"
		}
	}
	if next == "helo" { // and no extension is in force
		script += "C: MAIL FROM:<bob@example.org> SIZE=5\nS: 555\n"
	}
	return script
}
