package lessons

import (
	"strings"

	"ehlo/session/smtp"
)

// commandCard takes a command line apart: its verb, its path or its arguments, and
// each parameter, with what was offered in state before. It also returns the word
// that the reference has more on.
func commandCard(c smtp.Command, before smtp.State) (card, words []string) {
	fact, ok := commandNamed(string(c.Verb))
	if !ok {
		return nil, nil
	}
	if !strings.EqualFold(fact.Name, fact.Verb) {
		card = append(card, "`"+fact.Verb+"`: the verb, for "+strings.ToLower(fact.Name)+".")
	}
	if c.HasP {
		card = append(card, pathPart(c.Path))
	} else {
		card = append(card, argumentParts(c, fact, before)...)
	}
	for _, p := range c.Params {
		card = append(card, parameterPart(c, p, before))
	}
	if fact.Keyword != "" && c.Verb != smtp.AUTH {
		card = append(card, offered(fact.Keyword, before))
	}
	return append(card, "When: "+sentence(fact.Order), "Effect: "+sentence(fact.Effect)), []string{fact.Verb}
}

// pathPart says what the halves of a path are.
func pathPart(p smtp.Path) string {
	said := "`" + shownPath(p, 34) + "`: "
	switch {
	case p.IsNull():
		return said + "the null reverse-path: nobody wants a bounce of this."
	case p.IsPostmaster() && p.Domain == "":
		return said + "the person behind the server; every server has one."
	case p.Domain == "":
		return said + "a local-part alone, without the domain it belongs to."
	}
	said += "left of the `@` the local-part, which only that domain's own servers understand; right of it "
	if p.Domain[0] == '[' {
		said += "an address in place of a domain"
	} else {
		said += "the domain"
	}
	if len(p.Route) > 0 {
		said += "; before them a source route, which most servers skip"
	}
	return said + "."
}

// argumentParts says what the arguments of a verb without a path are. Of AUTH only
// the mechanism: what follows it is a secret.
func argumentParts(c smtp.Command, fact commandFact, before smtp.State) []string {
	if c.Arg == "" {
		return nil
	}
	if c.Verb == smtp.AUTH {
		return []string{mechanismPart(c, before)}
	}
	var parts []string
	for _, t := range c.Tokens {
		if t.Role == smtp.RoleArgument && len(parts) < len(fact.Params) && fact.Params[len(parts)].Extension == "" {
			p := fact.Params[len(parts)]
			parts = append(parts, "`"+shown(t.Span.Of(c.Line), 34)+"`: "+p.Meaning+".")
		}
	}
	return parts
}

func mechanismPart(c smtp.Command, before smtp.State) string {
	name := smtp.Upper(argument(c))
	said := "`" + name + "`: "
	m, ok := mechanismNamed(name)
	if !ok {
		return said + "a login mechanism that ehlo doesn't know."
	}
	said += m.Security + " First to speak: the " + m.First + "."
	if offer, ok := before.Offer("AUTH"); ok {
		for _, o := range offer.Params {
			if strings.EqualFold(o, name) {
				return said + " This server offers it."
			}
		}
		return said + " This server's list doesn't have it."
	}
	return said
}

// parameterPart says what a parameter means, and whether it was offered.
func parameterPart(c smtp.Command, p smtp.Parameter, before smtp.State) string {
	said := "`" + shown(p.Span.Of(c.Line), 34) + "`: "
	name := p.Keyword
	if strings.EqualFold(name+"="+p.Value, "BODY=BINARYMIME") {
		name += "=BINARYMIME"
	}
	f, ok := find(parameterFacts(), func(f paramFact) bool { return f.Name == name && f.Verb == string(c.Verb) })
	if !ok {
		return said + "no RFC that ehlo knows has this parameter for " + string(c.Verb) + "."
	}
	return paragraph(said+f.Meaning+".", offered(f.Extension, before))
}

// offered says whether the server offers a keyword, as far as that is known.
func offered(keyword string, before smtp.State) string {
	o, ok := before.Offer(keyword)
	switch {
	case ok && keyword == "SIZE" && len(o.Params) > 0:
		return "This server offers SIZE: " + sizeMeaning(o.Params[0]) + "."
	case ok:
		return "This server offers " + keyword + "."
	case before.IsPartial():
		return ""
	}
	return "This server did not offer " + keyword + "."
}
