package loopback

import (
	"fmt"
	"io"
	"net"
	"net/netip"
	"sync/atomic"
	"time"

	"github.com/emersion/go-sasl"

	"ehlo/session/loopback/persona"
	"ehlo/session/smtp"
)

// A dialogue is one connection. Its state of the protocol is the same fold over
// what was said that the client uses.
type dialogue struct {
	server  *Server
	persona *Persona
	conn    net.Conn
	stream  io.ReadWriter // conn, or TLS above it
	secured net.Conn      // TLS above conn; nil in plain text
	number  int
	peer    string
	local   netip.Addr // zero for what is no TCP connection
	remote  netip.Addr

	state  smtp.State
	in     input
	out    []byte       // replies not written yet
	heard  atomic.Int64 // how far the clock had been advanced when the client last spoke
	early  int          // octets in the input that came before the greeting
	errors int          // replies of 5yz
	told   bool         // a line end that is none was noticed in this line or text
	login  sasl.Server  // the step of the AUTH under way, which the fold does not know; nil if none
	chunks *chunks      // the text that BDAT brought in the open transaction; nil if none

	crowded bool // one connection more than there is room for
}

func newDialogue(s *Server, conn net.Conn, number int) *dialogue {
	d := &dialogue{server: s, conn: conn, stream: conn, number: number, persona: s.persona}
	d.local, d.remote = addrOf(conn.LocalAddr()), addrOf(conn.RemoteAddr())
	if a := conn.RemoteAddr(); a != nil {
		d.peer = a.String()
	}
	d.heard.Store(s.advanced.Load())
	return d
}

func addrOf(a net.Addr) netip.Addr {
	if t, ok := a.(*net.TCPAddr); ok {
		return t.AddrPort().Addr().Unmap().WithZone("")
	}
	return netip.Addr{}
}

// isOwn reports whether an address literal is this server's address. Where there
// is no address, as on a pipe, it is 127.0.0.1.
func (d *dialogue) isOwn(literal string) bool {
	own := d.local
	if !own.IsValid() {
		own = netip.AddrFrom4([4]byte{127, 0, 0, 1})
	}
	return isAddress(literal, own)
}

// run leads the dialogue from the greeting to its end.
func (d *dialogue) run() {
	if d.crowded {
		d.turnAway()
		return
	}
	d.in.buf = inputs.Get().(*[inputSize]byte)
	defer func() {
		if p := recover(); p != nil {
			// The program around the server must live on; the notice tells of it.
			d.notice(ServerError, smtp.NoFault)
			d.fact(fmt.Sprint("panic: ", p))
		}
		d.conn.Close()
		inputs.Put(d.in.buf)
		d.fact("closed")
	}()
	d.fact("connected")
	if err := d.serve(); !isOver(err) {
		d.fact(err.Error())
	}
}

// serve leads the dialogue on a connection that there is room for.
func (d *dialogue) serve() error {
	if err := d.begin(d.server.opt.Handshake); err != nil {
		return err
	}
	if err := d.greet(); err != nil {
		return err
	}
	return d.converse()
}

// begin makes TLS if the server has it from the first octet.
func (d *dialogue) begin(limit time.Duration) error {
	d.state = d.state.Connected()
	if !d.server.opt.TLS {
		return nil
	}
	if err := d.secure(limit); err != nil {
		return err
	}
	d.state = d.state.Secured()
	return nil
}

// turnAway greets with 421 (RFC 5321 section 3.8). Like every greeting it has no
// enhanced code.
func (d *dialogue) turnAway() {
	defer d.conn.Close()
	d.notice(TooMany, smtp.NoFault)
	if d.begin(lingerTime) != nil {
		return
	}
	d.say(answer{code: 421, text: d.server.opt.Name + " Too many connections, closing transmission channel"})
	d.leave(false)
}

// greet says 220. Before that it listens whether the client speaks too early.
func (d *dialogue) greet() error {
	d.early = d.listen(d.in.buf[:])
	d.in.w = d.early
	greeting := d.say(answer{code: 220, text: d.named("greeting", d.protocol()+" ehlo")})
	d.state = d.state.Answered(greeting)
	if d.early > 0 {
		d.notice(EarlyTalk, smtp.NoFault)
	}
	return d.flush()
}

// leastHush is how long the server listens where it cannot look without waiting.
const leastHush = 200 * time.Microsecond

// listen reads what comes before the greeting, for as long as the server type
// listens.
func (d *dialogue) listen(b []byte) int {
	hush := d.persona.Hush
	if hush == 0 && d.secured == nil {
		if n, ok := readAtOnce(d.conn, b); ok {
			return n
		}
	}
	hush = max(hush, leastHush)
	if d.server.setDeadline(d, time.Now().Add(hush)) != nil {
		return 0
	}
	n, _ := d.stream.Read(b)
	d.server.setDeadline(d, time.Time{})
	return n
}

