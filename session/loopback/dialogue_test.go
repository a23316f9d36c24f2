package loopback

import (
	"bytes"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"ehlo/session/loopback/certificate"
)

// A play is one client that follows a script against a server over a pipe. Time
// stands still but for what the script waits for.
type play struct {
	t       *testing.T
	server  *Server
	conn    net.Conn
	gone    chan struct{} // closed when nobody listens to conn any more
	mu      sync.Mutex
	got     []byte // what the server said and nobody looked at
	ended   bool   // the server closed
	notices []Remark
}

// The lines of a script:
//
//	C: text       text and CRLF are sent
//	C"go\r\n"     exactly these octets are sent, in one write
//	S: text       the next line of the server begins with text
//	silence       the server has nothing more to say
//	closed        the server closed, and said nothing more
//	tls           the client makes the TLS handshake and verifies the server
//	lost          the client drops the connection
//	wait 6m       real time passes
//	advance 6m    the server's clock is moved on
//	box carol 2   carol has two messages
//	stored "go"   the text of carol's last message is exactly these octets
//	notice X      the server gave the notice whose words begin with X, as its oldest
//	              that was not looked at
//
// Notices that no line of the script asks for are a failure, as are lines of the
// server.
func perform(t *testing.T, o Options, script string) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		p := &play{t: t}
		o.Notice = func(n Notice) {
			p.mu.Lock()
			defer p.mu.Unlock()
			p.notices = append(p.notices, n.Remark)
		}
		p.server = New(o.Fixed())
		client, server := net.Pipe()
		p.conn = client
		defer p.server.Close()
		defer client.Close()
		go p.server.ServeConn(server)
		script = strings.TrimSpace(script)
		early := strings.HasPrefix(script, "C")
		if !early {
			p.begin()
			time.Sleep(time.Second) // the server has listened and greets now
		}
		for n, line := range strings.Split(script, "\n") {
			p.line(n+1, strings.TrimLeft(line, "\t"))
			if n == 0 && early {
				p.begin()
			}
		}
		p.line(0, "silence")
		p.mu.Lock()
		defer p.mu.Unlock()
		if len(p.notices) > 0 {
			t.Errorf("notices that were not expected: %v", p.notices)
		}
	})
}

func (p *play) begin() {
	p.gone = make(chan struct{})
	go p.listen(p.conn, p.gone)
}

func (p *play) listen(conn net.Conn, gone chan struct{}) {
	defer close(gone)
	b := make([]byte, 4096)
	for {
		n, err := conn.Read(b)
		if errors.Is(err, os.ErrDeadlineExceeded) {
			return
		}
		p.mu.Lock()
		p.got = append(p.got, b[:n]...)
		p.ended = err != nil
		p.mu.Unlock()
		if err != nil {
			return
		}
	}
}

// secure makes the handshake on the bare connection, to which nobody may listen
// meanwhile.
func (p *play) secure() error {
	p.conn.SetReadDeadline(longAgo)
	<-p.gone
	p.conn.SetReadDeadline(time.Time{})
	client := tls.Client(p.conn, &tls.Config{ServerName: "smtp.example.com", RootCAs: p.server.Roots(), Time: p.server.Now})
	if err := client.Handshake(); err != nil {
		return err
	}
	p.conn = client
	p.begin()
	return nil
}

func (p *play) line(n int, line string) {
	p.t.Helper()
	word, rest, _ := strings.Cut(line, " ")
	switch {
	case line == "" || word == "#":
	case word == "C:":
		p.send(rest + "\r\n")
	case strings.HasPrefix(line, `C"`):
		octets, err := strconv.Unquote(line[1:])
		if err != nil {
			p.t.Fatalf("line %d: %v", n, err)
		}
		p.send(octets)
	case word == "tls":
		p.line(n, "silence")
		if err := p.secure(); err != nil {
			p.t.Fatalf("line %d: %v", n, err)
		}
	case word == "S:":
		if got := p.next(); !strings.HasPrefix(got, rest) {
			p.t.Fatalf("line %d: got %q, want %q", n, got, rest)
		}
	default:
		p.check(n, word, strings.Fields(rest), rest)
	}
}

func (p *play) check(n int, word string, args []string, rest string) {
	p.t.Helper()
	synctest.Wait()
	p.mu.Lock()
	defer p.mu.Unlock()
	switch word {
	case "silence", "closed":
		if len(p.got) > 0 {
			p.t.Fatalf("line %d: %s wanted, got %q", n, word, p.got)
		}
		if word == "closed" && !p.ended {
			p.t.Fatalf("line %d: the server did not close", n)
		}
	case "lost":
		p.conn.Close()
	case "wait", "advance":
		d, err := time.ParseDuration(args[0])
		if err != nil {
			p.t.Fatalf("line %d: %v", n, err)
		}
		p.mu.Unlock()
		if word == "wait" {
			time.Sleep(d)
		} else {
			p.server.Advance(d)
		}
		p.mu.Lock()
	case "box":
		if got := fmt.Sprint(len(p.server.Box(args[0]))); got != args[1] {
			p.t.Fatalf("line %d: %s has %s messages, want %s", n, args[0], got, args[1])
		}
	case "stored":
		box := p.server.Box("carol")
		want, err := strconv.Unquote(rest)
		if err != nil || len(box) == 0 || string(box[len(box)-1].Body) != want {
			p.t.Fatalf("line %d: the last of %d messages of carol is not %s (%v)", n, len(box), rest, err)
		}
	case "notice":
		i := slices.IndexFunc(p.notices, func(r Remark) bool { return strings.HasPrefix(r.String(), rest) })
		if i < 0 {
			p.t.Fatalf("line %d: no notice %q among %v", n, rest, p.notices)
		}
		p.notices = slices.Delete(p.notices, i, i+1)
	default:
		p.t.Fatalf("line %d: what is %q?", n, word)
	}
}

func (p *play) send(octets string) {
	if _, err := io.WriteString(p.conn, octets); err != nil {
		p.t.Fatalf("cannot send %q: %v", octets, err)
	}
}

// next returns the next line of the server without its CRLF.
func (p *play) next() string {
	p.t.Helper()
	synctest.Wait()
	p.mu.Lock()
	defer p.mu.Unlock()
	i := bytes.Index(p.got, []byte("\r\n"))
	if i < 0 {
		return fmt.Sprintf("(no line: %q)", p.got)
	}
	line := string(p.got[:i])
	p.got = p.got[i+2:]
	return line
}

// ofType returns options with the server type of that name.
func ofType(t *testing.T, name string) Options {
	t.Helper()
	p, ok := PersonaNamed(name)
	if !ok {
		t.Fatalf("no server type %s", name)
	}
	return Options{Persona: p, Certify: certificate.New}
}

// greeted is the beginning of most scripts.
const greeted = `S: 220 smtp.example.com ESMTP
C: EHLO client.example
S: 250-smtp.example.com greets client.example
S: 250-PIPELINING
S: 250-SIZE 10485760
S: 250-8BITMIME
S: 250-ENHANCEDSTATUSCODES
S: 250-EXPN
S: 250-VRFY
S: 250 HELP
`

const inMail = greeted + `C: MAIL FROM:<bob@example.org>
S: 250 2.1.0 Ok
`

const inRcpt = inMail + `C: RCPT TO:<carol@example.com>
S: 250 2.1.5 Ok
`
