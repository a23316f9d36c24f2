package loopback

import (
	"bytes"
	"time"

	"ehlo/session/smtp"
)

// A Who says whose a log line is.
type Who uint8

// Whose a log line is.
const (
	Nobody   Who = iota // a fact that nobody said
	ByClient            // a command line; message text is not logged
	ByServer            // a reply
)

var whoNames = [...]string{"local", "client", "server"}

// String returns the speaker as one lower-case word.
func (w Who) String() string { return whoNames[w] }

// A Line is one line of the server's log.
type Line struct {
	Time   time.Time // on the server's clock
	Conn   int       // counted from 1
	Peer   string    // the client's address
	Who    Who
	Octets []byte       // for ByClient and ByServer: as on the wire, with the line end; foreign, so print it through smtp.Printable
	Secret bool         // a secret was cut out of Octets
	Faults []smtp.Fault // of a command line or of message text
	Text   string       // for Nobody: what happened, in ehlo's own words
	ID     string       // for Nobody: the id of the message that was stored
	Size   int          // for Nobody with an ID: octets of the message as sent, without trace fields
}

// A Remark names what a [Notice] is about.
type Remark uint8

// What the server remarks. None of it changes a reply in the default server type.
const (
	EarlyTalk   Remark = iota // octets came before the greeting (RFC 5321 section 4.3.1)
	LooseLF                   // an LF without CR came and ends nothing; the server waits (section 2.3.8)
	LooseCR                   // likewise a CR without LF
	LooseText                 // the same within message text, which only CRLF.CRLF ends (section 4.1.1.4)
	Ungrouped                 // commands came in one group though PIPELINING was not offered (RFC 2920 section 3.1)
	BehindLast                // something followed a command that must be the last of its group (RFC 2920 section 3.1)
	EmptyText                 // a message without any text was stored (section 4.1.1.4)
	MarkedText                // a message was stored whose text breaks the rules
	TextLost                  // the connection ended inside message text; nothing was stored (section 4.1.1.10)
	Injected                  // octets came in plain text behind STARTTLS; they were dropped (RFC 3207 section 4.2)
	NoTLS                     // no TLS came about; the connection was closed
	TooMany                   // a limit of the server made it hang up
	ServerError               // the server itself failed; the connection was closed
)

var remarkWords = [...]string{
	EarlyTalk:   "octets came before the greeting",
	LooseLF:     "LF without CR: still waiting for CRLF (nc needs -C)",
	LooseCR:     "CR without LF: still waiting for CRLF",
	LooseText:   "LF without CR: only CRLF.CRLF ends the text (nc needs -C)",
	Ungrouped:   "commands came in one group, but PIPELINING was not offered",
	BehindLast:  "octets came behind a command that must be the last of its group",
	EmptyText:   "stored a message without any text",
	MarkedText:  "stored a message whose text breaks the rules",
	TextLost:    "the connection ended inside the text; nothing was stored",
	Injected:    "octets came in plain text behind STARTTLS; they were dropped",
	NoTLS:       "the TLS handshake failed; the connection was closed",
	TooMany:     "a limit was reached; the server hung up",
	ServerError: "the server failed; the connection was closed",
}

// String returns the remark in ehlo's own words, without a full stop.
func (r Remark) String() string { return remarkWords[r] }

// A Notice is something that a person should be told at once, because no reply
// says it.
type Notice struct {
	Conn   int // counted from 1
	Peer   string
	Remark Remark
	Kind   smtp.Kind // the fault behind it, if there is one
}

func (d *dialogue) notice(r Remark, k smtp.Kind) {
	if d.server.opt.Notice != nil {
		d.server.opt.Notice(Notice{Conn: d.number, Peer: d.peer, Remark: r, Kind: k})
	}
	d.fact(r.String())
}

// logSaid logs a command line without its secret (RFC 4954 section 4). What is left
// of a line that was too long is not shown: it may be the end of one.
func (d *dialogue) logSaid(line []byte, long bool, faults []smtp.Fault) {
	if d.server.opt.Log == nil {
		return
	}
	if long {
		d.fact("a line too long to be shown")
		return
	}
	l := Line{Who: ByClient, Octets: line, Faults: faults}
	if kept := d.withoutSecrets(line); len(kept) < len(line) {
		l.Octets, l.Secret = kept, true
	}
	d.log(l)
}

// withoutSecrets returns a line without what is secret in it. Behind a bare CR or LF
// may stand a whole AUTH.
func (d *dialogue) withoutSecrets(line []byte) []byte {
	var kept []byte
	for len(line) > 0 {
		n := bytes.IndexAny(line, "\r\n") + 1
		if n == 0 || string(line[n-1:]) == "\r\n" {
			n = len(line)
		}
		at, _ := d.state.Secret(line[:n])
		kept = append(append(kept, line[:at.From]...), line[at.To:n]...)
		line = line[n:]
	}
	return kept
}

func (d *dialogue) fact(text string) {
	if d.server.opt.Log != nil {
		d.log(Line{Text: text})
	}
}

// log completes the line and hands it on; call it only where a hook is set, so
// that nothing is gathered for nobody.
func (d *dialogue) log(l Line) {
	l.Time, l.Conn, l.Peer = d.server.Now(), d.number, d.peer
	d.server.opt.Log(l)
}
