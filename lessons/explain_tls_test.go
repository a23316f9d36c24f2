package lessons

import (
	"slices"
	"strings"
	"testing"

	"ehlo/session/smtp"
	"ehlo/transcript"
)

const proved = "TLS 1.3, TLS_AES_128_GCM_SHA256; verified for mx.example.net; certificate for CN=mx.example.net; names mx.example.net, mail.example.net; " +
	"issued by CN=Example CA; valid 2026-01-01 to 2027-01-01; chain of 2; sha256 00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"

func TestReadProtection(t *testing.T) {
	p := ReadProtection(proved)
	if p.Version != "TLS 1.3" || p.Cipher != "TLS_AES_128_GCM_SHA256" || !p.Verified || p.Verdict != "verified for mx.example.net" {
		t.Errorf("%+v", p)
	}
	var names []string
	for _, d := range p.Rows {
		names = append(names, d.Name)
	}
	if want := []string{"version", "cipher", "subject", "names", "issuer", "valid", "chain", "SHA-256"}; !slices.Equal(names, want) {
		t.Errorf("%v", names)
	}
	if p := ReadProtection("TLS 1.2, x; not verified: verified for me, trust me; names a\x1b[31m"); p.Verified || !strings.HasPrefix(p.Verdict, "not verified: ") || p.Rows[2].Value != `a\x1b[31m` {
		t.Errorf("%+v", p)
	}
	if p := ReadProtection(""); p.Verified || len(p.Rows) != 0 || p.Brief() != "" {
		t.Errorf("%+v", p)
	}
}

// What a handshake came to, and why there was none, each in words of its own.
func TestTLSWords(t *testing.T) {
	shaking := after(smtp.State{}.Connected(), answered("220 a"), said("EHLO a"), answered("250-a\r\n250 STARTTLS"), said("STARTTLS"), answered("220 go"))
	secured := func(verdict string) transcript.Event {
		return transcript.Event{Who: transcript.Local, Fact: transcript.Secured, Text: "TLS 1.3, x; " + verdict, Mark: -1}
	}
	closed := func(why string) transcript.Event {
		return transcript.Event{Who: transcript.Local, Fact: transcript.Closed, Text: "ehlo closed the connection: " + why, Mark: -1}
	}
	seen := map[string]string{}
	for _, row := range []struct {
		event transcript.Event
		sign  rune
		say   string
	}{
		{secured("verified for a"), SignAccepted, "Nobody on the way can read"},
		{secured("not verified: the certificate is for b, not for a"), SignBreach, "another name"},
		{secured("not verified: nobody this machine trusts vouches for the certificate"), SignBreach, "--ca FILE"},
		{secured("not verified: the certificate is self-signed"), SignBreach, "The server alone vouches"},
		{secured("not verified: the certificate has expired: it was valid from 2020-01-01 to 2021-01-01"), SignBreach, "time is over"},
		{secured("not verified: the certificate is not valid yet: it is from 2040-01-01 to 2041-01-01"), SignBreach, "time has not come"},
		{secured("not verified: nobody looked, as was asked for"), SignBreach, "--insecure"},
		{secured("not verified: something new"), SignBreach, "isn't proved"},
		{closed("the server's certificate does not verify: the certificate is for b, not for a"), SignRefused, "`--tls verify` asks"},
		{closed("38 octets came in plain text behind the 220 to STARTTLS; somebody may be writing into this connection, so ehlo stops here"), SignBreach, "does not believe them"},
		{closed("the server sent no TLS handshake"), SignRefused, "something that is no TLS"},
		{closed("the server sent no TLS handshake, but SMTP in plain text"), SignRefused, "went on in plain SMTP"},
		{closed("the server hung up inside the TLS handshake"), SignRefused, "gave no reason"},
		{closed("the server ended the TLS handshake: handshake failure; it asked for a certificate, and ehlo showed none"), SignRefused, "`--cert FILE` and `--key FILE` name one"},
		{closed("the server ended the TLS handshake: unknown certificate authority"), SignRefused, "which authority it takes"},
		{closed("the server ended the TLS handshake: expired certificate"), SignRefused, "doesn't take your (the client's) certificate"},
		{closed("the server ended the TLS handshake: it takes none of the versions that were offered, TLS 1.2 to 1.3"), SignRefused, "no version of TLS in common"},
		{closed("the TLS handshake broke off: the server chose TLS 1.0; offered was TLS 1.2 to 1.3"), SignRefused, "had not offered"},
		{closed("the TLS handshake did not end in time"), SignRefused, "did not end in time"},
	} {
		x := Explain(row.event, shaking)
		text := strings.Join(x.Paragraphs, " ")
		if x.Sign != row.sign || !strings.Contains(text, row.say) {
			t.Errorf("%s: %c %s", row.event.Text, x.Sign, text)
		}
		if other, twice := seen[text]; twice {
			t.Errorf("%q and %q are told in the same words", row.event.Text, other)
		}
		seen[text] = row.event.Text
		if row.event.Fact == transcript.Secured && x.Next != "Next: EHLO and a name" {
			t.Errorf("%s: %q", row.event.Text, x.Next)
		}
	}
}

