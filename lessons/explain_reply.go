package lessons

import (
	"fmt"
	"slices"
	"strings"

	"ehlo/session/smtp"
	"ehlo/transcript"
)

// paragraphLines is how many lines of Width the paragraphs of an explanation may
// take; what does not fit is said by the card.
const paragraphLines = 7

func explainServer(e transcript.Event, before smtp.State) Explanation {
	switch {
	case e.Flags&transcript.Stray != 0:
		return explainStray(e, before)
	case e.Flags&transcript.Cut != 0 && e.Reply().Marks.Has(smtp.ReplyCut):
		return explainCut(e, before)
	}
	return newExchange(e, before).explain()
}

// explain puts together what there is to say of a reply, the verdict first, and
// stops before it is too long to be read at a glance.
func (x exchange) explain() Explanation {
	j := x.judge()
	s := findSaying(x.to, x.reply.Code, x.status(), x.tags)
	out := Explanation{
		Title: clip(x.title(), Width), Verdict: j.Verdict, Breach: j.Breach, Faults: x.reply.Faults(),
		Next: x.next(), Section: s.section,
	}
	out.Sign, out.Ruling = x.ruling(j)
	if out.Anatomy = x.offerLines(); out.Anatomy == nil {
		out.Anatomy = anatomy(x.reply)
	}
	for _, p := range x.paragraphs(j, s) {
		if len(out.Paragraphs) > 0 && height(append(out.Paragraphs, p)) > paragraphLines {
			if p = firstSentence(p); height(append(out.Paragraphs, p)) > paragraphLines {
				continue
			}
		}
		out.say(p)
	}
	if _, k := x.refusedFor(); j.Verdict == Refused && pathFault(k) {
		out.Section = kindRule(k).Section
	}
	if j.Breach != "" {
		out.Section = j.Breach
	}
	if next, ok := nextIn[s.tag]; ok && out.Next != "" {
		out.Next = next
	}
	if x.reply.Code == 221 {
		out.Next = "Next: the server closes"
	}
	return out
}

// nextIn is what may follow where the state alone does not say it, by the tag of the
// saying.
var nextIn = map[string]string{"names-lhlo": nextLocalHello, "mixes": "Next: RSET, which clears the message"}

// next returns what may follow: another hello where this one isn't known.
func (x exchange) next() string {
	if x.after.Phase() == smtp.Greeted {
		switch {
		case x.to == string(smtp.EHLO) && x.reply.Code == 500:
			return "Next: HELO or LHLO, and a name"
		case x.to == string(smtp.EHLO) && x.reply.Code == 502:
			return "Next: HELO and a name"
		case x.to == string(smtp.HELO) && x.reply.Code == 500:
			return "Next: LHLO and a name"
		}
	}
	return nextAfter(x.after)
}

// title names what was answered.
func (x exchange) title() string {
	switch {
	case x.to == theDot && x.command.Verb != "":
		return string(x.command.Verb) + " LAST: hand the message over"
	case x.to == noVerb:
		return commandTitle(x.command)
	}
	return titleOf(x.to)
}

// status is the enhanced code without its class: "1.1".
func (x exchange) status() string {
	if x.reply.Enhanced.IsZero() {
		return ""
	}
	return fmt.Sprintf("%d.%d", x.reply.Enhanced.Subject, x.reply.Enhanced.Detail)
}

// ruling returns the sign and the verdict in words.
func (x exchange) ruling(j Judgement) (rune, string) {
	switch {
	case j.Verdict == AcceptedWrong, j.Verdict == RefusedRight:
		return SignBreach, j.Verdict.String()
	case x.to == nobody && x.reply.Code == 421:
		return SignLater, "the server closes"
	case x.to == nobody && !x.reply.Malformed():
		return SignBreach, "answers nothing"
	case x.reply.Code == 221 && x.to != string(smtp.QUIT):
		return SignRefused, "the server leaves"
	case x.reply.Class() == 2:
		return SignAccepted, "accepted"
	case x.reply.Class() == 3:
		return SignGoOn, "go on"
	case x.reply.Class() == 4:
		return SignLater, "refused for now"
	case x.reply.Class() == 5:
		return SignRefused, "refused"
	}
	return SignBreach, "no reply code"
}