// converse answers command after command until the client leaves.
func (d *dialogue) converse() error {
	for {
		line, long, err := d.line()
		if err != nil {
			return err
		}
		if d.state.Phase() == smtp.InAuth {
			d.respond(line, long)
		} else if err := d.command(line, long); err != nil {
			return err
		}
		if len(d.out) > inputSize {
			if err := d.flush(); err != nil {
				return err
			}
		}
		switch d.state.Phase() {
		case smtp.InText:
			if err := d.receive(); err != nil {
				return err
			}
		case smtp.Handshake:
			if err := d.startTLS(); err != nil {
				return err
			}
		case smtp.Leaving:
			return d.leave(len(d.in.pending()) > 0)
		}
		if d.server.opt.Public && d.errors >= d.server.opt.Limits.Errors {
			d.notice(TooMany, smtp.NoFault)
			return d.goodbye("4.7.0", "Too many errors, closing transmission channel")
		}
	}
}

// command answers one line. What was refused changes nothing, but for a recipient,
// since DATA asks whether there were any, and for AUTH, behind which a secret may
// be typed all the same.
func (d *dialogue) command(line []byte, long bool) error {
	said := d.state.Said(line)
	owed, _ := said.Owed()
	c := owed.Command // parsed once, for the fold and for us
	d.logSaid(line, long, c.Faults)
	early := d.early > 0
	if d.early -= len(line); d.early < 0 || long {
		d.early = 0
	}
	d.told = false
	var a answer
	switch {
	case early && d.persona.Hasty:
		a = tooHasty
	case long || d.tooLong(c.Verb, len(line)):
		a = lineTooLong
		if c.Verb == smtp.AUTH {
			a = answerTooLong
		}
	default:
		a = d.reply(c)
		if d.persona.Hello == persona.Old {
			a = dated(c, a)
		}
	}
	if !early {
		d.noticeGroup(c, a)
	}
	if d.brings(c) && a.code != 500 {
		d.state = said
		return d.chunk(c, a)
	}
	reply := d.say(a)
	if a.code < 400 || c.Verb == smtp.RCPT || c.Verb == smtp.AUTH {
		d.state = said.Answered(reply)
	}
	d.forget()
	return nil
}

// say puts a reply among those to be written. The octets of what it returns are
// valid until the next flush.
func (d *dialogue) say(a answer) smtp.Reply {
	from := len(d.out)
	d.out = d.worded(a).append(d.out)
	if d.server.opt.Log != nil {
		d.log(Line{Who: ByServer, Octets: d.out[from:]})
	}
	if a.code/100 == 5 {
		d.errors++
	}
	return smtp.ParseReply(d.out[from:])
}

// tooLong reports whether n octets with CRLF are more than a line of v may have
// (RFC 5321 section 4.5.3.1.4).
func (d *dialogue) tooLong(v smtp.Verb, n int) bool {
	if n <= d.persona.Line || d.persona.Forgiving(smtp.LineTooLong) {
		return false
	}
	limit := d.state.CommandLimit(v) + d.persona.Line - smtp.CommandLineLimit
	if d.state.Offers("DSN") {
		limit += dsnOctets[v]
	}
	return n > limit
}

// dsnOctets is by how much DSN lets a line grow. RFC 3461 leaves that out; RFC 3885
// section 2 says it.
var dsnOctets = map[smtp.Verb]int{smtp.MAIL: 107, smtp.RCPT: 507}

// noticeGroup remarks octets that stand behind a command where they may not
// (RFC 2920 section 3.1). They are answered all the same, but for those behind a
// STARTTLS that was accepted.
func (d *dialogue) noticeGroup(c smtp.Command, a answer) {
	switch {
	case len(d.in.pending()) == 0 || c.Verb == smtp.STARTTLS && a.code == 220 || d.brings(c):
	case c.Verb == smtp.AUTH && a.code/100 == 2: // done in one round trip (RFC 4954 section 4)
	case d.persona.Does(c.Verb) && c.Verb.LastInGroup():
		d.notice(BehindLast, smtp.LineAfterLast)
	case !d.state.Offers("PIPELINING"):
		d.notice(Ungrouped, smtp.LineAfterLast)
	}
}

// goodbye says 421, which may stand where any reply may (RFC 5321 section 3.8),
// and closes.
func (d *dialogue) goodbye(enhanced, why string) error {
	d.say(answer{code: 421, enhanced: enhanced, text: d.server.opt.Name + " " + why})
	return d.leave(true)
}

// lingerTime bounds how long a closing server waits for the client.
const lingerTime = 250 * time.Millisecond

// leave writes what is left. Octets of the client that nobody will read would make
// the close a reset, and the last reply could be lost with it; so when there are
// any they are read and dropped first.
func (d *dialogue) leave(unread bool) error {
	d.conn.SetWriteDeadline(time.Now().Add(lingerTime))
	if err := d.flush(); err != nil {
		return err
	}
	if s, ok := d.secured.(interface{ CloseWrite() error }); ok {
		s.CloseWrite() // says that nothing was cut off (RFC 8446 section 6.1)
	}
	if !unread {
		return nil
	}
	if tcp, ok := d.conn.(*net.TCPConn); ok {
		tcp.CloseWrite()
		tcp.SetReadDeadline(time.Now().Add(lingerTime))
		io.CopyN(io.Discard, tcp, 1<<20)
	}
	return nil
}
