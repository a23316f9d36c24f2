package lessons

import (
	"fmt"
	"slices"

	"ehlo/session/smtp"
)

// A Place says where a dialogue stands, ready to print. [Place.Lines] and
// [Place.Spoken] tell all of it.
type Place struct {
	Map     []Station
	Now     string // "recipients (1 accepted, 1 refused)"
	Brief   string // the same in at most 17 columns, "recipients"
	From    string // "<bob@example.org>", "" outside a transaction
	To      []To   // in the order of the RCPT commands
	Owner   string // whose message it is: "yours (client)", "the server's", "there is none"
	Refused int    // how many replies of this connection were 4yz or 5yz
	Warning string // how many refusals others were seen to put up with; "" on this computer, and below two
	Goal    *Goal  // where the step of a lesson leads; nil: none, see [Place.Toward]

	state smtp.State
}

// To is one recipient and what the server said of it: to the RCPT, or in LMTP
// behind the final dot.
type To struct {
	Sign rune   // ✓ or ~ or ✗
	Path string // "<alice@example.com>"
	Code int
	Said string // "250 2.1.5"
	Whom string // whose the message for this recipient is, in LMTP behind the final dot: "the server's", "yours"; "" before
}

// Where returns the place of state s. On a foreign server it also tells how many
// refusals others were seen to put up with.
func Where(s smtp.State, foreign bool) Place {
	p := Place{
		Map: Map(s), Now: nowLine(s), Brief: briefLine(s), Owner: ownerLine(s),
		Refused: s.Refusals(), state: s,
	}
	if foreign {
		p.Warning = warning(s.Refusals())
	}
	if path, ok := s.Sender(); ok {
		p.From = shownPath(path, 60)
	}
	p.To = recipients(s)
	return p
}

// recipients are those of the open transaction, each with what the server said of
// it last; or, where none is open, those that LMTP handed the last message over for.
func recipients(s smtp.State) []To {
	handed := s.Handed()
	if _, open := s.Sender(); !open {
		return handedTo(handed)
	}
	if len(handed) == 0 {
		var list []To
		for _, r := range judged(s) {
			list = append(list, toOf(r))
		}
		return list
	}
	list := handedTo(handed)
	for n, r := range judged(s) {
		switch {
		case !r.Accepted():
			list = slices.Insert(list, min(n, len(list)), toOf(r))
		case n >= len(list): // its reply has not come
			to := toOf(r)
			to.Whom = "yours"
			list = append(list, to)
		}
	}
	return list
}

// judged returns the recipients of the open transaction that the server said yes or
// no to, without the lines that it could not read.
func judged(s smtp.State) []smtp.Recipient {
	return slices.DeleteFunc(s.Recipients(), func(r smtp.Recipient) bool { return isAboutLine(r.Code) })
}

// isAboutLine reports whether a code speaks of how a line was written, not of what it
// names.
func isAboutLine(code int) bool { return code/10 == 50 || code == 555 }

// handedTo says for each recipient whose the message is.
func handedTo(handed []smtp.Recipient) []To {
	var list []To
	for _, r := range handed {
		to := toOf(r)
		to.Whom = "yours"
		if r.Accepted() {
			to.Whom = "the server's"
		}
		list = append(list, to)
	}
	return list
}

func toOf(r smtp.Recipient) To {
	t := To{Sign: signOf(r.Code), Path: shownPath(r.Path, 60), Code: r.Code, Said: fmt.Sprintf("%03d", r.Code)}
	if !r.Enhanced.IsZero() {
		t.Said += " " + r.Enhanced.String()
	}
	return t
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
	if left := s.ChunkLeft(); left > 0 {
		return "a chunk, " + thousands(int(left)) + " octets to go"
	}
	switch s.Phase() {
	case smtp.Greeted:
		if s.TLS() {
			return "inside TLS, no hello yet"
		}
	case smtp.Ready:
		return readyLine(s)
	case smtp.InMail:
		return "sender named, " + recipientCount(s)
	case smtp.InRcpt:
		if s.ChunkRefused() {
			return "a chunk was refused; RSET clears it"
		}
		return "recipients (" + recipientCount(s) + ")"
	case smtp.InText:
		if s.Reading() == smtp.AsText {
			return "message text, " + thousands(int(s.TextOctets())) + " octets so far"
		}
	case smtp.InChunks:
		return "chunks, " + thousands(int(s.TextOctets())) + " octets so far"
	}
	return phaseNames[s.Phase()][0]
}

// phaseNames are the phases in words, and in few words.
var phaseNames = map[smtp.Phase][2]string{
	smtp.Unconnected: {"not connected", "not connected"},
	smtp.Opening:     {"connected, no greeting yet", "no greeting yet"},
	smtp.Refused:     {"refused in the greeting", "refused"},
	smtp.Greeted:     {"greeted, no hello yet", "greeted"},
	smtp.Ready:       {"ready, no transaction open", "ready"},
	smtp.InMail:      {"sender named", "sender named"},
	smtp.InRcpt:      {"recipients", "recipients"},
	smtp.InText:      {"text complete, its reply is awaited", "text complete"},
	smtp.InChunks:    {"chunks", "chunks"},
	smtp.InAuth:      {"login: the server awaits an answer", "login"},
	smtp.Handshake:   {"TLS handshake", "TLS handshake"},
	smtp.Leaving:     {"goodbye said, the server closes", "goodbye said"},
	smtp.Ended:       {"the connection is closed", "closed"},
}

func readyLine(s smtp.State) string {
	switch o := s.Owner(); {
	case o == smtp.Divided:
		return "handed over for some, not for all"
	case o == smtp.Client:
		return "message refused; no transaction open"
	case o == smtp.Server && len(s.Handed()) > 0:
		return "message accepted for each recipient"
	case o == smtp.Server && s.Messages() > 1:
		return fmt.Sprintf("%d messages accepted, ready for more", s.Messages())
	case o == smtp.Server:
		return "message accepted, ready for another"
	}
	return phaseNames[smtp.Ready][0]
}

func briefLine(s smtp.State) string {
	switch {
	case s.ChunkLeft() > 0:
		return "a chunk"
	case s.ChunkRefused():
		return "a chunk refused"
	case s.Phase() == smtp.InText && s.Reading() == smtp.AsText:
		return "message text"
	case s.Phase() == smtp.Greeted && s.TLS():
		return "inside TLS"
	case s.Phase() != smtp.Ready:
	case s.Owner() == smtp.Client:
		return "not accepted"
	case s.Owner() == smtp.Server:
		return "accepted"
	}
	return phaseNames[s.Phase()][1]
}

func recipientCount(s smtp.State) string {
	all, accepted := len(judged(s)), s.Accepted()
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

// ownerLine is what the ownership lamp says.
func ownerLine(s smtp.State) string {
	switch s.Owner() {
	case smtp.Client:
		return "yours (client)"
	case smtp.Server:
		return "the server's"
	case smtp.Divided:
		return dividedLine(s)
	}
	return "there is none"
}

// dividedLine counts the recipients for whom the message is the server's, and
// those for whom the answer is no or has not come.
func dividedLine(s smtp.State) string {
	taken := 0
	for _, r := range s.Handed() {
		if r.Accepted() {
			taken++
		}
	}
	all := max(len(s.Handed()), s.Accepted())
	if taken == all { // the connection ended before the other replies came
		return fmt.Sprintf("the server's for %d, yours for the rest", taken)
	}
	return fmt.Sprintf("the server's for %d, yours for %d", taken, all-taken)
}
