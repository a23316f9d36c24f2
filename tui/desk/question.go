package desk

import (
	"bytes"
	"fmt"
	"strings"

	"ehlo/lessons"
	"ehlo/session/smtp"
)

// An About says what a question is about.
type About uint8

// What is asked, because it cannot be taken back; of faults only if the person
// asked for it.
const (
	AboutMessage  About = iota // the first message to a host outside this computer
	AboutSecret                // a secret on a connection that is not protected
	AboutHeader                // a header field where the foreign server expects a command
	AboutControl               // control octets in a paste
	AboutDot                   // a pasted line that is one dot
	AboutFault                 // a line that breaks a rule, while :strict is on
	AboutChunking              // a file in chunks, to a server that did not offer CHUNKING

	dotIsText // no question: the answer n to AboutDot
)

// A Question waits for y or n. Its words are sanitised and hold no secret.
type Question struct {
	About About
	Words string // ends in a question mark
	Line  string // the line that is held for it, without secrets and fit to print; "" where the words name it
	Yes   string // what y does
	No    string // what n, Esc and Ctrl+C do
}

// asked is a question and what it is about: the first entry of the queue, or a
// paste.
type asked struct {
	Question
	text string // the paste of AboutControl
	then func() // what y does, where it is about no line: of :auth
}

// Question returns the question that waits.
func (d *Desk) Question() (Question, bool) {
	if d.asked == nil {
		return Question{}, false
	}
	return d.asked.Question, true
}

// Confirm answers the question that waits.
func (d *Desk) Confirm(yes bool) Shown {
	return d.turn(func() {
		if q := d.asked; q != nil {
			d.asked = nil
			d.settle(*q, yes)
		}
	})
}

// answerLine takes a line where y or n is expected.
func (d *Desk) answerLine(line string) {
	q := *d.asked
	switch strings.ToLower(strings.TrimSpace(line)) {
	case "y", "yes":
		d.asked = nil
		d.settle(q, true)
	case "n", "no":
		d.asked = nil
		d.settle(q, false)
	default:
		d.say(Info, "y or n", "y "+q.Yes+"; n "+q.No)
	}
}

// pose asks, unless the configuration knows the answer.
func (d *Desk) pose(q asked) {
	if d.cfg.Answer != nil {
		if yes, known := d.cfg.Answer(q.Question); known {
			d.settle(q, yes)
			return
		}
	}
	d.asked = &q
}

// settle does what the answer says.
func (d *Desk) settle(q asked, yes bool) {
	switch {
	case q.then != nil && yes:
		q.then()
	case q.then != nil:
		d.say(Info, "not sent", "")
	case q.About == AboutControl && yes:
		lines, rest := pastedLines(q.text)
		d.waitWith(lines, rest)
	case q.About == AboutControl:
		d.say(Info, "the paste was dropped", "")
	case len(d.queue) == 0:
	case q.About == AboutDot && !yes:
		d.agree(dotIsText)
	case yes:
		d.agree(q.About)
	default:
		d.refuse()
	}
}

// agree marks the first entry of the queue as agreed to; on pasted dots the answer
// holds for the whole paste.
func (d *Desk) agree(q About) {
	d.queue[0].agreed = d.queue[0].agreed.with(q)
	switch q {
	case AboutDot, dotIsText:
		d.queue[0].agreed = d.queue[0].agreed.with(AboutDot)
		d.paste.dots = d.queue[0].agreed & (1<<AboutDot | 1<<dotIsText)
	case AboutMessage:
		d.agreed = d.state.Accepted() > 0 || d.state.IsPartial()
	}
}

// refuse drops the first entry, and what was pasted behind it.
func (d *Desk) refuse() {
	e := d.queue[0]
	d.queue = nil
	d.paste = paste{}
	d.say(Info, "not sent", "")
	d.putBack(e)
}

// withdraw is Ctrl+C at a question.
func (d *Desk) withdraw() {
	q := *d.asked
	d.asked = nil
	if q.About != AboutDot {
		d.settle(q, false)
		return
	}
	if len(d.queue) > 0 {
		d.refuse()
	}
}

// asks asks what is to be asked about an entry, and reports whether it has to be
// looked at again before it is sent.
func (d *Desk) asks(e *entry) bool {
	q, ok := d.doubt(*e, d.state)
	if ok {
		d.pose(asked{Question: q})
	}
	return ok
}

// needsAnswer reports whether something would be asked about an entry.
func (d *Desk) needsAnswer(e *entry, s smtp.State) bool {
	_, ok := d.doubt(*e, s)
	return ok
}

