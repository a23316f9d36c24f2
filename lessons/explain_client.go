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
		x = explainHeld(e, before)
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
	scene := sceneOf(e, before)
	c := scene.command
	d := deedOf(string(c.Verb))
	x := Explanation{Title: clip(commandTitle(c), Width), Section: d.section, Faults: commandFaults(c, before)}
	if d.say != "" && !c.Has(smtp.MissingArgument) {
		x.say(fill(d.say, "arg", argument(c), "path", shownPath(c.Path, 34)))
	} else if d.say == "" && c.Verb != "" {
		x.Section = "RFC 5321 §4.2.4"
	}
	x.found(scene.said(), x.Section)
	if line := corrected(c); line != "" && len(c.Faults) > 0 && height(append(x.Paragraphs, "`"+line+"`")) <= paragraphLines {
		x.say("`" + line + "`")
	}
	return x
}

// found adds what rules say, as far as there is room. The first one's section takes
// the place of usual.
func (x *Explanation) found(findings []Finding, usual string) {
	for _, f := range findings {
		if f.Rule.broken() && x.Sign == 0 {
			x.Sign = SignBreach
			if x.Ruling == "" {
				x.Ruling = rulingOf(f.Rule)
			}
		}
		if x.Section == usual || x.Section == "" {
			x.Section = f.Rule.Section
		}
		said := f.text()
		if height(append(x.Paragraphs, said)) > paragraphLines {
			if said = firstSentence(said); height(append(x.Paragraphs, said)) > paragraphLines {
				break
			}
		}
		x.say(said)
	}
}

// rulingOf says in a few words what a rule makes of a line that breaks it.
func rulingOf(r Rule) string {
	switch {
	case r.Kind == smtp.OutOfOrder:
		return "out of order"
	case r.ID == "D18.6":
		return "not offered"
	case r.ID == "D16.2", r.ID == "D16.4":
		return "miscounted"
	case r.Severity == Error && r.Kind == smtp.NoFault:
		return ""
	}
	return "against the RFC"
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
	case isPrefix(scene{command: c}):
		return "A line with a book's prefix"
	case c.Has(smtp.HeaderAsCommand):
		return "A header field, as a command"
	case c.Has(smtp.OfferAsVerb):
		return typedVerb(c) + ": an offer, not a command"
	case loneDot(c):
		return "A dot, as a command"
	case c.Verb.Standing() == smtp.Foreign:
		if verb, ok := verbBeforeColon(c); ok {
			return verb + " with a colon: no verb"
		}
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
func explainHeld(e transcript.Event, before smtp.State) Explanation {
	x := Explanation{Title: "Sent before the reply", Sign: SignBreach, Section: "RFC 5321 §3.3"}
	x.found(Find(e, before), x.Section)
	return x
}