// paragraphs returns what there is to say, the most important first.
func (x exchange) paragraphs(j Judgement, s saying) []string {
	var list []string
	add := func(text string) {
		if text != "" {
			list = append(list, text)
		}
	}
	faults := j.faults()
	if len(faults) > 0 {
		add(broken(faults[0]))
	}
	meaning := x.words(s.say)
	if told := x.statusWords(s); told != "" {
		meaning = told
	}
	switch j.Verdict {
	case AcceptedWrong:
		add(x.worked(j))
	case Refused:
		if told, _ := x.refusedFor(); told != "" {
			meaning = told
		}
	}
	if x.to == "EHLO" || x.to == "LHLO" {
		add(changedByTLS(x.after))
	}
	add(meaning)
	if j.Verdict == Accepted {
		add(x.noted())
	}
	for _, f := range faults[min(1, len(faults)):] {
		add(broken(f))
	}
	for _, f := range j.Server[len(faults):] {
		drawn := f.Rule.ID == "unregistered-keyword" || f.Rule.ID == "ehlo-keyword" // the list tells of each line
		if len(list) < 2 && !drawn && !(f.Rule.ID == "unlisted-code" && s.tag == "unlisted") {
			add(f.Say)
		}
	}
	return list
}

// broken is what is said of a server that broke a rule.
func broken(r Remark) string { return "! " + r.Say + " That breaks " + r.Section + "." }

// statusWords says what the server's enhanced code means, where the saying speaks
// of the reply code alone; "" where the code says no more than that.
func (x exchange) statusWords(s saying) string {
	e := x.reply.Enhanced
	exact := s.status != "" && !strings.HasSuffix(s.status, ".")
	if exact || slices.Contains([]string{"relay", "greylisted", "many", "lmtp", "tls"}, s.tag) || x.reply.Code == 421 || x.reply.Code == 521 || e.Class < 4 || e.Detail == 0 || e.Subject <= 1 || e.Subject == 5 || e.Subject == 7 && e.Detail == 1 {
		return ""
	}
	f, ok := enhancedStatus(x.status())
	if !ok || x.to == string(smtp.AUTH) {
		return ""
	}
	lead := "No. The server's code says: "
	if e.Class == 4 {
		lead = "Not now. The server's code says: "
	}
	if x.to == theDot {
		return lead + lowerFirst(f.Meaning) + " The message is still yours."
	}
	return lead + lowerFirst(f.Meaning) + " " + f.Next
}

// worked is said of a line that was accepted against the rules.
func (x exchange) worked(j Judgement) string {
	var asks []string
	for _, k := range j.Kinds[:min(2, len(j.Kinds))] {
		asks = append(asks, kindRule(k).Asks)
	}
	next := fmt.Sprintf("the next may answer %d", x.expected(j.Kinds[0]))
	if j.Kinds[0] == smtp.BareLF {
		next = "the next may go on waiting"
	}
	say := fmt.Sprintf("! Worked, but breaks %s: %s. This server is forgiving; %s.", j.Breach, list(asks, "and"), next)
	return withLine(say, corrected(x.command))
}

// withLine ends what is said with the line as it should be, if there is one.
func withLine(say, line string) string {
	if line == "" {
		return say
	}
	return say + " `" + line + "`"
}

// noted is said of a line that keeps to the rules and is yet unusual: a host name
// without a dot, a source route, something very long.
func (x exchange) noted() string {
	for _, f := range x.command.Faults {
		if r := kindRule(f.Kind); !r.broken() && f.Kind != smtp.UnknownVerb && f.Kind != smtp.EmptyLine {
			return r.Say + " " + r.Remedy
		}
	}
	return ""
}

// expected is the code that the rules have for a line with the fault k.
func (x exchange) expected(k smtp.Kind) int {
	switch k {
	case smtp.OutOfOrder:
		return 503
	case smtp.ParameterNotOffered:
		return 555
	case smtp.HeaderAsCommand, smtp.OfferAsVerb, smtp.EightBit, smtp.LineTooLong:
		return 500
	}
	return 501
}

