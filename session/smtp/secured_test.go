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

// RFC 4954 section 4.1 has sessions behind one another, the second from its hello on.
func TestAHelloAfterALogin(t *testing.T) {
	s := dialogue(t, "S 220 a\nC EHLO a\nS 250 a\nC AUTH CRAM-MD5\nS 334 PDE+\nC eA==\nS 235 2.7.0 ok")
	if s.HelloAfterLogin() {
		t.Error("the hello came before the login")
	}
	s = s.Said([]byte("EHLO a\r\n")).Answered(ParseReply([]byte("250 a\r\n")))
	if !s.HelloAfterLogin() || !s.Authenticated() {
		t.Error("the second hello came behind the login")
	}
}

func TestARecipientKeepsItsParameters(t *testing.T) {
	s := dialogue(t, "S 220 a\nC EHLO a\nS 250 a\nC MAIL FROM:<>\nS 250 ok\nC RCPT TO:<x@example.com> NOTIFY=NEVER ORCPT=rfc822;y@example.com\nS 250 ok")
	if p := s.Recipients()[0].Params; len(p) != 2 || p[0].Keyword != "NOTIFY" || p[1].Value != "rfc822;y@example.com" {
		t.Errorf("%+v", p)
	}
}

// An AUTH within a transaction is refused (RFC 4954 section 4), and the chunks of the
// message are still open.
func TestARefusedAUTHLeavesTheChunksOpen(t *testing.T) {
	s := dialogue(t, "S 220 a\nC EHLO a\nS \"250-a\\r\\n250 CHUNKING\\r\\n\"\nC MAIL FROM:<>\nS 250 ok\nC RCPT TO:<x@example.com>\nS 250 ok\nC \"BDAT 1\\r\\nx\"\nS 250 ok\nC AUTH CRAM-MD5\nS 503 no")
	if s.Phase() != InChunks {
		t.Errorf("it is %v", s.Phase())
	}
}

// What was offered before STARTTLS is known to the first hello inside TLS, and to no
// other.
func TestWhatTheHandshakeChanged(t *testing.T) {
	s := dialogue(t, "S 220 a\nC EHLO a\nS \"250-a\\r\\n250-SIZE 5\\r\\n250 STARTTLS\\r\\n\"\nC STARTTLS\nS 220 a").Secured()
	if _, known := s.OfferedInPlain(); known || s.Hello() != NoHello || s.Phase() != Greeted || s.Offers("SIZE") {
		t.Errorf("a hello is in force behind the handshake: %v, %v", s.Hello(), s.Phase())
	}
	hello := func(s State, verb string) State {
		return s.Said([]byte(verb + " a\r\n")).Answered(ParseReply([]byte("250-a\r\n250 AUTH PLAIN\r\n")))
	}
	first := hello(s, "EHLO")
	was, known := first.OfferedInPlain()
	if !known || len(was) != 2 || was[0].Keyword != "SIZE" || was[1].Keyword != "STARTTLS" || first.Offers("SIZE") || !first.Offers("AUTH") {
		t.Errorf("before the handshake: %v, %v; now %v", was, known, first.Offered())
	}
	if _, known := hello(first, "EHLO").OfferedInPlain(); known {
		t.Error("a second hello inside TLS changes nothing of what TLS changed")
	}
	plain := hello(dialogue(t, "S 220 a\nC HELO a\nS 250 a\nC STARTTLS\nS 220 a").Secured(), "EHLO")
	if _, known := plain.OfferedInPlain(); known {
		t.Error("HELO lists nothing that could be compared")
	}
}
