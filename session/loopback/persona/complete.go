package persona

import (
	"fmt"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/token"

	"ehlo/session/smtp"
)

// complete judges the type as a whole, and fills in what follows from the rest.
func (r *reader) complete() {
	p := r.p
	p.Extensions, p.Secure = sized(p.Extensions, p.Size), sized(p.Secure, p.Size)
	if p.Name == "" {
		r.wrong(nil, "the name is missing, as name: mine")
	}
	if r.own && slices.Contains(names, p.Name) {
		r.wrong(r.place("name"), "%s is the name of a server type that comes with ehlo", p.Name)
	}
	if p.Says == "" {
		r.wrong(r.at["name"], "what it does is missing: one sentence, as says: Takes one recipient.")
	}
	r.offers("extensions", p.Extensions)
	r.offers("inside-tls", p.Secure)
	if p.Offers("STARTTLS", true) && p.Secure != nil {
		r.wrong(r.place("inside-tls"), "STARTTLS is not offered inside TLS. RFC 3207 §4.2")
	}
	r.people()
	r.marked()
}

// place returns where a field stands, or its group, or the name of the type.
func (r *reader) place(name string) *token.Token {
	group, _, _ := strings.Cut(name, ".")
	for _, n := range []string{name, group, "name"} {
		if at := r.at[n]; at != nil {
			return at
		}
	}
	return nil
}

// offers judges a list of extensions.
func (r *reader) offers(where string, list []string) {
	p, at := r.p, r.place(where)
	has := func(keyword string) bool {
		return slices.ContainsFunc(list, func(line string) bool { return keywordOf(line) == keyword })
	}
	for i, line := range list {
		if slices.ContainsFunc(list[:i], func(before string) bool { return keywordOf(before) == keywordOf(line) }) {
			r.wrong(at, "%s stands there twice", keywordOf(line))
		}
	}
	switch {
	case p.Hello == Old && len(list) > 0:
		r.wrong(at, "a server of 1982 has no extensions; write extensions: []")
	case has("BINARYMIME") && !has("CHUNKING"):
		r.wrong(at, "BINARYMIME needs CHUNKING. RFC 3030 §3")
	case has("VRFY") && p.VRFY == Absent, has("EXPN") && p.EXPN == Absent:
		r.wrong(at, "what is offered must be done; its policy says absent")
	}
}

// people judges whether the names of the world fit one another.
func (r *reader) people() {
	p, w := r.p, r.p.World
	seen := map[string]bool{}
	once := func(field, name string) {
		switch {
		case name == "":
			r.wrong(r.place(field), "one of the %s has no name", field)
		case seen[strings.ToLower(name)]:
			r.wrong(r.place(field), "%s stands there twice", name)
		}
		seen[strings.ToLower(name)] = true
	}
	for _, u := range w.Users {
		once("users", u.Name)
	}
	for _, l := range w.Lists {
		once("lists", l.Name)
		r.members(l)
	}
	for _, m := range w.Moves {
		once("moves", m.Name)
		if m.To == "" {
			r.wrong(r.place("moves"), "%s has no new address, as to: dan@example.net", m.Name)
		}
	}
	for _, g := range w.Guests {
		once("guests", g.Name)
		if _, domain, _ := cutLast(g.Name, '@'); strings.EqualFold(domain, w.Domain) {
			r.wrong(r.place("guests"), "%s is of the local domain; users are", g.Name)
		}
	}
	for _, name := range p.Full {
		if w.Named(name).Standing != OfUser {
			r.wrong(r.place("full"), "%s is no user", name)
		}
	}
}

func (r *reader) members(l List) {
	if l.Keeper == "" || len(l.Members) == 0 {
		r.wrong(r.place("lists"), "the list %s needs a keeper and members", l.Name)
	}
	for _, name := range l.Members {
		if r.p.World.Named(name).Standing != OfUser {
			r.wrong(r.place("lists"), "%s, of the list %s, is no user", name, l.Name)
		}
	}
}

// What RFC 5321 asks of every server, in octets: sections 4.5.3.1.4 and 4.5.3.1.7.
const (
	sizeAsked = 64 << 10
	lineAsked = smtp.CommandLineLimit
)

// marked asks for a mark where the type does what RFC 5321 does not allow.
func (r *reader) marked() {
	p := r.p
	if len(p.Marks) > 0 {
		return
	}
	listed := p.Offers("EXPN", false) && p.Offers("EXPN", true)
	for _, b := range []struct {
		breach      bool
		field, rule string
	}{
		{p.Hello == Old, "hello", "every server does EHLO: RFC 5321 §4.5.1"},
		{p.VRFY == Absent, "policies.vrfy", "every server does VRFY, or answers 252: RFC 5321 §4.5.1, §7.3"},
		{p.EXPN == Answer && !listed && p.Hello != Old, "extensions", "EXPN, where it is done, is listed: RFC 5321 §3.5.2"},
		{!p.Unstuffs, "unstuffing", "the dot must be taken away: RFC 5321 §4.5.2"},
		{p.Recipients < smtp.RecipientsMinimum, "limits.recipients", fmt.Sprintf("a server takes %d: RFC 5321 §4.5.3.1.8", smtp.RecipientsMinimum)},
		{p.Size < sizeAsked, "limits.size", fmt.Sprintf("a server takes %d octets: RFC 5321 §4.5.3.1.7", sizeAsked)},
		{p.Line < lineAsked, "limits.line", fmt.Sprintf("a server takes %d octets: RFC 5321 §4.5.3.1.4", lineAsked)},
		{p.World.Named("postmaster").Standing == Unknown, "users", "every server takes mail for postmaster: RFC 5321 §4.5.1"},
	} {
		if b.breach {
			r.wrong(r.place(b.field), "%s; where a type breaks it, marks: says so", b.rule)
		}
	}
}
