package lessons

import (
	"slices"
	"strings"

	"ehlo/session/smtp"
	"ehlo/transcript"
)

// An Example is a line to try at the prompt.
type Example struct {
	Line string // whole, or up to where the person goes on: "RCPT TO:<"
	Why  string // what it is an example of, in a few words
}

// examplesMost bounds the examples of one event.
const examplesMost = 12

// Examples returns lines to try behind event e, which came upon state before: of
// an answer to EHLO what each of its lines enables, otherwise the line put right,
// what has to come first, and the command again with what it may carry. They name
// no address that is not in the setting, so that none reaches a real server by a
// press of a key.
func (t Setting) Examples(e transcript.Event, before smtp.State) []Example {
	x := examples{setting: t, state: e.After(before)}
	c, found := commandOf(e, before)
	switch {
	case e.Who == transcript.Server && e.Reply().Class() == 2 && found && (c.Verb == smtp.EHLO || c.Verb == smtp.LHLO):
		for _, o := range smtp.ParseOffers(e.Reply()) {
			x.offer(o)
		}
	case found:
		x.command(c, e, before)
	case e.Who == transcript.Server && x.state.Phase() == smtp.Greeted:
		x.verb(smtp.EHLO)
	}
	return x.list[:min(len(x.list), examplesMost)]
}

// commandOf returns the command that an event is, or that it answers.
func commandOf(e transcript.Event, before smtp.State) (smtp.Command, bool) {
	if e.Who == transcript.Client && before.Reading() == smtp.AsCommand {
		return smtp.ParseCommand(e.Octets), true
	}
	owed, ok := before.Owed()
	if e.Who == transcript.Server && ok && owed.Matter == smtp.ForCommand {
		return owed.Command, true
	}
	return smtp.Command{}, false
}

// examples are what is being gathered.
type examples struct {
	setting Setting
	state   smtp.State // after the event
	list    []Example
}

// add adds a line that nothing in it hides, once.
func (x *examples) add(line, why string) {
	twice := slices.ContainsFunc(x.list, func(e Example) bool { return e.Line == line })
	if line != "" && !twice && isPlain(line) {
		x.list = append(x.list, Example{line, why})
	}
}

// command adds what there is to try around a command.
func (x *examples) command(c smtp.Command, e transcript.Event, before smtp.State) {
	if e.Who == transcript.Server {
		before = x.state // what matters is how things stand now
	}
	faults := c.FaultsIn(before)
	if line := x.setting.repaired(c, faults); line != string(c.Line) {
		x.add(line, "the line put right")
	}
	if c.Has(smtp.OfferAsVerb) {
		x.offer(smtp.Offer{Keyword: string(c.Verb)})
	}
	if first := before.Needs(c.Verb); first != "" && !worked(e) {
		x.verb(first)
	}
	if c.Verb.Standing() == smtp.Foreign {
		return
	}
	x.verb(c.Verb)
	for _, o := range x.state.Offered() {
		x.parameters(o.Keyword, c.Verb)
	}
}

// worked reports whether an event is a reply that says yes, or go on.
func worked(e transcript.Event) bool {
	class := e.Reply().Class()
	return e.Who == transcript.Server && (class == 2 || class == 3)
}

// verb adds the lines with a verb, with what it does.
func (x *examples) verb(v smtp.Verb) {
	_, why, _ := strings.Cut(hintFor(string(v)), ": ")
	switch v {
	case smtp.VRFY:
		x.add("VRFY postmaster", why)
		return
	case smtp.BDAT:
		x.add("BDAT 7 LAST", "then 7 octets: hello and its CR LF")
		return
	}
	for _, line := range x.setting.linesFor(v, x.state) {
		if !strings.HasSuffix(line, " ") || !slices.ContainsFunc(x.list, func(e Example) bool { return strings.HasPrefix(e.Line, line) }) {
			x.add(line, why)
		}
	}
}

// offer adds what an offer enables: parameters and commands.
func (x *examples) offer(o smtp.Offer) {
	k, ok := keywordNamed(o.Keyword)
	if !ok {
		return
	}
	for _, v := range k.Verbs {
		if smtp.Verb(v).Standing() != smtp.Foreign && hintFor(v) != "" {
			x.verb(smtp.Verb(v))
		}
	}
	x.parameters(o.Keyword, smtp.MAIL)
	x.parameters(o.Keyword, smtp.RCPT)
}

// parameters adds a line for each parameter that an offer gives to a verb.
func (x *examples) parameters(keyword string, v smtp.Verb) {
	k, _ := keywordNamed(keyword)
	for _, p := range k.Params {
		value, ok := exampleValues[p.Name]
		if p.Verb != string(v) || !ok {
			continue
		}
		if p.Name == "BODY" {
			value = "=" + bodyValue(keyword)
		}
		why := keyword + " enables " + p.Name + " at " + p.Verb + ": " + p.Meaning
		line := x.setting.path(v)
		if !strings.HasSuffix(line, ">") {
			x.add(line, "the address, >, then "+p.Name+value+": "+p.Meaning)
			continue
		}
		x.add(line+" "+p.Name+value, why)
	}
}

// path returns MAIL or RCPT with the address used last. Without one MAIL has the
// empty path, which is nobody's, and RCPT is left open.
func (t Setting) path(v smtp.Verb) string {
	switch {
	case v == smtp.MAIL:
		return "MAIL FROM:<" + t.Sender + ">"
	case len(t.Recipients) > 0:
		return "RCPT TO:<" + t.Recipients[0] + ">"
	}
	return "RCPT TO:<"
}

// exampleValues are what stands behind a parameter of MAIL or RCPT in an example. A
// parameter that needs more than a value to be of use has none.
var exampleValues = map[string]string{
	"SIZE": "=500", "BODY": "", "SMTPUTF8": "", "RET": "=HDRS", "ENVID": "=QQ314159", "NOTIFY": "=SUCCESS,FAILURE",
	"AUTH": "=<>", "BY": "=120;R", "HOLDFOR": "=600", "MT-PRIORITY": "=3", "REQUIRETLS": "", "XVERP": "", "PRDR": "", "CONPERM": "",
}
