package cli

import (
	"bufio"
	"fmt"
	"net"
	"strconv"
	"strings"
	"sync"
)

// A peer is a server that says what a test has written down, to one connection.
type peer struct {
	addr     string
	listener net.Listener
	done     chan struct{}
	once     sync.Once
	said     strings.Builder // by the client
}

// startPeer starts a peer. Each line of script is one of
//
//	S TEXT     says TEXT and CRLF
//	S "…"      says the octets of a Go string
//	C          waits for a line of the client
//	TEXT       waits for lines of the client up to one that is a dot
//	END        closes the connection
//
// Behind the last line it reads on until the client closes.
func startPeer(script string) (*peer, error) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	p := &peer{addr: ln.Addr().String(), listener: ln, done: make(chan struct{})}
	go p.serve(script)
	return p, nil
}

func (p *peer) serve(script string) {
	defer close(p.done)
	conn, err := p.listener.Accept()
	if err != nil {
		return
	}
	p.talk(conn, script)
}

// talk follows the script over one connection.
func (p *peer) talk(conn net.Conn, script string) {
	defer conn.Close()
	r := bufio.NewReader(conn)
	for line := range strings.Lines(script) {
		line = strings.TrimSpace(line)
		switch text, says := strings.CutPrefix(line, "S "); {
		case says && strings.HasPrefix(text, `"`):
			octets, err := strconv.Unquote(text)
			if err != nil {
				panic(fmt.Sprintf("%s: %v", text, err))
			}
			conn.Write([]byte(octets))
		case says:
			conn.Write([]byte(text + "\r\n"))
		case line == "C":
			p.hear(r)
		case line == "TEXT":
			for {
				if line := p.hear(r); line == "" || line == ".\r\n" {
					break
				}
			}
		case line == "END":
			return
		}
	}
	for p.hear(r) != "" {
	}
}

// hear returns the next line, "" at the end.
func (p *peer) hear(r *bufio.Reader) string {
	line, err := r.ReadString('\n')
	p.said.WriteString(line)
	if err != nil {
		return ""
	}
	return line
}

// heard waits until the connection is over and returns what the client said.
func (p *peer) heard() string {
	<-p.done
	return p.said.String()
}

func (p *peer) close() { p.once.Do(func() { p.listener.Close() }) }