// doubt returns the first thing to ask about an entry that would leave in state s.
func (d *Desk) doubt(e entry, s smtp.State) (q Question, found bool) {
	e.commands(s, func(line []byte, s smtp.State) bool {
		q, found = d.doubtOf(e, line, s)
		return !found
	})
	return q, found
}

func (d *Desk) doubtOf(e entry, line []byte, s smtp.State) (Question, bool) {
	if q, found := d.danger(e, line, s); found || !d.strict || e.agreed.has(AboutFault) || e.agreed.has(AboutHeader) {
		return q, found
	}
	octets := line
	if !e.ready() {
		octets = d.parcel(e, s).octets
	}
	say, wrong := lessons.Doubt(octets, s)
	return Question{About: AboutFault, Words: show(say) + " Send it?", Line: show(string(bytes.TrimRight(without(line, s), "\r\n"))), Yes: "sends it as it is", No: "sends nothing; the line goes back to the prompt"}, wrong
}

// danger returns what to ask about a line because it cannot be taken back.
func (d *Desk) danger(e entry, line []byte, s smtp.State) (Question, bool) {
	if s.Reading() == smtp.AsText || s.Reading() == smtp.AsChunk {
		ends := e.from == pasted && isDot(line) && s.Reading() == smtp.AsText && s.LineStart()
		return dotQuestion, ends && !e.agreed.has(AboutDot)
	}
	if e.from == chunk && !offersChunking(s) && !e.agreed.has(AboutChunking) {
		return d.chunkingQuestion(), true
	}
	if _, secret := secretOf(line, s); secret && d.session.Unprotected() && !e.agreed.has(AboutSecret) {
		return d.secretQuestion(), true
	}
	if !d.isForeign() {
		return Question{}, false
	}
	c := smtp.ParseCommand(line)
	switch {
	case c.Has(smtp.HeaderAsCommand) && s.Reading() == smtp.AsCommand && !e.agreed.has(AboutHeader):
		return d.headerQuestion(), true
	case (c.Verb == smtp.DATA || c.Verb == smtp.BDAT) && d.mayDeliver(s) && !d.agreed && !e.agreed.has(AboutMessage):
		return d.messageQuestion(s), true
	}
	return Question{}, false
}

// mayDeliver reports whether a message could be under way: a DATA without any
// recipient is refused and needs no question.
func (d *Desk) mayDeliver(s smtp.State) bool {
	return s.Accepted() > 0 || s.OwedCount() > 0 || s.IsPartial()
}

var dotQuestion = Question{
	About: AboutDot,
	Words: "the paste holds a line that is one dot; does it end the message?",
	Yes:   "ends the message there",
	No:    "sends it as a text line that is one dot",
}

func (d *Desk) secretQuestion() Question {
	if d.state.TLS() {
		return Question{
			About: AboutSecret,
			Words: fmt.Sprintf("the server at %s has not proved who it is; tell it a secret?", show(d.target)),
			Yes:   "sends it to whoever answers there",
			No:    "sends nothing",
		}
	}
	return Question{
		About: AboutSecret,
		Words: fmt.Sprintf("the connection to %s is not encrypted; send a secret over it?", show(d.target)),
		Yes:   "sends it where others may read it",
		No:    "sends nothing",
	}
}

func (d *Desk) headerQuestion() Question {
	return Question{
		About: AboutHeader,
		Words: fmt.Sprintf("this reads as a header field, and %s expects a command; send it?", show(d.target)),
		Yes:   "sends it as a command",
		No:    "sends nothing; header fields belong behind DATA",
	}
}

func (d *Desk) messageQuestion(s smtp.State) Question {
	from := "a sender not known here"
	if p, ok := s.Sender(); ok {
		from = show(p.String())
	}
	return Question{
		About: AboutMessage,
		Words: fmt.Sprintf("%s is not this computer; send it a message from %s to %s?", show(d.target), from, recipients(s)),
		Yes:   "sends; this is not asked again on this connection",
		No:    "sends nothing",
	}
}

// recipients names at most four accepted recipients.
func recipients(s smtp.State) string {
	var names []string
	for _, r := range s.Recipients() {
		if r.Accepted() {
			names = append(names, show(r.Path.String()))
		}
	}
	if more := len(names) - 4; more > 0 {
		names = append(names[:4], fmt.Sprintf("%d more", more))
	}
	if len(names) == 0 {
		return "recipients not known here"
	}
	return strings.Join(names, ", ")
}
