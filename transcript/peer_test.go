package transcript

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"

	"ehlo/session/smtp"
)

// A modelPeer is a small mail server without a network: what is sent to it is
// recorded and answered before Send returns. It was written apart from smtp.State.
type modelPeer struct {
	mu      sync.Mutex
	tape    *Transcript
	offers  []string          // EHLO keywords
	fixed   map[string]string // answers by command line, "" for none
	eod     string            // the answer to the final dot; in LMTP all of them
	hangUp  string            // the command line at which it closes without an answer
	writes  []string          // each Send
	wire    []byte
	mode    string // "", "text", "chunk" or "auth"
	chunk   int
	mail    bool
	rcpts   int
	greet   string // the greeting that comes when the first octets have come
	gone    bool
	polite  bool // behind its 221 it leaves closing to the client
	secured int
}

var errNoHandshake = fmt.Errorf("no TLS in a test: %w", errors.ErrUnsupported)

const modelGreeting = "220 model.example ESMTP\r\n"

// newPeer returns a connected peer that has said greeting, if that is not empty.
func newPeer(t *Transcript, greeting string, offers ...string) *modelPeer {
	p := &modelPeer{tape: t, offers: offers, eod: "250 2.0.0 Ok: queued as 4F3A\r\n"}
	t.Record(Entry{Who: Local, Fact: Connected, Text: "from 127.0.0.1:5000 to 127.0.0.1:25", At: Now})
	p.say(greeting)
	return p
}

func (p *modelPeer) Secure(context.Context) error { p.secured++; return errNoHandshake }

func (p *modelPeer) Close() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.gone {
		p.gone = true
		p.tape.Record(Entry{Who: Local, Fact: Closed, Text: ClosedByClient, At: Now})
	}
	return nil
}

// later has the server say something unasked, and close, after a time.
func (p *modelPeer) later(d time.Duration, octets string, hangUp bool) {
	time.AfterFunc(d, func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.say(octets)
		if hangUp {
			p.bye()
		}
	})
}

func (p *modelPeer) bye() {
	p.gone = true
	p.tape.Record(Entry{Who: Local, Fact: Closed, Text: ClosedByServer, At: Now})
}

func (p *modelPeer) Send(ctx context.Context, octets []byte) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.gone {
		return &GoneError{What: "the connection is closed"}
	}
	p.writes = append(p.writes, string(octets))
	p.tape.Said(octets, 0, 0)
	p.wire = append(p.wire, octets...)
	if len(octets) > 0 {
		p.say(p.greet)
		p.greet = ""
	}
	for !p.gone && p.take() {
	}
	return ctx.Err()
}

// say records what the server says, reply by reply.
func (p *modelPeer) say(octets string) {
	b := []byte(octets)
	for len(b) > 0 {
		r, n, ok := smtp.NextReply(b, true)
		if !ok {
			panic("no reply in " + strconv.Quote(octets))
		}
		var flags Flags
		if r.Marks.Has(smtp.ReplyCut) {
			flags = Cut
		}
		p.tape.Record(Entry{Who: Server, Octets: b[:n], Flags: flags, At: Now})
		b = b[n:]
	}
}

// take reads one thing from the wire; false if there is none.
func (p *modelPeer) take() bool {
	switch p.mode {
	case "text":
		return p.takeText()
	case "chunk":
		n := min(p.chunk, len(p.wire))
		p.wire, p.chunk = p.wire[n:], p.chunk-n
		if p.chunk > 0 {
			return false
		}
		p.mode = ""
		p.say("250 2.0.0 chunk\r\n")
		return true
	}
	line, rest, ok := bytes.Cut(p.wire, []byte("\r\n"))
	if !ok {
		return false
	}
	p.wire = rest
	if p.mode == "auth" {
		p.mode = ""
		p.say("235 2.7.0 welcome\r\n")
		return true
	}
	p.command(string(line))
	return true
}

func (p *modelPeer) takeText() bool {
	end := bytes.Index(append([]byte("\r\n"), p.wire...), []byte("\r\n.\r\n"))
	if end < 0 {
		return false
	}
	p.wire = p.wire[end+len(".\r\n"):]
	p.mode, p.mail, p.rcpts = "", false, 0
	p.say(p.eod)
	return true
}

func (p *modelPeer) command(line string) {
	if line == p.hangUp && line != "" {
		p.bye()
		return
	}
	verb, arg, _ := strings.Cut(strings.ToUpper(line), " ")
	answer, ok := p.fixed[line]
	if !ok {
		answer = p.answer(verb, arg)
	}
	switch {
	case strings.HasPrefix(answer, "354"):
		p.mode = "text"
	case strings.HasPrefix(answer, "334"):
		p.mode = "auth"
	}
	p.say(answer)
	if verb == "QUIT" && strings.HasPrefix(answer, "221") && !p.polite {
		p.bye()
	}
}

func (p *modelPeer) answer(verb, arg string) string {
	switch verb {
	case "EHLO", "LHLO":
		p.mail, p.rcpts = false, 0
		lines := append([]string{"model.example"}, p.offers...)
		return "250-" + strings.Join(lines[:len(lines)-1], "\r\n250-") + "\r\n250 " + lines[len(lines)-1] + "\r\n"
	case "MAIL":
		if p.mail {
			return "503 5.5.1 nested\r\n"
		}
		p.mail = true
		return "250 2.1.0 Ok\r\n"
	case "RCPT":
		return p.rcpt(arg)
	case "DATA":
		if p.rcpts == 0 {
			return "503 5.5.1 no recipients\r\n"
		}
		return "354 end with \".\" alone\r\n"
	case "BDAT":
		size, last, _ := strings.Cut(arg, " ")
		n, err := strconv.Atoi(size)
		if err != nil || last != "" && last != "LAST" {
			return "501 5.5.4 a number, and LAST or nothing\r\n"
		}
		p.chunk, p.mode = n, "chunk"
		return ""
	case "RSET":
		p.mail, p.rcpts = false, 0
		return "250 2.0.0 Ok\r\n"
	case "AUTH":
		if strings.Contains(arg, " ") {
			return "235 2.7.0 welcome\r\n"
		}
		return "334 VXNlcm5hbWU6\r\n"
	case "NOOP":
		return "250 2.0.0 Ok\r\n"
	case "STARTTLS":
		return "220 go\r\n"
	case "QUIT":
		return "221 2.0.0 Bye\r\n"
	}
	return "500 5.5.1 unknown\r\n"
}

func (p *modelPeer) rcpt(arg string) string {
	switch {
	case !p.mail:
		return "503 5.5.1 MAIL first\r\n"
	case strings.Contains(arg, "ZOE"):
		return "550 5.1.1 No such user here\r\n"
	}
	p.rcpts++
	return "250 2.1.5 Ok\r\n"
}
