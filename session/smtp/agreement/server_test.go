package agreement

import (
	"io"
	"net"
	"strings"
	"testing"

	gosmtp "github.com/emersion/go-smtp"

	"ehlo/session/smtp"
)

// A mailbox is a go-smtp server that keeps the texts it gets.
type mailbox struct{ texts chan string }

func (m mailbox) NewSession(*gosmtp.Conn) (gosmtp.Session, error) { return m, nil }
func (m mailbox) Mail(string, *gosmtp.MailOptions) error          { return nil }
func (m mailbox) Rcpt(string, *gosmtp.RcptOptions) error          { return nil }
func (m mailbox) Reset()                                          {}
func (m mailbox) Logout() error                                   { return nil }

func (m mailbox) Data(r io.Reader) error {
	b, err := io.ReadAll(r)
	m.texts <- string(b)
	return err
}

// serve starts the server and returns its address.
func serve(t *testing.T) (mailbox, string) {
	t.Helper()
	m := mailbox{make(chan string, 1)}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := gosmtp.NewServer(m)
	s.Domain = "mx.example.com"
	s.ErrorLog = discard{}
	go s.Serve(l)
	t.Cleanup(func() { s.Close() })
	return m, l.Addr().String()
}

type discard struct{}

func (discard) Printf(string, ...any) {}
func (discard) Println(...any)        {}

// deliver speaks a session with the server up to the end of the text, and
// returns the codes of its replies. It closes its half then, so that a text
// without an end ends in an error and not in waiting.
func deliver(t *testing.T, addr, wire string) []int {
	t.Helper()
	c, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	io.WriteString(c, "EHLO client.example\r\nMAIL FROM:<a@example.org>\r\nRCPT TO:<b@example.com>\r\nDATA\r\n"+wire)
	c.(*net.TCPConn).CloseWrite()
	octets, _ := io.ReadAll(c)
	var s smtp.ReplyScanner
	s.Write(octets)
	var codes []int
	for r, ok := s.Next(); ok; r, ok = s.Next() {
		codes = append(codes, r.Code)
	}
	return codes
}

// Fourteen bodies; one that does not end in CRLF gets one.
func TestGoSMTPReceivesWhatWasSent(t *testing.T) {
	m, addr := serve(t)
	for _, text := range []string{
		"", "\r\n", "one line\r\n", "no end", ".", ".\r\n", "..\r\n", ".profile\r\n", "a\r\n.\r\nb\r\n", "\r\n\r\n.\r\n..\r\n",
		strings.Repeat(".\r\n", 3000), strings.Repeat("x", 998) + "\r\n", "zo\xc3\xab\xff\x00\r\n", "a\nb\n",
	} {
		codes := deliver(t, addr, stuffed(text)+"QUIT\r\n")
		got := <-m.texts
		want := text
		if want != "" && !strings.HasSuffix(want, "\r\n") {
			want += "\r\n"
		}
		if got != want || len(codes) != 7 || codes[5] != 250 || codes[6] != 221 {
			t.Errorf("%.40q: got %.40q, codes %v", text, got, codes)
		}
	}
}

// Both take the same octets for the end of the text, but for one case.
func TestGoSMTPEndsWhereWeEnd(t *testing.T) {
	m, addr := serve(t)
	for _, end := range []string{
		"\n.\n", "\n.\r\n", "\r.\r", "\r.\r\n", "\r\n.\n", "\r\n.\r", "\n.\r", "\r.\n", "\r\n\x00.\r\n",
		"\r\n.\x00\r\n", "\r\n..\r\n", "\r\n. \r\n", "\r\n.\r\n", "\r\n.\r\n\r\n", "\r\r\n.\r\n",
	} {
		wire := "text" + end
		codes := deliver(t, addr, wire)
		<-m.texts
		theirs := len(codes) > 5 && codes[5] == 250
		_, ours := unstuffed(wire)
		// go-smtp does not see that CR CR LF ends a line.
		if known := end == "\r\r\n.\r\n"; ours != theirs && !known || known && theirs {
			t.Errorf("%q: ends here %v, in go-smtp %v (%v)", end, ours, theirs, codes)
		}
	}
}
