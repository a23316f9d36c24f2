package transcript

import (
	"encoding/base64"
	"strings"
	"testing"
)

// maskedText returns all that is said in a masked copy, an event a line.
func maskedText(t *testing.T, tape *Transcript) string {
	t.Helper()
	masked := Masked(tape)
	var all strings.Builder
	for i := range masked.Len() {
		was, is := tape.At(i), masked.At(i)
		if len(was.Octets) != len(is.Octets) || len(was.Text) != len(is.Text) {
			t.Errorf("event %d has another length: %q", i, is.Octets)
		}
		all.WriteString(is.Text + string(is.Octets) + "\n")
	}
	return all.String()
}

// One local part has one name, also where a parameter has it in xtext (RFC 3461
// section 4).
func TestMaskedXtext(t *testing.T) {
	const hello = "S250-a\r\n250 DSN\r\n"
	for _, row := range []struct{ said, want string }{
		{"MAIL FROM:<bob@example.org> AUTH=bob+40example.org", "MAIL FROM:<us1@example.org> AUTH=us1+40example.org"},
		{"RCPT TO:<bob@example.org> ORCPT=rfc822;Bob+40example.org NOTIFY=NEVER", "RCPT TO:<us1@example.org> ORCPT=rfc822;us1+40example.org NOTIFY=NEVER"},
		{"RCPT TO:<bob+tag@example.org> ORCPT=rfc822;bob+2Btag+40example.org", "RCPT TO:<user001@example.org> ORCPT=rfc822;use+72001+40example.org"},
		{"RCPT TO:<bob+tag@example.org> ORCPT=rfc822;bob+2btag@example.org", "RCPT TO:<user001@example.org> ORCPT=rfc822;use+72001@example.org"},
		{"RCPT TO:<bob@example.org> orcpt=utf-8;bob@example.org", "RCPT TO:<us1@example.org> orcpt=utf-8;us1@example.org"},
		{"MAIL FROM:<bob@example.org> ENVID=bob+40example.org+2D7 AUTH=<>", "MAIL FROM:<us1@example.org> ENVID=us1+40example.org+2D7 AUTH=<>"},
		{"MAIL FROM:<bob@example.org> ENVID=QQ314159 AUTH=+3C+3E", "MAIL FROM:<us1@example.org> ENVID=QQ314159 AUTH=+3C+3E"},
		{"RCPT TO:<x@example.org> ORCPT=rfc822;postmaster+40example.org", "RCPT TO:<1@example.org> ORCPT=rfc822;postmaster+40example.org"},
		{"RCPT TO:<bob+40x@example.org>", "RCPT TO:<user001@example.org>"}, // no parameter
	} {
		got := maskedText(t, talked("S220 a\r\n", "CEHLO me.example\r\n", hello, "C"+row.said+"\r\n"))
		if !strings.Contains(got, row.want+"\r\n") {
			t.Errorf("%s\nbecame %s\nwant   %s", row.said, got, row.want)
		}
	}
}

// Alone in a parameter a local part is found as well, and in what the server repeats.
func TestMaskedXtextAlone(t *testing.T) {
	got := maskedText(t, talked("S220 a\r\n", "CEHLO me.example\r\n", "S250-a\r\n250 DSN\r\n",
		"CRCPT TO:<x@example.org> ORCPT=rfc822;carol+40example.net\r\n", "S501 5.5.4 ORCPT=rfc822;carol+40example.net: carol?\r\n",
		"#a ticket of carol"))
	if strings.Contains(got, "carol") || !strings.Contains(got, "ORCPT=rfc822;user1+40example.net: user1?") {
		t.Error(got)
	}
}

// Who logs in is masked, in a login of ehlo's, in a script and in what the server
// says about it. The secrets are cut anyway.
func TestMaskedLogin(t *testing.T) {
	b64 := base64.StdEncoding.EncodeToString
	for _, mechanism := range []string{"AUTH PLAIN AGFsaWNlAHNlY3JldA==", "AUTH LOGIN YWxpY2U=", "AUTH XOAUTH2 dXNlcj1hbGljZQFhdXRoPUJlYXJlciB4AQE="} {
		tape := talked("S220 a\r\n", "CEHLO me.example\r\n", "S250-a\r\n250 AUTH PLAIN LOGIN XOAUTH2\r\n", "#@auth PLAIN alice")
		tape.Record(Entry{Who: Local, Fact: Login, Text: LoginText("PLAIN", "alice", true)})
		tape.Said([]byte(mechanism+"\r\n"), 0, 0)
		tape.Record(Entry{Who: Server, Octets: []byte("334 " + b64([]byte("Password of alice:")) + "\r\n")})
		tape.Said([]byte("c2VjcmV0\r\n"), 0, 0)
		tape.Record(Entry{Who: Server, Octets: []byte("535 5.7.8 alice: wrong\r\n")})
		got := maskedText(t, tape)
		for _, want := range []string{"@auth PLAIN user1\n", "PLAIN; user user1; protected", "334 " + b64([]byte("Password of user1:")), "535 5.7.8 user1: wrong"} {
			if !strings.Contains(got, want) {
				t.Errorf("%s: %q is missing in\n%s", mechanism, want, got)
			}
		}
		for _, gone := range []string{"alice", "YWxpY2U", "AGFsaWNl", "dXNlcj1", "c2VjcmV0"} {
			if strings.Contains(got, gone) {
				t.Errorf("%s: %q is left in\n%s", mechanism, gone, got)
			}
		}
	}
}

// A user that is an address is the same person as in a path; a challenge that is no
// base64, and one that names nobody, stay as they are.
func TestMaskedLoginByAddress(t *testing.T) {
	cram := base64.StdEncoding.EncodeToString([]byte("<1896.6971@smtp.example.com>"))
	tape := talked("S220 a\r\n", "CEHLO me.example\r\n", "S250-a\r\n250 AUTH LOGIN\r\n")
	tape.Record(Entry{Who: Local, Fact: Login, Text: LoginText("LOGIN", "alice@example.com", false)})
	tape.Said([]byte("AUTH LOGIN\r\n"), 0, 0)
	tape.Record(Entry{Who: Server, Octets: []byte("334 no base64!\r\n")})
	tape.Said([]byte("*\r\n"), 0, 0)
	tape.Record(Entry{Who: Server, Octets: []byte("501 ok\r\n")})
	tape.Said([]byte("AUTH CRAM-MD5\r\n"), 0, 0)
	tape.Record(Entry{Who: Server, Octets: []byte("334 " + cram + "\r\n")})
	tape.Said([]byte("*\r\n"), 0, 0)
	tape.Record(Entry{Who: Server, Octets: []byte("501 ok\r\n")})
	tape.Said([]byte("MAIL FROM:<alice@example.com>\r\n"), 0, 0)
	got := maskedText(t, tape)
	for _, want := range []string{"LOGIN; user user1@example.com; unprotected", "334 no base64!", "334 " + cram, "MAIL FROM:<user1@example.com>"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is missing in\n%s", want, got)
		}
	}
}