func TestChangedByTLS(t *testing.T) {
	for _, row := range []struct{ was, now, want string }{
		{"SIZE 5\nSTARTTLS\nAUTH CRAM-MD5", "SIZE 5\nAUTH PLAIN LOGIN cram-md5", "Inside TLS, new: `AUTH PLAIN LOGIN`; gone: `STARTTLS`."},
		{"STARTTLS", "SIZE 5\nDSN", "Inside TLS, new: `SIZE 5`, `DSN`; gone: `STARTTLS`."},
		{"SIZE 5\nSTARTTLS", "SIZE 5", "Inside TLS, gone: `STARTTLS`."},
		{"SIZE 5", "SIZE 5\nAUTH", "Inside TLS, new: `AUTH`."},
		{"SIZE 5", "size 5", "Inside TLS the list is the same as before it."},
		{"X", "A\nB\nC\nD\nE\nF\nG\nH", "Inside TLS, new: `A`, `B`, `C`, `D`, `E`, `F`, 2 others; gone: `X`."},
	} {
		hello := func(s smtp.State, list string) (transcript.Event, smtp.State) {
			s = after(s, said("EHLO a"))
			lines := strings.Split("a\n"+list, "\n")
			reply := "250-" + strings.Join(lines[:len(lines)-1], "\r\n250-") + "\r\n250 " + lines[len(lines)-1]
			return answered(reply), s
		}
		e, s := hello(after(smtp.State{}.Connected(), answered("220 a")), row.was)
		s = after(s, e, said("STARTTLS"), answered("220 go")).Secured()
		e, s = hello(s, row.now)
		if x := Explain(e, s); x.Paragraphs[0] != row.want {
			t.Errorf("%s, then %s: %q", row.was, row.now, x.Paragraphs)
		}
		e, s = hello(after(s, e), row.now)
		if x := Explain(e, s); strings.HasPrefix(x.Paragraphs[0], "Inside TLS") {
			t.Errorf("a second hello tells it again: %q", x.Paragraphs)
		}
	}
}

func TestChallenge(t *testing.T) {
	for reply, want := range map[string]string{
		"334 VXNlcm5hbWU6": "Username:",
		"334 AAFh":         `\x00\x01a`,
		"334 ":             "",
		"334 what?":        "",
		"235 VXNlcm5hbWU6": "",
	} {
		text, ok := Challenge(smtp.ParseReply([]byte(reply + "\r\n")))
		if text.String() != want || ok != (want != "") {
			t.Errorf("%s: %q, %v", reply, text, ok)
		}
	}
}

// A login line that is too long is no fault of a server that says so (RFC 4954 section
// 6).
func TestLoginTooLongIsNoFault(t *testing.T) {
	s := after(smtp.State{}.Connected(), answered("220 a"), said("EHLO a"), answered("250-a\r\n250 AUTH PLAIN"), said("AUTH PLAIN AGEAYg=="))
	for reply, want := range map[string]bool{"500 5.5.6 too long": false, "500 5.5.1 what?": true} {
		if x := Explain(answered(reply), s); strings.Contains(x.Paragraphs[0], "calls it unknown") != want {
			t.Errorf("%s: %q", reply, x.Paragraphs)
		}
	}
}

