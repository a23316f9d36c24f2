package lessons

import (
	"strings"
	"testing"

	"ehlo/session/smtp"
	"ehlo/transcript"
)

// placeAfter folds a dialogue of "C: " and "S: " lines, "|" between the lines of a
// reply; "TLS" is a handshake, "closed" the end of the connection.
func placeAfter(dialogue string) smtp.State {
	s := smtp.State{}.Connected()
	for line := range strings.Lines(dialogue) {
		line = strings.TrimSuffix(line, "\n")
		switch {
		case line == "TLS":
			s = s.Secured()
		case line == "closed":
			s = s.Closed()
		case strings.HasPrefix(line, "C: "):
			s = after(s, said(line[3:]))
		default:
			s = after(s, answered(strings.ReplaceAll(line[3:], "|", "\r\n")))
		}
	}
	return s
}

const (
	wayGreeted = "S: 220 mx.example.com\n"
	wayReady   = wayGreeted + "C: EHLO client.example\nS: 250-mx.example.com|250-STARTTLS|250-AUTH LOGIN|250 CHUNKING\n"
	wayMail    = wayReady + "C: MAIL FROM:<bob@example.org>\nS: 250 2.1.0 Ok\n"
	wayRcpt    = wayMail + "C: RCPT TO:<alice@example.com>\nS: 250 2.1.5 Ok\n"
	wayText    = wayRcpt + "C: DATA\nS: 354 go\n"
	wayLMTP    = "S: 220 mx.example.com\nC: LHLO client.example\nS: 250 mx\nC: MAIL FROM:<>\nS: 250 Ok\nC: RCPT TO:<alice@example.com>\nS: 250 Ok\n" +
		"C: RCPT TO:<zoe@example.com>\nS: 550 5.1.1 no\nC: RCPT TO:<carol@example.com>\nS: 250 Ok\nC: DATA\nS: 354 go\nC: .\n"
)

