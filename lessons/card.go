package lessons

import (
	"bytes"
	"slices"
	"strings"

	"ehlo/session/smtp"
	"ehlo/transcript"
)

// Card takes event e apart, which came upon state before, in paragraphs to be
// wrapped by who shows them; a drawing has its line ends. It says what the event
// means, then what each part of it is. What the reference has beyond that is behind
// the words that the card names last.
func Card(e transcript.Event, before smtp.State) []string {
	x := Explain(e, before)
	card, words := []string{x.Title}, []string(nil)
	if x.Ruling != "" {
		card = append(card, string(x.Sign)+" "+x.Ruling)
	}
	switch e.Who {
	case transcript.Server:
		parts, behind := replyCard(e, before, x)
		card, words = append(card, parts...), behind
	case transcript.Client:
		card = append(card, x.Paragraphs...)
		card = append(card, faultsLeft(x)...)
		if before.Reading() == smtp.AsCommand {
			parts, behind := commandCard(smtp.ParseCommand(e.Octets), before)
			card, words = append(card, parts...), behind
		}
	default:
		p := ReadProtection("")
		if e.Fact == transcript.Secured {
			p = ReadProtection(e.Text)
			card = append(card, p.card(), p.selfSigned())
		}
		card = append(card, slices.DeleteFunc(slices.Clone(x.Paragraphs), func(s string) bool { return s == p.told() })...)
	}
	if a, ok := Servers(e, before); ok {
		card = append(card, a.paragraphs()...)
	}
	if len(words) > 0 {
		card = append(card, "More: `:explain "+strings.Join(words, " ")+"`")
	}
	return once(append(card, x.Next, x.Section))
}

// faultsLeft says the faults that the explanation had no room for.
func faultsLeft(x Explanation) []string {
	told := strings.Join(x.Paragraphs, "\n")
	var left []string
	for _, k := range kindsOf(x.Faults) {
		if what, remedy, section := SayFault(k); !strings.Contains(told, what) && !strings.Contains(told, remedy) {
			left = append(left, "! "+what+" "+remedy+" "+section)
		}
	}
	return left
}

// replyCard takes a reply apart: its code, its enhanced code, of an answer to EHLO
// each line. It also returns the words that the reference has more on.
func replyCard(e transcript.Event, before smtp.State, x Explanation) (card, words []string) {
	if e.Flags&transcript.Stray != 0 || e.Flags&transcript.Cut != 0 {
		return x.Paragraphs, nil
	}
	ex := newExchange(e, before)
	j := ex.judge()
	s := findSaying(ex.to, ex.reply.Code, ex.status(), ex.tags)
	card = ex.paragraphs(j, s)
	for _, r := range j.Server {
		if !strings.Contains(strings.Join(card, "\n"), r.Say) {
			card = append(card, r.Say+" "+r.Section)
		}
	}
	if ex.reply.Malformed() {
		return card, nil
	}
	words = []string{codeText(ex.reply.Code)}
	card = append(card, strings.Join(codeAnatomy(ex.reply.Code), "\n"))
	if e := ex.reply.Enhanced; !e.IsZero() {
		card = append(card, strings.Join(statusAnatomy(e, ex.reply.Class()), "\n"))
		words = append(words, e.String())
		if s.status == "" && ex.statusWords(s) == "" {
			card = append(card, statusMeaning(e))
		}
	}
	return append(card, ex.lineParts()...), words
}

// statusMeaning says what the registry means by an enhanced code; "" where the
// drawing says as much.
func statusMeaning(e smtp.Enhanced) string {
	f, ok := find(enhancedFacts(), func(f enhancedFact) bool { return f.Code == "X"+e.String()[1:] })
	if !ok || e.Detail == 0 {
		return ""
	}
	return paragraph(f.Meaning, f.meantFor(e.String()[0]), f.Section)
}

// lineParts says what the lines of a greeting and of an answer to EHLO hold.
func (x exchange) lineParts() []string {
	if x.reply.Class() != 2 {
		return nil
	}
	var parts []string
	switch x.to {
	case theConnection, "EHLO", "LHLO", "HELO":
		if name, _, _ := bytes.Cut(bytes.TrimSpace(x.reply.Line(0).Text), []byte(" ")); len(name) > 0 {
			parts = append(parts, "`"+shown(name, 34)+"`: the name the server gives itself. What follows it is for people to read.")
		}
	}
	if x.to == "EHLO" || x.to == "LHLO" {
		parts = append(parts, offerParagraphs(smtp.ParseOffers(x.reply))...)
	}
	return parts
}

// paragraph joins sentences, without those that are empty.
func paragraph(sentences ...string) string {
	return strings.Join(slices.DeleteFunc(sentences, func(s string) bool { return s == "" }), " ")
}

// once drops what is empty, and what was said before, but for a section.
func once(card []string) []string {
	var kept []string
	for _, p := range card {
		if p != "" && !slices.Contains(kept, p) {
			kept = append(kept, p)
		}
	}
	return kept
}
