package lessons

import (
	"strings"

	"ehlo/session/smtp"
	"ehlo/transcript"
)

// Card returns all that is known about event e, as paragraphs to be wrapped by
// who shows them (a drawing has its line ends): the explanation itself, then what the reference has on its
// verb, codes and keywords.
func Card(e transcript.Event, before smtp.State) []string {
	x := Explain(e, before)
	card := []string{x.Title}
	if x.Ruling != "" {
		card = append(card, string(x.Sign)+" "+x.Ruling)
	}
	switch e.Who {
	case transcript.Server:
		card = append(card, serverCard(e, before, x)...)
	case transcript.Client:
		card = append(card, x.Paragraphs...)
		for _, k := range kindsOf(x.Faults) {
			w := faultOf(k)
			card = append(card, "! "+w.what+" "+w.remedy+" "+w.section)
		}
		if before.Reading() == smtp.AsCommand {
			card = append(card, entries(Look(string(smtp.ParseCommand(e.Octets).Verb)))...)
		}
	default:
		card = append(card, x.Paragraphs...)
	}
	if a, ok := Servers(e, before); ok {
		card = append(card, a.paragraphs()...)
	}
	if x.Next != "" {
		card = append(card, x.Next)
	}
	if x.Section != "" {
		card = append(card, x.Section)
	}
	return card
}

func serverCard(e transcript.Event, before smtp.State, x Explanation) []string {
	if e.Flags&transcript.Stray != 0 || e.Flags&transcript.Cut != 0 {
		return x.Paragraphs
	}
	ex := newExchange(e, before)
	j := ex.judge()
	card := ex.paragraphs(j, findSaying(ex.to, ex.reply.Code, ex.status(), ex.tags))
	for _, r := range j.Server {
		card = append(card, r.Say+" "+r.Section)
	}
	if !ex.reply.Malformed() {
		card = append(card, strings.Join(x.Anatomy, "\n"))
		card = append(card, entries(Look(codeText(ex.reply.Code)))...)
	}
	if !ex.reply.Enhanced.IsZero() {
		card = append(card, strings.Join(statusAnatomy(ex.reply.Enhanced), "\n"))
		card = append(card, entries(Look(ex.reply.Enhanced.String()))...)
	}
	if ex.to == "EHLO" || ex.to == "LHLO" {
		card = append(card, offerParagraphs(smtp.ParseOffers(ex.reply))...)
	}
	return card
}

// entries returns reference entries as paragraphs; nothing for a word that the
// reference does not have.
func entries(list []Entry) []string {
	var paragraphs []string
	for _, e := range list {
		if e.What == "unknown" {
			continue
		}
		paragraphs = append(paragraphs, e.Name+" · "+e.What+" · "+e.Title)
		paragraphs = append(paragraphs, e.Text...)
		if e.Section != "" {
			paragraphs = append(paragraphs, e.Section)
		}
	}
	return paragraphs
}