// mapped are the stations in every state: the mark stands before the name.
var mapped = []struct{ name, dialogue, want, now, brief, owner string }{
	{"connected", "", "·greeting ·hello ·MAIL ·RCPT ·DATA ·text ·accepted", "connected, no greeting yet", "no greeting yet", "there is none"},
	{"greeted", wayGreeted, "●greeting ·hello ·MAIL ·RCPT ·DATA ·text ·accepted", "greeted, no hello yet", "greeted", "there is none"},
	{"turned away", "S: 554 no\n", "✗greeting ·QUIT", "refused in the greeting", "refused", "there is none"},
	{"ready", wayReady, "✓greeting ●hello ·MAIL ·RCPT ·DATA ·text ·accepted", "ready, no transaction open", "ready", "there is none"},
	{"MAIL asked", wayReady + "C: MAIL FROM:<>\n", "✓greeting ●hello ·MAIL ·RCPT ·DATA ·text ·accepted", "ready, no transaction open", "ready", "there is none"},
	{"MAIL", wayMail, "✓greeting ✓hello ●MAIL ·RCPT ·DATA ·text ·accepted", "sender named, no recipient yet", "sender named", "yours (client)"},
	{"nobody taken", wayMail + "C: RCPT TO:<zoe@example.com>\nS: 550 no\n", "✓greeting ✓hello ●MAIL ✗RCPT ·DATA ·text ·accepted", "sender named, 1 refused", "sender named", "yours (client)"},
	{"RCPT", wayRcpt, "✓greeting ✓hello ✓MAIL ●RCPT ·DATA ·text ·accepted", "recipients (1 accepted)", "recipients", "yours (client)"},
	{"text", wayText, "✓greeting ✓hello ✓MAIL ✓RCPT ✓DATA ●text ·accepted", "message text, 0 octets so far", "message text", "yours (client)"},
	{"the dot", wayText + "C: hi\nC: .\n", "✓greeting ✓hello ✓MAIL ✓RCPT ✓DATA ●text ·accepted", "text complete, its reply is awaited", "text complete", "yours (client)"},
	{"accepted", wayText + "C: .\nS: 250 Ok\n", "✓greeting ✓hello ✓MAIL ✓RCPT ✓DATA ✓text ●accepted", "message accepted, ready for another", "accepted", "the server's"},
	{"refused behind the dot", wayText + "C: .\nS: 554 no\n", "✓greeting ✓hello ✓MAIL ✓RCPT ✓DATA ●text ✗accepted", "message refused; no transaction open", "not accepted", "yours (client)"},
	{"a second message", wayText + "C: .\nS: 250 Ok\nC: MAIL FROM:<>\nS: 250 Ok\n", "✓greeting ✓hello ●MAIL ·RCPT ·DATA ·text ·accepted", "sender named, no recipient yet", "sender named", "yours (client)"},
	{"given up", wayRcpt + "C: RSET\nS: 250 Ok\n", "✓greeting ●hello ·MAIL ·RCPT ·DATA ·text ·accepted", "ready, no transaction open", "ready", "there is none"},
	{"a chunk", wayRcpt + "C: BDAT 0\nS: 250 Ok\n", "✓greeting ✓hello ✓MAIL ✓RCPT ●BDAT ·accepted", "chunks, 0 octets so far", "chunks", "yours (client)"},
	{"a chunk refused", wayRcpt + "C: BDAT 0\nS: 552 no\n", "✓greeting ✓hello ✓MAIL ●RCPT ✗BDAT ·accepted", "a chunk was refused; RSET clears it", "a chunk refused", "yours (client)"},
	{"in a chunk", wayRcpt + "C: BDAT 1500\nC: hi\n", "✓greeting ✓hello ✓MAIL ✓RCPT ●BDAT ·accepted", "a chunk, 1,496 octets to go", "a chunk", "yours (client)"},
	{"the last chunk", wayRcpt + "C: BDAT 0 LAST\nS: 250 Ok\n", "✓greeting ✓hello ✓MAIL ✓RCPT ✓BDAT ●accepted", "message accepted, ready for another", "accepted", "the server's"},
	{"the last chunk refused", wayRcpt + "C: BDAT 0 LAST\nS: 552 no\n", "✓greeting ✓hello ✓MAIL ✓RCPT ●BDAT ✗accepted", "message refused; no transaction open", "not accepted", "yours (client)"},
	{"AUTH", wayReady + "C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\n", "✓greeting ✓hello ●AUTH ·MAIL ·RCPT ·DATA ·text ·accepted", "login: the server awaits an answer", "login", "there is none"},
	{"logged in", wayReady + "C: AUTH LOGIN\nS: 235 in\n", "✓greeting ✓hello ●AUTH ·MAIL ·RCPT ·DATA ·text ·accepted", "ready, no transaction open", "ready", "there is none"},
	{"login refused", wayReady + "C: AUTH LOGIN\nS: 535 no\n", "✓greeting ●hello ·MAIL ·RCPT ·DATA ·text ·accepted", "ready, no transaction open", "ready", "there is none"},
	{"handshake", wayReady + "C: STARTTLS\nS: 220 go\n", "✓greeting ●TLS ·hello ·MAIL ·RCPT ·DATA ·text ·accepted", "TLS handshake", "TLS handshake", "there is none"},
	{"inside TLS", wayReady + "C: STARTTLS\nS: 220 go\nTLS\n", "✓greeting ●TLS ·hello ·MAIL ·RCPT ·DATA ·text ·accepted", "inside TLS, no hello yet", "inside TLS", "there is none"},
	{"TLS first", "TLS\n", "●TLS ·greeting ·hello ·MAIL ·RCPT ·DATA ·text ·accepted", "connected, no greeting yet", "no greeting yet", "there is none"},
	{"goodbye", wayReady + "C: QUIT\nS: 221 bye\n", "✓greeting ✓hello ●goodbye ·closed", "goodbye said, the server closes", "goodbye said", "there is none"},
	{"421 in the middle", wayRcpt + "C: RCPT TO:<a@b.c>\nS: 421 later\n", "✓greeting ✓hello ●goodbye ·closed", "goodbye said, the server closes", "goodbye said", "yours (client)"},
	{"closed", wayText + "C: .\nS: 250 Ok\nclosed\n", "✓greeting ✓hello ✓accepted ●closed", "the connection is closed", "closed", "the server's"},
	{"dropped behind the dot", wayText + "C: .\nclosed\n", "✓greeting ✓hello ●closed", "the connection is closed", "closed", "yours (client)"},
	{"LMTP, one of two", wayLMTP + "S: 250 Ok\n", "✓greeting ✓hello ✓MAIL ✓RCPT ✓DATA ●text ·accepted", "text complete, its reply is awaited", "text complete", "the server's for 1, yours for 1"},
	{"LMTP, divided", wayLMTP + "S: 250 Ok\nS: 452 full\n", "✓greeting ✓hello ✓MAIL ✓RCPT ✓DATA ✓text ●accepted", "handed over for some, not for all", "ready", "the server's for 1, yours for 1"},
	{"LMTP, all", wayLMTP + "S: 250 Ok\nS: 250 Ok\n", "✓greeting ✓hello ✓MAIL ✓RCPT ✓DATA ✓text ●accepted", "message accepted for each recipient", "accepted", "the server's"},
	{"LMTP, dropped between", wayLMTP + "S: 250 Ok\nclosed\n", "✓greeting ✓hello ✓accepted ●closed", "the connection is closed", "closed", "the server's for 1, yours for the rest"},
}

