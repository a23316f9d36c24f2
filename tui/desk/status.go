package desk

import (
	"bytes"
	"fmt"
	"net/netip"
	"strings"
	"time"

	"ehlo/lessons"
	"ehlo/lessons/course"
	"ehlo/session/smtp"
)

// A Wait is what the person waits for.
type Wait struct {
	On      bool          // whether anything is awaited; the rest is zero otherwise
	For     string        // e.g. "the reply to EHLO", "the greeting", "the connection to mx.example.org:25"
	Since   time.Time     // when the last octet had been sent
	Of      time.Duration // how long is waited at most; 0: the opener decides
	Section string        // of RFC 5321, where Of comes from there
	Chosen  bool          // Of is ehlo's choice: no RFC names a time here
}

// A Status is what is to be seen at any time.
type Status struct {
	Target   string             // what was asked for; sanitised
	Peer     string             // the address at the other end, "" while there is none; sanitised
	Server   smtp.Text          // the name in the greeting
	Included bool               // it is the included server
	Type     string             // the server type that it had when it was connected to, "" while it is not; sanitised
	Foreign  bool               // it is outside this computer
	Open     bool               // a connection stands
	Reads    bool               // a saved session is shown: there is no network
	TLS      bool               // it is encrypted
	Halved   bool               // :eof has closed this side for sending
	Securing bool               // the TLS handshake is on its way, or what came of it is about to be told
	Shield   lessons.Protection // what its TLS came to
	Insecure bool               // certificates are not looked at
	Wait     Wait               // what is awaited
	Held     smtp.Text          // the line that is sent when the reply is complete; no secret
	HasHeld  bool               // whether there is one
	Queued   int                // typed or pasted text lines on their way out
	Stuffing bool               // dots are added by ehlo
	Ending   smtp.Ending        // what Enter adds to a line: CRLF or LF
	Strict   bool               // a line that breaks a rule is asked about
	Idle     time.Duration      // since the last octet of either side
	Drip     time.Duration      // the pause between the octets of a typed line; 0: it leaves whole
	Gathers  bool               // :group gathers the lines that are typed
	Group    []smtp.Text        // those it has; no secret
	Pasted   int                // pasted lines that wait
	Next     smtp.Text          // the first of them; no secret

	Lesson     string     // "lesson 7 · step 2 of 4", "" if none is open
	Aid        course.Aid // how much the step that is open gives away while a line is typed
	Predicting bool       // what comes behind the next line is asked for: no code is to be given away
}

// Status returns what is to be seen at any time.
func (d *Desk) Status() Status {
	s := Status{
		Target: show(d.target), Server: smtp.Printable([]byte(d.state.ServerName())),
		Included: d.included(), Foreign: d.isForeign(), Open: d.connected(), Reads: d.cfg.Open == nil, TLS: d.state.TLS(), Halved: d.halved, Securing: d.securing, Shield: d.tls, Insecure: d.cfg.Insecure,
		Wait: d.wait(), Stuffing: d.stuffing, Ending: d.ending, Strict: d.strict,
		Pasted: len(d.paste.lines), Next: d.nextPasted(), Gathers: d.group.on, Drip: d.drip.pause, Group: d.gatheredTexts(),
	}
	s.Predicting, s.Lesson, s.Aid = d.predicting(), d.badge(), d.aid()
	if d.connected() {
		if d.included() {
			s.Type = show(d.worn)
		}
		_, peer := d.addresses()
		s.Peer = show(peer)
		if !d.veiled() {
			s.Idle = d.session.Idle()
		}
	}
	if n := len(d.queue); n > 0 && d.awaited() {
		s.HasHeld, s.Held = true, smtp.Printable(d.heldLine())
	} else {
		s.Queued = n
	}
	return s
}

// heldLine returns the line that is held, less what is a secret or would be one
// behind the reply that is awaited.
func (d *Desk) heldLine() []byte {
	e := d.queue[0]
	if e.from == grouped {
		return []byte(fmt.Sprintf("a group of %d lines", bytes.Count(e.line, []byte("\n"))))
	}
	if e.meant == smtp.AsAnswer && smtp.ParseCommand(e.line).Verb.Standing() == smtp.Foreign {
		return nil
	}
	return without(e.line, d.outlook())
}

// addresses returns both ends of the last connection, "" where unknown.
func (d *Desk) addresses() (local, remote string) {
	return ends(d.made)
}

// ends reads the two addresses out of the text of a Connected event, "from A to B".
func ends(text string) (local, remote string) {
	text, ok := strings.CutPrefix(text, "from ")
	if !ok {
		return "", text
	}
	local, remote, _ = strings.Cut(text, " to ")
	return local, remote
}

// localLiteral returns the address of this computer as an address literal
// (RFC 5321 section 4.1.3), "" if it is not known.
func (d *Desk) localLiteral() string {
	local, _ := d.addresses()
	a, err := netip.ParseAddrPort(local)
	if err != nil {
		return ""
	}
	addr := a.Addr().Unmap().WithZone("")
	if addr.Is4() {
		return "[" + addr.String() + "]"
	}
	return "[IPv6:" + addr.String() + "]"
}
