package smtp

import "testing"

// What was said in plain text does not count inside TLS (RFC 3207 section 4.2).
func TestALoginBeforeTLSIsForgotten(t *testing.T) {
	s := dialogue(t, "S 220 a\nC EHLO a\nS 250 a\nC AUTH CRAM-MD5\nS 334 PDE+\nC eA==\nS 235 2.7.0 ok")
	if !s.Authenticated() {
		t.Fatal("no login to forget")
	}
	s = s.Said([]byte("STARTTLS\r\n")).Answered(ParseReply([]byte("220 go\r\n"))).Secured()
	if s.Authenticated() {
		t.Error("the login is still in force inside TLS")
	}
}

// In a book two sessions may stand behind one another, the second from its TLS on (RFC
// 4954 section 4.1 does so): the login of the first is none in the second.
func TestALoginOfAnotherConnection(t *testing.T) {
	s := dialogue(t, "S 220 a\nC EHLO a\nS 250 a\nC STARTTLS\nS 220 go").Secured()
	for _, line := range []string{"EHLO a\r\n", "AUTH PLAIN AGEAYg==\r\n"} {
		s = s.Said([]byte(line)).Answered(ParseReply([]byte("235 2.7.0 ok\r\n")))
	}
	if !s.Authenticated() || s.Secured().Authenticated() {
		t.Errorf("logged in %t, behind another handshake %t", s.Authenticated(), s.Secured().Authenticated())
	}
}

func TestARecipientKeepsItsParameters(t *testing.T) {
	s := dialogue(t, "S 220 a\nC EHLO a\nS 250 a\nC MAIL FROM:<>\nS 250 ok\nC RCPT TO:<x@example.com> NOTIFY=NEVER ORCPT=rfc822;y@example.com\nS 250 ok")
	if p := s.Recipients()[0].Params; len(p) != 2 || p[0].Keyword != "NOTIFY" || p[1].Value != "rfc822;y@example.com" {
		t.Errorf("%+v", p)
	}
}