// Where TLS begins with the first octet its failure is no lack of an answer.
func TestTLSAtOnceFails(t *testing.T) {
	dialed := smtp.State{}.Connected()
	failed := func(why string) transcript.Event {
		return transcript.Event{Who: transcript.Local, Fact: transcript.DialError, Text: "127.0.0.1:465: " + why, Mark: -1}
	}
	for why, want := range map[string]string{
		"the server's certificate does not verify: nobody this machine trusts vouches for the certificate": "--ca FILE",
		"the server sent no TLS handshake":                         "neither TLS nor SMTP",
		"the server sent no TLS handshake, but SMTP in plain text": "`smtp://HOST:PORT`, then `STARTTLS`",
		"the TLS handshake did not end in time":                    "did not end in time",
		"the server ended the TLS handshake: alert":                "ended the TLS handshake",
	} {
		x := Explain(failed(why), dialed)
		if text := strings.Join(x.Paragraphs, " "); x.Title != "No TLS" || !strings.Contains(text, want) || strings.Contains(text, "220") {
			t.Errorf("%s: %s, %s", why, x.Title, text)
		}
	}
	if x := Explain(failed("connect: connection refused"), smtp.State{}); x.Title != "No connection" {
		t.Errorf("%+v", x)
	}
}

// A server of TLS 1.3 refuses the client's certificate behind the handshake: to connect
// again as before helps nobody. Where mail is open, that is what there are words for.
func TestTLSEndsBehindTheHandshake(t *testing.T) {
	greeting := smtp.State{}.Connected().Secured()
	ready := after(greeting, answered("220 a"), said("EHLO a"), answered("250 a"))
	upgraded := after(smtp.State{}.Connected(), answered("220 a"), said("EHLO a"), answered("250-a\r\n250 STARTTLS"), said("STARTTLS"), answered("220 go")).Secured()
	for _, row := range []struct {
		why                  string
		before               smtp.State
		title, want, section string
	}{
		{"certificate required; it asked for a certificate, and ehlo showed none", greeting, "TLS is over", "`--cert FILE` and `--key FILE` name one", "RFC 8314 §3.3"},
		{"certificate required; it asked for a certificate, and ehlo showed none", after(upgraded, said("EHLO a")), "TLS is over", "`--cert FILE` and `--key FILE` name one", "RFC 3207 §4.1"},
		{"unknown certificate authority", greeting, "TLS is over", "which authority it takes", "RFC 8314 §3.3"},
		{"internal error", ready, "TLS is over", "nothing is lost", "RFC 3207 §4.1"},
		{"internal error", after(ready, said("MAIL FROM:<a@b.example>"), answered("250 ok")), "The connection broke", "still yours", "RFC 5321 §4.1.1.10"},
	} {
		x := Explain(transcript.Event{Who: transcript.Local, Fact: transcript.Lost, Text: transcript.TLSEnded + row.why, Mark: -1}, row.before)
		if text := strings.Join(x.Paragraphs, " "); x.Title != row.title || !strings.Contains(text, row.want) || strings.Contains(text, "again later") || x.Section != row.section {
			t.Errorf("%s: %s, %s, %s", row.why, x.Title, text, x.Section)
		}
	}
}

// Postfix refuses a client without a certificate in its reply to EHLO, for which the
// words of any 421 promise too much.
func TestClosingOverWhoMayComeIn(t *testing.T) {
	inside := after(smtp.State{}.Connected().Secured(), answered("220 a"), said("EHLO a"))
	for reply, want := range map[string]bool{
		"421 4.7.1 a Error: No client certificate presented": true,
		"421 4.7.0 a Error: too many connections":            false,
		"421 a closing": false,
	} {
		if text := strings.Join(Explain(answered(reply), inside).Paragraphs, " "); strings.Contains(text, "`--cert FILE`") != want || strings.Contains(text, "again later") == want {
			t.Errorf("%s: %s", reply, text)
		}
	}
}