func TestMap(t *testing.T) {
	for _, x := range mapped {
		p := Where(placeAfter(x.dialogue), false)
		var stations []string
		here := 0
		for _, station := range p.Map {
			stations = append(stations, string(station.Mark.Sign())+station.Name)
			if station.Mark == Here {
				here++
			}
		}
		if got := strings.Join(stations, " "); got != x.want || here > 1 {
			t.Errorf("%s: the map is %s, want %s", x.name, got, x.want)
		}
		if p.Now != x.now || p.Brief != x.brief || p.Owner != x.owner {
			t.Errorf("%s: %q, %q, %q; want %q, %q, %q", x.name, p.Now, p.Brief, p.Owner, x.now, x.brief, x.owner)
		}
	}
	if got := Map(smtp.Partial()); got != nil {
		t.Errorf("what was not seen has a map: %v", got)
	}
	if got := len(Map(smtp.State{})); got != 7 {
		t.Errorf("before the connection the map has %d stations", got)
	}
}

// TestLMTPSaysWhoseForEach holds that each recipient has its own answer to whose
// the message is, the one refused at RCPT none.
func TestLMTPSaysWhoseForEach(t *testing.T) {
	for dialogue, want := range map[string]string{
		wayLMTP:                       "✓<alice@example.com> 250 , ✗<zoe@example.com> 550 5.1.1 , ✓<carol@example.com> 250 ",
		wayLMTP + "S: 250 2.0.0 Ok\n": "✓<alice@example.com> 250 2.0.0 the server's, ✗<zoe@example.com> 550 5.1.1 , ✓<carol@example.com> 250 yours",
		wayLMTP + "S: 250 2.0.0 Ok\nS: 452 4.2.2 full\n":         "✓<alice@example.com> 250 2.0.0 the server's, ~<carol@example.com> 452 4.2.2 yours",
		wayLMTP + "S: 552 5.2.2 full\nS: 250 2.0.0 Ok\nclosed\n": "✗<alice@example.com> 552 5.2.2 yours, ✓<carol@example.com> 250 2.0.0 the server's",
	} {
		var got []string
		for _, to := range Where(placeAfter(dialogue), false).To {
			got = append(got, string(to.Sign)+to.Path+" "+to.Said+" "+to.Whom)
		}
		if strings.Join(got, ", ") != want {
			t.Errorf("after %q got %q, want %q", dialogue, got, want)
		}
	}
}

// TestHangUpsWereRecorded reads the recordings behind what ehlo says of servers
// that lose patience.
func TestHangUpsWereRecorded(t *testing.T) {
	words := patience
	for _, x := range []struct {
		tape   string
		said   int // how many lines of the kind it answered before it ended the session
		hungUp bool
		words  string
	}{
		{"exim/many_errors", 4, true, "Exim hangs up at the 4th unknown command"},
		{"exim/many_bad_rcpt", 30, false, ""},
		{"sendmail/many_errors", 26, true, "sendmail at the 26th"},
		{"sendmail/many_bad_rcpt", 30, false, ""},
		{"postfix/many_errors", 20, true, "Postfix after 20 refusals of any kind"},
		{"postfix/many_bad_rcpt", 20, true, "Postfix after 20 refusals of any kind"},
	} {
		tp, said := readTape(t, x.tape), 0
		for i := range tp.tape.Len() {
			e := tp.tape.At(i)
			line := string(e.Octets)
			if e.Who == transcript.Client && (strings.HasPrefix(line, "BOGUS") || strings.HasPrefix(line, "RCPT TO:<nosuch")) && tp.tape.Answer(i) >= 0 {
				said++
			}
		}
		quit := false
		for i := range tp.tape.Len() {
			quit = quit || tp.tape.At(i).Who == transcript.Client && string(tp.tape.At(i).Octets) == "QUIT\r\n"
		}
		if said != x.said || quit == x.hungUp || !strings.Contains(words, x.words) {
			t.Errorf("%s: %d were answered, QUIT was reached: %v; ehlo says %q", x.tape, said, quit, words)
		}
	}
	for refused, warned := range []bool{false, false, true, true} {
		if got := warning(refused) != ""; got != warned {
			t.Errorf("after %d refusals the warning is there: %v", refused, got)
		}
	}
}
