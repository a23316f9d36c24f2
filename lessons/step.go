package lessons

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"ehlo/session/smtp"
)

// A Step is what may come now, with the replies that RFC 5321 section 4.3.2 allows
// to it. What any command may be answered besides is not in it.
type Step struct {
	Say     string // "RCPT", "the text, then a line with one dot", "the reply to MAIL"
	Verb    smtp.Verb
	Success []int
	Failure []int
}

// Steps returns what may come now: the reply that is owed, or the commands that are
// legal, or what else the server reads.
func (p Place) Steps() []Step {
	s := p.state
	if owed, ok := s.Owed(); ok {
		may, _ := owed.May()
		return []Step{{Say: owedReply(owed), Success: may.Success, Failure: may.Failure}}
	}
	if s.IsPartial() && s.Hello() == smtp.NoHello && s.Phase() == smtp.Ready {
		return nil
	}
	switch s.Phase() {
	case smtp.InText:
		return []Step{{Say: nextSteps(s), Success: smtp.EndOfText.Success, Failure: smtp.EndOfText.Failure}}
	case smtp.InAuth:
		may, _ := smtp.AUTH.Answers()
		return []Step{{Say: nextSteps(s), Success: may.Success, Failure: may.Failure}}
	}
	var list []Step
	for _, n := range s.Legal() {
		list = append(list, Step{Say: string(n.Verb), Verb: n.Verb, Success: n.Success, Failure: n.Failure})
	}
	return list
}

// Also names the commands that may come besides those that next names, "" if there
// are none: what stands elsewhere is not said twice.
func (p Place) Also(next string) string {
	named := strings.FieldsFunc(next, func(r rune) bool { return r < 'A' || r > 'Z' })
	var verbs []string
	steps := p.Steps()
	for _, step := range steps {
		hello := step.Verb == smtp.EHLO || step.Verb == smtp.HELO // LMTP has neither (RFC 2033 section 4.1)
		if step.Verb != "" && !slices.Contains(named, string(step.Verb)) && !(hello && slices.Contains(named, string(smtp.LHLO))) {
			verbs = append(verbs, string(step.Verb))
		}
	}
	switch {
	case len(verbs) == 0:
		return ""
	case len(verbs) == len(steps):
		return "legal " + strings.Join(verbs, " ")
	}
	return "also " + strings.Join(verbs, " ")
}

// Timeout says which rule names the time that a client waits now, and how long that
// is; "" while nothing is owed.
func (p Place) Timeout() string {
	d, ok := p.state.Deadline()
	if !ok {
		return ""
	}
	owed, _ := p.state.Owed()
	wait := fmt.Sprintf("%s may take %d minutes", owedReply(owed), int(d.Wait/time.Minute))
	if d.Section == "" {
		return wait + ", ehlo's choice: no RFC names a time"
	}
	return wait + " at least, RFC 5321 §" + d.Section
}

// patience is what servers were recorded to do with refused commands (many_errors
// and many_bad_rcpt in session/smtp/testdata/corpora).
const patience = "Exim hangs up at the 4th unknown command, sendmail at the 26th, Postfix after 20 refusals of any kind"

// warning tells in few words how many refusals servers put up with, from the second
// one on.
func warning(refused int) string {
	if refused < 2 {
		return ""
	}
	return fmt.Sprintf("%d refused; Exim hangs up at its 4th unknown command, Postfix after 20", refused)
}