// refusedFor says what the rule asks for, when the client's line breaks it and the
// code fits that, and which fault that rests on; "" otherwise.
func (x exchange) refusedFor() (string, smtp.Kind) {
	switch x.reply.Code {
	case 500, 501, 504, 550, 553, 554:
	case 555:
		if !x.command.Has(smtp.BadParameter) {
			return "", smtp.NoFault
		}
	default:
		return "", smtp.NoFault
	}
	var asks []string
	var first smtp.Kind
	for _, k := range kindsOf(x.command.Faults) {
		switch k {
		case smtp.UnknownVerb, smtp.HeaderAsCommand, smtp.OfferAsVerb:
			continue
		}
		if x.reply.Code == 500 && !kindRule(k).broken() {
			continue // what is merely unusual makes no command unknown
		}
		if len(asks) == 0 {
			first = k
		}
		asks = append(asks, kindRule(k).Asks)
	}
	if len(asks) == 0 || x.reply.Code >= 550 && !x.syntactic() {
		return "", smtp.NoFault
	}
	line := corrected(x.command)
	if len(asks) == 1 {
		say, remedy := wordsOn(first, x.command, x.before)
		if line == "" || first == smtp.DisplayName {
			say += " " + remedy
		}
		return withLine(say, line), first
	}
	if v := x.command.Verb; line == "" && (v == smtp.MAIL || v == smtp.RCPT) {
		line = formOf(v)
	}
	say := "The rule asks for " + list(asks[:min(3, len(asks))], "and") + "."
	if len(asks) == 2 {
		say = "Two things the rule asks for: " + list(asks, "and") + "."
	}
	return withLine(say, line), first
}

// syntactic reports whether a 55z speaks of how the line is written.
func (x exchange) syntactic() bool {
	e := x.reply.Enhanced
	return x.reply.Code == 553 || x.reply.Code == 555 || e.Subject == 5 || e.Subject == 1 && (e.Detail == 3 || e.Detail == 7)
}

// explainStray is about octets that are no reply or stand where none may.
func explainStray(e transcript.Event, before smtp.State) Explanation {
	n := thousands(len(e.Octets))
	octets, are := n+" octets", "are"
	if n == "1" {
		octets, are = "1 octet", "is"
	}
	x := Explanation{Title: "Octets that answer nothing", Sign: SignBreach, Ruling: "not believed"}
	switch before.Phase() {
	case smtp.Handshake:
		x.Title, x.Section = "Octets behind the 220 of STARTTLS", "RFC 3207 §4.2"
		x.say("! " + octets + " came in plain text behind the \"220\". Somebody may be writing into this connection. ehlo shows them, does not believe them, and stops here.")
	case smtp.Leaving, smtp.Ended:
		x.Title, x.Section = "Octets behind the goodbye", "RFC 5321 §3.8"
		x.say("! " + octets + " came after the server had said goodbye. They answer nothing; ehlo shows them and goes no further.")
	default:
		x.Section = "RFC 5321 §4.2"
		x.say("! " + octets + " that " + are + " no reply: a reply begins with three digits. ehlo shows them and goes on with what follows.")
		x.Next = nextAfter(before)
	}
	return x
}

// explainCut is about what there was of a reply when the connection ended.
func explainCut(e transcript.Event, before smtp.State) Explanation {
	x := Explanation{Title: "A reply that was cut off", Sign: SignLater, Ruling: "nothing is certain", Section: "RFC 5321 §3.8", Faults: e.Reply().Faults()}
	if owed, ok := before.Owed(); ok && owed.Matter == smtp.ForText {
		x.Section = "RFC 5321 §4.5.3.2.6"
		x.say(droppedBeforeVerdict())
		return x
	}
	x.say("The connection ended inside this reply. A reply that is not complete answers nothing: the command counts as refused for now.")
	return x
}

// droppedBeforeVerdict is said where the reply to the final dot never came.
func droppedBeforeVerdict() string {
	r, _ := RuleNamed("D12.1")
	return r.Say + " " + r.Remedy
}

// height counts the lines that paragraphs take.
func height(paragraphs []string) int {
	n := 0
	for _, p := range paragraphs {
		n += len(wrap(p, Width))
	}
	return n
}

// firstSentence returns a paragraph up to its first full stop.
func firstSentence(p string) string {
	for i := 0; i+1 < len(p); i++ {
		if (p[i] == '.' || p[i] == '?') && p[i+1] == ' ' && strings.Count(p[:i], "`")%2 == 0 {
			return p[:i+1]
		}
	}
	return p
}
