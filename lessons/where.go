package lessons

import (
	"fmt"
	"strings"

	"ehlo/session/smtp"
)

// A Place says where a dialogue stands, ready to print.
type Place struct {
	Now   string // "recipients (1 accepted, 1 refused)"
	From  string // "<bob@example.org>", "" outside a transaction
	To    []To   // in the order of the RCPT commands
	Owner string // "yours (client)", "the server's", "there is none"
}

// To is one recipient and what the server said of it.
type To struct {
	Sign rune   // ✓ or ~ or ✗
	Path string // "<alice@example.com>"
	Code int
}

// Where returns the place of state s.
func Where(s smtp.State) Place {
	p := Place{Now: nowLine(s), Owner: ownerLine(s)}
	if path, ok := s.Sender(); ok {
		p.From = shownPath(path, 60)
	}
	for _, r := range s.Recipients() {
		p.To = append(p.To, To{Sign: signOf(r.Code), Path: shownPath(r.Path, 60), Code: r.Code})
	}
	return p
}

// signOf returns the sign for a reply code.
func signOf(code int) rune {
	switch code / 100 {
	case 2:
		return SignAccepted
	case 3:
		return SignGoOn
	case 4:
		return SignLater
	}
	return SignRefused
}

// nowLine names the phase, and what of it is worth knowing.
func nowLine(s smtp.State) string {
	now := phaseLine(s)
	if s.IsPartial() {
		now += "; begun in the middle"
	}
	return now
}

func phaseLine(s smtp.State) string {
	switch s.Phase() {
	case smtp.Unconnected:
		return "not connected"
	case smtp.Opening:
		return "connected, no greeting yet"
	case smtp.Refused:
		return "refused in the greeting; QUIT is left"
	case smtp.Greeted:
		return "greeted, no hello yet"
	case smtp.Ready:
		return "ready, no transaction open"
	case smtp.InMail:
		return "sender named, " + recipientCount(s)
	case smtp.InRcpt:
		return "recipients (" + recipientCount(s) + ")"
	case smtp.InText:
		return textLineNow(s)
	case smtp.InChunks:
		return "chunks, " + thousands(int(s.TextOctets())) + " octets so far"
	case smtp.InAuth:
		return "login: the server waits for an answer"
	case smtp.Handshake:
		return "TLS handshake"
	case smtp.Leaving:
		return "goodbye said, the server closes"
	}
	return "the connection is closed"
}

func textLineNow(s smtp.State) string {
	if s.Reading() == smtp.AsText {
		return "message text, " + thousands(int(s.TextOctets())) + " octets so far"
	}
	return "text complete, its reply is awaited"
}

func recipientCount(s smtp.State) string {
	all, accepted := len(s.Recipients()), s.Accepted()
	switch {
	case all == 0:
		return "no recipient yet"
	case accepted == all:
		return fmt.Sprintf("%d accepted", accepted)
	case accepted == 0:
		return fmt.Sprintf("%d refused", all)
	}
	return fmt.Sprintf("%d accepted, %d refused", accepted, all-accepted)
}

func ownerLine(s smtp.State) string {
	switch s.Owner() {
	case smtp.Client:
		return "yours (client)"
	case smtp.Server:
		return "the server's"
	}
	return "there is none"
}

// Lines returns the place as plain text of at most width columns.
func (p Place) Lines(width int) []string {
	lines := wrap("now: "+p.Now, width)
	if p.From != "" {
		lines = append(lines, clip("from "+p.From, width))
	}
	row := "to  "
	for _, t := range p.To {
		one := " " + clip(string(t.Sign)+" "+t.Path, width-5)
		if row != "to  " && columns(row)+1+columns(one) > width {
			lines, row = append(lines, row), "    "
		}
		row += one
	}
	if len(p.To) > 0 {
		lines = append(lines, row)
	}
	return append(lines, wrap("whose message is it now? "+p.Owner, width)...)
}

// String returns the place as one line to be spoken.
func (p Place) String() string {
	parts := []string{p.Now}
	if p.From != "" {
		parts = append(parts, "from "+p.From)
	}
	for _, t := range p.To {
		parts = append(parts, fmt.Sprintf("to %s, %d", t.Path, t.Code))
	}
	return strings.Join(append(parts, "message: "+p.Owner), "; ")
}
