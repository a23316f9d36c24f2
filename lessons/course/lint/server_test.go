package lint

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"

	"ehlo/lessons/course"
	"ehlo/transcript"
)

// A model is a small mail server without a network: what is sent to it is recorded and
// answered before Send returns. It was written apart from smtp.State.
type model struct {
	tape  *transcript.Transcript
	line  []byte
	hello bool
	mail  bool
	rcpts int
	text  bool
	chunk int  // octets that are still to come of one
	last  bool // the chunk is the last
	gone  bool
}

var errTLS = errors.New("no TLS in a test")

// Addresses returns whom the model knows.
func (*model) Addresses() []string {
	return []string{"alice@example.com", "carol@example.com", "jsmith@example.com"}
}

// Box returns nothing: the model keeps no mail.
func (*model) Box(string) []course.Letter { return nil }

// openModel is the opener of the tests.
func openModel(_ context.Context, persona string) (transcript.Peer, *transcript.Transcript, course.World, error) {
	switch persona {
	case "", "default", "strict", "lenient", "modern":
	default:
		return nil, nil, nil, fmt.Errorf("there is no server type %s", persona)
	}
	m := &model{tape: transcript.New(transcript.Start{})}
	m.tape.Record(transcript.Entry{Who: transcript.Local, Fact: transcript.Connected, Text: "from a to b", At: transcript.Now})
	m.reply("220 model.example")
	return m, m.tape, m, nil
}

func (m *model) Secure(context.Context) error { return errTLS }

func (m *model) Close() error {
	if !m.gone {
		m.gone = true
		m.tape.Record(transcript.Entry{Who: transcript.Local, Fact: transcript.Closed, Text: transcript.ClosedByClient, At: transcript.Now})
	}
	return nil
}

func (m *model) Send(ctx context.Context, octets []byte) error {
	if m.gone {
		return &transcript.GoneError{What: "the connection is closed"}
	}
	m.tape.Said(octets, 0, 0)
	m.line = append(m.line, octets...)
	for !m.gone {
		if m.chunk > 0 && !m.takeChunk() {
			break
		}
		line, rest, ok := bytes.Cut(m.line, []byte("\r\n"))
		if !ok {
			break
		}
		m.line = rest
		m.hear(string(line))
	}
	return ctx.Err()
}

// takeChunk takes octets of the chunk; false while some are missing.
func (m *model) takeChunk() bool {
	n := min(m.chunk, len(m.line))
	m.line = m.line[n:]
	if m.chunk -= n; m.chunk > 0 {
		return false
	}
	m.reply(map[bool]string{true: "250 taken", false: "503 nobody"}[m.mail && m.rcpts > 0])
	m.mail = m.mail && !m.last
	return true
}

func (m *model) reply(line string) {
	m.tape.Record(transcript.Entry{Who: transcript.Server, Octets: []byte(line + "\r\n"), At: transcript.Now})
}

func (m *model) hear(line string) {
	if m.text {
		if line == "." {
			m.text, m.mail = false, false
			m.reply("250 kept")
		}
		return
	}
	verb, rest, _ := strings.Cut(line, " ")
	address := rest[strings.IndexByte(rest, '<')+1:]
	switch strings.ToUpper(verb) {
	case "EHLO", "HELO":
		m.hello, m.mail = true, false
		m.reply("250 model.example")
	case "MAIL":
		m.mail, m.rcpts = m.hello, 0
		m.reply(map[bool]string{true: "250 ok", false: "503 hello first"}[m.hello])
	case "RCPT":
		switch {
		case !m.mail:
			m.reply("503 MAIL first")
		case strings.HasPrefix(address, "zoe"):
			m.reply("550 no such user")
		default:
			m.rcpts++
			m.reply("250 ok")
		}
	case "DATA":
		m.text = m.rcpts > 0
		m.reply(map[bool]string{true: "354 go on", false: "503 nobody"}[m.text])
	case "BDAT":
		_, _ = fmt.Sscan(rest, &m.chunk)
		m.last = strings.HasSuffix(rest, " LAST")
	case "RSET":
		m.mail = false
		m.reply("250 ok")
	case "NOOP", "VRFY":
		m.reply("250 ok")
	case "QUIT":
		m.reply("221 bye")
		m.gone = true
		m.tape.Record(transcript.Entry{Who: transcript.Local, Fact: transcript.Closed, Text: transcript.ClosedByServer, At: transcript.Now})
	default:
		m.reply("500 what")
	}
}
