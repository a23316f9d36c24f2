package cli

import (
	"fmt"
	"net"
	"slices"
	"strings"
	"testing"

	"ehlo/session/loopback/persona"
)

// smtplib of Python speaks with each server type and must find what the type is there
// for. check is what it says and hears; e is short for what makes the exchange fail.
var personaJudgements = []struct{ name, check string }{
	{"default", `
e(s.ehlo()[0] == 250 and s.has_extn('size') and s.has_extn('expn'), s.esmtp_features)
e(s.vrfy('carol')[0] == 250, 'vrfy')
e(s.sendmail('bob@example.org', ['alice@example.com', 'zoe@example.com'], text) == {'zoe@example.com': (550, b'5.1.1 No such user here')}, 'zoe')`},
	{"modern", `
s.starttls(context=ssl.create_default_context(cafile=ca))
e(s.ehlo()[0] == 250 and not s.has_extn('starttls') and 'PLAIN' in s.esmtp_features['auth'], s.esmtp_features)
s.login('alice', password)
e(s.mail('j\u00fcrgen@example.org', ['SMTPUTF8'])[0] == 250, 'SMTPUTF8')
s.rset()
s.command_encoding = 'utf-8'
e(s.docmd('MAIL', 'FROM:<j\u00fcrgen@example.org>') == (550, b'5.6.7 Non-ASCII address not permitted without SMTPUTF8'), 'without it')`},
	{"lenient", `
s.ehlo()
e(s.docmd('MAIL', 'FROM: bob@example.org')[0] == 250, 'no brackets')`},
	{"strict", `
s.ehlo()
e(s.docmd('MAIL', 'FROM: bob@example.org')[0] == 501, 'no brackets')
s.mail('bob@example.org'); s.rcpt('alice@example.com')
e(s.data('caf\u00e9'.encode())[0] == 554, 'octets above 127')`},
	{"forwarding", `
s.ehlo(); s.mail('bob@example.org')
e(s.rcpt('old.dan@example.com') == (251, b'2.1.5 User not local; will forward to <dan@example.net>'), 'old.dan')
e(s.data(text)[0] == 250, 'forwarded')`},
	{"redirecting", `
s.ehlo(); s.mail('bob@example.org')
e(s.rcpt('old.dan@example.com') == (551, b'5.1.6 User not local; please try <dan@example.net>'), 'old.dan')
e(s.rcpt('dan@example.net')[0] == 250, 'the new address')`},
	{"1982", `
e(s.ehlo() == (500, b'Syntax error, command unrecognized'), 'EHLO')
s.ehlo_resp = None
e(s.sendmail('bob@example.org', ['alice@example.com'], text) == {}, 'smtplib goes on with HELO')
e(not s.does_esmtp and s.helo_resp == b'smtp.example.com', s.helo_resp)
e(s.docmd('TURN')[0] == 502, 'TURN')`},
	{"crowded", `
e(s.sendmail('bob@example.org', ['alice@example.com', 'carol@example.com', 'theboss@example.com'], text) ==
  {'theboss@example.com': (452, b'4.5.3 Too many recipients; send to the rest in another transaction')}, 'the third')
e(s.sendmail('bob@example.org', ['theboss@example.com'], text) == {}, 'another transaction')`},
	{"discreet", `
e(s.vrfy('carol') == s.vrfy('zoe') and s.vrfy('zoe')[0] == 252, 'VRFY')
e(s.expn('team')[0] == 252, 'EXPN')
s.ehlo(); s.mail('bob@example.org')
e(s.rcpt('zoe@example.com')[0] == 550, 'RCPT')`},
	{"bare", `
e(s.ehlo() == (250, b'smtp.example.com greets judge.example') and s.esmtp_features == {}, s.esmtp_features)
e(s.vrfy('carol')[0] == 502 and s.expn('team')[0] == 502, 'VRFY')
e(s.sendmail('bob@example.org', ['alice@example.com'], text) == {}, 'a message')`},
	{"unstuffing-bug", `
e(s.sendmail('bob@example.org', ['alice@example.com'], text) == {}, 'a message')`},
}

func TestJudgesSeeWhatAServerTypeIsFor(t *testing.T) {
	t.Parallel()
	judged := []string{"lmtp"} // smtplib speaks none, see TestJudgesSpeakLMTP
	for _, j := range personaJudgements {
		judged = append(judged, j.name)
	}
	if got, want := slices.Sorted(slices.Values(judged)), slices.Sorted(slices.Values(persona.Names())); !slices.Equal(got, want) {
		t.Errorf("judged are %v, there are %v", got, want)
	}
	exe := built(t)
	for _, j := range personaJudgements {
		t.Run(j.name, func(t *testing.T) {
			python := called(t, "python3")
			p := open(t, exe, "--persona", j.name)
			host, port, _ := net.SplitHostPort(p.addr)
			script := fmt.Sprintf("import smtplib, ssl\ns = smtplib.SMTP(%q, %s, local_hostname='judge.example')\nca, password = %q, %q\n", host, port, p.ca, p.password) +
				"text = 'Subject: dots\\r\\n\\r\\n.profile\\r\\n'\ndef e(right, what):\n    if not right: raise SystemExit(repr(what))\n" + j.check + "\ns.quit()\n"
			if err := command(t, "", python, "-c", script); err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(j.check, "['alice@example.com'], text)") {
				return
			}
			want := "Subject: dots\r\n\r\n.profile\r\n"
			if j.name == "unstuffing-bug" {
				want = "Subject: dots\r\n\r\n..profile\r\n"
			}
			if got := string(p.stored(t, "alice@example.com")); got != want {
				t.Errorf("stored %q, want %q", got, want)
			}
		})
	}
}

// swaks goes back to HELO where EHLO is refused; the stored copy says that it did (RFC
// 3848).
func TestJudgesMeetAServerOf1982(t *testing.T) {
	p := open(t, built(t), "--persona", "1982")
	_, lf := letterFiles(t)
	if err := command(t, "", called(t, "swaks"), "--server", p.addr, "--from", "bob@example.org", "--to", "alice@example.com", "--data", "@"+lf); err != nil {
		t.Fatal(err)
	}
	p.hasLetter(t)
	if octets := string(p.delivered(t, "alice@example.com")); !strings.Contains(octets, " with SMTP id ") {
		t.Errorf("%.300s", octets)
	}
}
