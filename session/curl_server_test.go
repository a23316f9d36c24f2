package session

import (
	"bufio"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// A curlServer answers as the server of curl's own tests does: what is not written
// down for a case it answers as most servers would. It may serve several
// connections, one after another.
type curlServer struct {
	keywords []string          // what EHLO lists
	replies  map[string]string // by line, by its first two words, or by its verb
	tls      *tls.Config       // TLS from the first octet; nil: none

	mu     sync.Mutex
	budget budget
	heard  string   // all that the clients said
	stored []string // the messages that ended with their dot
	parted int      // octets that had gone out when the last QUIT came
	done   sync.WaitGroup
}

// A budget says after how many octets of one side, over all connections, the
// server is gone; -1 is never. Below TLS its octets count.
type budget struct {
	in, out   int
	read, put int  // octets so far
	single    bool // one octet a read
	reset     bool // TCP is reset, not closed
}

// newCurlServer reads "CAPA keyword", "AUTH mechanisms" and "REPLY what reply".
func newCurlServer(t *testing.T, lines []string) *curlServer {
	t.Helper()
	v := &curlServer{replies: map[string]string{}, budget: budget{in: -1, out: -1}}
	for _, line := range lines {
		what, rest, _ := strings.Cut(line, " ")
		switch what {
		case "CAPA":
			v.keywords = append(v.keywords, rest)
		case "AUTH":
			v.keywords = append(v.keywords, line)
		case "REPLY":
			on, reply := firstWord(t, rest)
			if strings.HasPrefix(reply, `"`) {
				reply, _ = firstWord(t, reply)
			}
			v.replies[on] = reply
		default:
			t.Fatalf("a server has no %q", line)
		}
	}
	return v
}

// firstWord cuts off a word, or a Go string.
func firstWord(t *testing.T, text string) (word, rest string) {
	t.Helper()
	if !strings.HasPrefix(text, `"`) {
		word, rest, _ = strings.Cut(text, " ")
		return word, rest
	}
	quoted, err := strconv.QuotedPrefix(text)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	word, _ = strconv.Unquote(quoted)
	return word, strings.TrimPrefix(text[len(quoted):], " ")
}

// serve talks over conn until it is closed by either side.
func (v *curlServer) serve(conn net.Conn) {
	defer v.done.Done()
	conn = frail{conn, v}
	defer conn.Close()
	if v.tls != nil {
		conn = tls.Server(conn, v.tls)
	}
	io.WriteString(conn, "220 ESMTP test server\r\n")
	r := bufio.NewReader(conn)
	for {
		line, ok := v.line(r)
		if !ok {
			return
		}
		answer := v.answer(line)
		if line == "QUIT" {
			v.mu.Lock()
			v.parted = v.budget.put
			v.mu.Unlock()
		}
		if _, err := io.WriteString(conn, answer+"\r\n"); err != nil || line == "QUIT" {
			return
		}
		if strings.HasPrefix(answer, "354") && !v.text(r, conn) {
			return
		}
	}
}

func (v *curlServer) line(r *bufio.Reader) (string, bool) {
	line, err := r.ReadString('\n')
	v.mu.Lock()
	defer v.mu.Unlock()
	v.heard += line
	return strings.TrimSuffix(line, "\r\n"), err == nil
}

// text takes in message text; only CRLF.CRLF ends it.
func (v *curlServer) text(r *bufio.Reader, conn net.Conn) bool {
	var text strings.Builder
	for {
		line, ok := v.line(r)
		if !ok {
			return false
		}
		if line == "." {
			break
		}
		text.WriteString(line + "\r\n")
	}
	v.mu.Lock()
	v.stored = append(v.stored, text.String())
	v.mu.Unlock()
	_, err := io.WriteString(conn, "250 stored\r\n")
	return err == nil
}

func (v *curlServer) answer(line string) string {
	verb, arg, _ := strings.Cut(line, " ")
	mechanism, _, _ := strings.Cut(arg, " ")
	for _, on := range []string{line, verb + " " + mechanism, verb} {
		if reply, ok := v.replies[on]; ok {
			return reply
		}
	}
	switch strings.ToUpper(verb) {
	case "EHLO":
		list := append([]string{"test server greets " + arg}, v.keywords...)
		for i := range list[:len(list)-1] {
			list[i] = "250-" + list[i]
		}
		list[len(list)-1] = "250 " + list[len(list)-1]
		return strings.Join(list, "\r\n")
	case "MAIL":
		return v.mail(arg)
	case "RCPT", "VRFY":
		return v.name(strings.ToUpper(verb), arg)
	case "DATA":
		return "354 go on"
	case "HELP":
		return "214 no help"
	case "HELO", "NOOP", "RSET":
		return "250 fine"
	case "QUIT":
		return "221 bye"
	}
	return "500 what"
}

// mail refuses a message that is larger than SIZE allows.
func (v *curlServer) mail(arg string) string {
	for _, keyword := range v.keywords {
		var most, size int
		if n, _ := fmt.Sscanf(keyword, "SIZE %d", &most); n == 1 {
			_, said, _ := strings.Cut(arg, "SIZE=")
			if size, _ = strconv.Atoi(said); size > most {
				return "552 too large"
			}
		}
	}
	return "250 sender"
}

// name refuses UTF-8 that was not offered, and a recipient without a domain.
func (v *curlServer) name(verb, arg string) string {
	utf8 := strings.Contains(strings.Join(v.keywords, " "), "SMTPUTF8")
	for i := range arg {
		if arg[i] >= 0x80 && !utf8 {
			return "501 no such name"
		}
	}
	if verb == "VRFY" {
		return "252 perhaps"
	}
	if !strings.Contains(arg, "@") {
		return "501 no address"
	}
	return "250 recipient"
}

// A frail connection is gone when the budget of its server is used up.
type frail struct {
	net.Conn
	of *curlServer
}

func (f frail) Read(b []byte) (int, error) {
	f.of.mu.Lock()
	left, single := f.of.budget.in, f.of.budget.single
	if left >= 0 {
		left -= f.of.budget.read
	}
	f.of.mu.Unlock()
	if left == 0 {
		f.hangUp()
		return 0, io.EOF
	}
	if left > 0 {
		b = b[:min(left, len(b))]
	}
	if single {
		b = b[:min(1, len(b))]
	}
	n, err := f.Conn.Read(b)
	f.of.mu.Lock()
	f.of.budget.read += n
	f.of.mu.Unlock()
	return n, err
}

func (f frail) Write(b []byte) (int, error) {
	f.of.mu.Lock()
	left := len(b)
	if f.of.budget.out >= 0 {
		left = min(left, f.of.budget.out-f.of.budget.put)
	}
	f.of.budget.put += left
	f.of.mu.Unlock()
	n, err := f.Conn.Write(b[:left])
	if err == nil && left < len(b) {
		f.hangUp()
		err = io.ErrClosedPipe
	}
	return n, err
}

func (f frail) hangUp() {
	if c, ok := f.Conn.(*net.TCPConn); ok && f.of.budget.reset {
		c.SetLinger(0)
	}
	f.Close()
}

// A sipping connection brings one octet a read.
type sipping struct{ net.Conn }

func (s sipping) Read(b []byte) (int, error) { return s.Conn.Read(b[:min(1, len(b))]) }
