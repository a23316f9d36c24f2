package lessons

import (
	"bytes"
	"slices"
	"strings"

	"ehlo/session/smtp"
	"ehlo/transcript"
)

// explainClient says what the client's octets were, which the state decides.
func explainClient(e transcript.Event, before smtp.State) Explanation {
	var x Explanation
	switch before.Reading() {
	case smtp.AsText:
		x = explainText(e, before)
	case smtp.AsChunk:
		x = explainChunk(e, before)
	case smtp.AsAnswer:
		x = explainAnswer(e)
	case smtp.AsHeld:
		x = explainHeld()
	case smtp.AsNothing:
		x = Explanation{Title: "Said to nobody", Sign: SignBreach, Section: "RFC 5321 §3.8"}
		x.say("No server reads this: the connection isn't open for commands.")
	default:
		x = explainCommand(e, before)
	}
	if x.Next == "" {
		x.Next = nextAfter(e.After(before))
	}
	return x
}

// explainCommand says what a command does, and what is wrong with the line.
func explainCommand(e transcript.Event, before smtp.State) Explanation {
	c := smtp.ParseCommand(e.Octets)
	d := deedOf(string(c.Verb))
	x := Explanation{Title: clip(commandTitle(c), Width), Section: d.section, Faults: commandFaults(c, before)}
	if e.Flags&transcript.Early != 0 {
		x.Sign, x.Section = SignBreach, "RFC 5321 §4.3.1"
		x.say("! Sent before the greeting. The server speaks first; a command that comes earlier may be refused.")
	}
	if d.say != "" && !c.Has(smtp.MissingArgument) {
		x.say(fill(d.say, "arg", argument(c), "path", shownPath(c.Path, 34)))
	} else if d.say == "" && c.Verb != "" {
		x.Section = "RFC 5321 §4.2.4"
	}
	for _, k := range kindsOf(x.Faults) {
		w := faultOf(k)
		if w.weight == breach && x.Sign == 0 {
			x.Sign, x.Ruling = SignBreach, "against the RFC"
			if k == smtp.OutOfOrder {
				x.Ruling = "out of order"
			}
		}
		if x.Section == d.section || d.section == "" {
			x.Section = w.section
		}
		said := faultSaid(k, c, before)
		if height(append(x.Paragraphs, said)) > paragraphLines {
			break
		}
		x.say(said)
	}
	if line := corrected(c); line != "" && len(c.Faults) > 0 && height(append(x.Paragraphs, "`"+line+"`")) <= paragraphLines {
		x.say("`" + line + "`")
	}
	return x
}

// commandFaults are the faults of a command line that was sent in that state.
func commandFaults(c smtp.Command, before smtp.State) []smtp.Fault {
	if len(c.Line) == 0 {
		return c.Faults
	}
	return append(c.FaultsIn(before), c.CheckGroup(before)...)
}

func kindsOf(faults []smtp.Fault) []smtp.Kind {
	var kinds []smtp.Kind
	for _, f := range faults {
		if !slices.Contains(kinds, f.Kind) {
			kinds = append(kinds, f.Kind)
		}
	}
	return kinds
}

// faultSaid says one fault of a command and its remedy.
func faultSaid(k smtp.Kind, c smtp.Command, s smtp.State) string {
	what, remedy := wordsOn(k, c)
	if k == smtp.OutOfOrder {
		if needs := s.Needs(c.Verb); needs != "" {
			return what + " " + needed(needs, c.Verb)
		}
	}
	if k == smtp.UnknownVerb {
		if verb, ok := smtp.SuggestVerb(string(c.Verb)); ok {
			return what + " Did you mean " + string(verb) + "?"
		}
	}
	return what + " " + remedy
}

// needed says what must come before a verb.
func needed(first, verb smtp.Verb) string {
	switch first {
	case smtp.RSET:
		return "A transaction is open: RSET first."
	case smtp.QUIT:
		return "Only QUIT is left here."
	}
	return string(first) + " first."
}

func commandTitle(c smtp.Command) string {
	switch {
	case c.Verb == "":
		return "An empty line"
	case c.Has(smtp.HeaderAsCommand):
		return "A header field, as a command"
	case c.Has(smtp.OfferAsVerb):
		return typedVerb(c) + ": an offer, not a command"
	case loneDot(c):
		return "A dot, as a command"
	case c.Verb.Standing() == smtp.Foreign:
		return typedVerb(c) + ": no verb that ehlo knows"
	}
	return titleOf(string(c.Verb))
}

// argument returns what stands behind the verb, ready to print; of AUTH only the
// mechanism.
func argument(c smtp.Command) string {
	arg := c.Arg
	if c.Verb == smtp.AUTH {
		arg, _, _ = strings.Cut(arg, " ")
	}
	if arg == "" {
		return "(nothing)"
	}
	return shownText(arg, 30)
}

// explainAnswer is about a line that answers a 334.
func explainAnswer(e transcript.Event) Explanation {
	x := Explanation{Title: "The answer to the challenge", Section: "RFC 4954 §4"}
	line := bytes.TrimRight(e.Octets, "\r\n")
	switch {
	case e.Mark >= 0 && e.Flags&transcript.Secret != 0:
		x.say("Your answer, in base64. It is a secret: the server got it, ehlo keeps and shows none of it. base64 is no protection.")
	case string(line) == "*":
		x.Title = "The login given up"
		x.say("A line of one `*` gives the login up. The server must answer 501.")
	case len(line) == 0:
		x.say("An empty answer: CR LF and nothing before it. Some mechanisms end so.")
	default:
		x.say("Your answer to the challenge, one line of base64.")
	}
	return x
}

// explainHeld is about what was sent behind a command whose reply decides what it
// is.
func explainHeld() Explanation {
	x := Explanation{Title: "Sent before the reply", Sign: SignBreach, Section: "RFC 5321 §3.3"}
	x.say("The reply that is awaited decides what this is: after DATA it is text if 354 comes, and commands if not. The rule: no text without a 354.")
	return x
}
