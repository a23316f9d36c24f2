package persona

import (
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/goccy/go-yaml/ast"

	"ehlo/session/smtp"
)

// Bounds of what a file says, in characters.
const (
	nameLimit   = 32
	wordsLimit  = 100 // of a sentence
	personLimit = 60
	textLimit   = 200 // of a reply: with code and name it stays below the 512 of RFC 5321 section 4.5.3.1.5
	addressMost = 254
	hushLimit   = 10 * time.Second
)

// Bounds of the limits that a type may set.
const (
	sizeMost       = 64 << 20
	recipientsMost = 1000
	lineLeast      = 64
	lineMost       = 16 << 10
)

// begin makes the type of what it is based on.
func (r *reader) begin(root ast.Node, base func(string) *Persona) {
	r.p = &Persona{World: &World{}, Unstuffs: true, Texts: map[string]string{}}
	if base == nil {
		return
	}
	from := base("default")
	for i := root.(ast.MapNode).MapRange(); i.Next(); {
		if i.Key().GetToken().Value != "based-on" {
			continue
		}
		text, at, ok := r.scalar(i.Value())
		other := (*Persona)(nil)
		if ok && slices.Contains(names, text) {
			other = base(text)
		}
		switch {
		case other != nil:
			from = other
		case ok:
			r.wrong(at, "there is no server type %s to base it on; there are %s", text, strings.Join(names, ", "))
		}
	}
	p, w := *from, *from.World
	p.World, p.Texts = &w, maps.Clone(from.Texts)
	p.Name, p.Says = "", ""
	r.p = &p
}

// types are the fields of a file.
func (r *reader) types() map[string]field {
	p, w := r.p, r.p.World
	hellos := map[string]Hello{"esmtp": ESMTP, "1982": Old, "lmtp": LMTP}
	return map[string]field{
		"name":       r.name(&p.Name),
		"says":       r.words(&p.Says, wordsLimit),
		"marks":      each(r, &p.Marks, func(s *string) field { return r.words(s, wordsLimit) }),
		"based-on":   func(ast.Node) {}, // begin has read it
		"hello":      choice(r, &p.Hello, hellos),
		"extensions": each(r, &p.Extensions, r.extension),
		"inside-tls": each(r, &p.Secure, r.extension),
		"domain":     r.domain(&w.Domain),
		"users":      each(r, &w.Users, func(u *User) field { return r.user(u, r.local) }),
		"guests":     each(r, &w.Guests, func(u *User) field { return r.user(u, r.mailbox) }),
		"lists":      each(r, &w.Lists, r.mailingList),
		"moves":      each(r, &w.Moves, r.move),
		"full":       each(r, &p.Full, r.local),
		"policies":   r.policies,
		"limits":     r.limits,
		"forgives":   r.kinds(&p.Forgives, slices.Concat(forgivable, tolerated), "cannot be forgiven: what such a line means cannot be known"),
		"refuses":    r.kinds(&p.Refuses, textFaults, "is no fault of message text"),
		"hush":       r.duration(&p.Hush),
		"hasty":      r.yesNo(&p.Hasty),
		"unstuffing": choice(r, &p.Unstuffs, map[string]bool{"right": true, "bug": false}),
		"texts":      r.texts,
	}
}

func (r *reader) policies(n ast.Node) {
	p := r.p
	answers := map[string]Policy{"answer": Answer, "discreet": Discreet, "absent": Absent}
	r.fields(n, "policies.", map[string]field{
		"relay": r.relay,
		"vrfy":  choice(r, &p.VRFY, answers),
		"expn":  choice(r, &p.EXPN, answers),
		"moved": choice(r, &p.Moved, map[string]Moved{"redirect": Redirect, "forward": Forward}),
	})
}

// relay takes what can be had.
func (r *reader) relay(n ast.Node) {
	if text, at, ok := r.scalar(n); ok && text != "no" {
		r.wrong(at, "no stands here; relaying comes later")
	}
}

func (r *reader) limits(n ast.Node) {
	p := r.p
	r.fields(n, "limits.", map[string]field{
		"size":       r.number(&p.Size, 1, sizeMost),
		"recipients": r.number(&p.Recipients, 1, recipientsMost),
		"line":       r.number(&p.Line, lineLeast, lineMost),
	})
}

func (r *reader) texts(n ast.Node) {
	known := map[string]field{}
	for _, name := range TextNames() {
		known[name] = func(n ast.Node) {
			text := ""
			r.said(&text, textLimit)(n)
			r.p.Texts[name] = text
		}
	}
	r.fields(n, "texts.", known)
}

// each reads a list into what was empty before.
func each[T any](r *reader, into *[]T, one func(*T) field) field {
	return func(n ast.Node) {
		*into = []T{}
		r.list(n, func(n ast.Node) {
			var element T
			one(&element)(n)
			*into = append(*into, element)
		})
	}
}

func (r *reader) user(u *User, name func(*string) field) field {
	return func(n ast.Node) {
		r.fields(n, "users.", map[string]field{"name": name(&u.Name), "person": r.said(&u.Full, personLimit)})
	}
}

func (r *reader) mailingList(l *List) field {
	return func(n ast.Node) {
		r.fields(n, "lists.", map[string]field{
			"name": r.local(&l.Name), "keeper": r.mailbox(&l.Keeper), "members": each(r, &l.Members, r.local),
		})
	}
}

func (r *reader) move(m *Move) field {
	return func(n ast.Node) {
		r.fields(n, "moves.", map[string]field{"name": r.local(&m.Name), "to": r.mailbox(&m.To)})
	}
}

// name reads the name of a server type, a word for a command line.
func (r *reader) name(into *string) field {
	const letters = "abcdefghijklmnopqrstuvwxyz0123456789-"
	return func(n ast.Node) {
		text, at, ok := r.scalar(n)
		switch {
		case !ok:
		case text == "" || strings.Trim(text, letters) != "" || text[0] == '-' || len(text) > nameLimit:
			r.wrong(at, "a name has at most %d of a-z, 0-9 and -", nameLimit)
		default:
			*into = text
		}
	}
}

// local reads a local-part of the local domain, in lower case.
func (r *reader) local(into *string) field {
	return r.address(into, "@example.com", "a local-part stands here, in lower case, as alice")
}

// mailbox reads local-part@domain.
func (r *reader) mailbox(into *string) field {
	return r.address(into, "", "a mailbox stands here, as alice@example.com")
}

// domain reads the name of a domain.
func (r *reader) domain(into *string) field {
	return func(n ast.Node) {
		text, at, ok := r.scalar(n)
		if !ok {
			return
		}
		path, faults := smtp.ParsePath([]byte("<alice@" + text + ">"))
		if len(faults) > 0 || path.Domain != text || len(text) > addressMost || text != strings.ToLower(text) || text[0] == '[' {
			r.wrong(at, "the name of a domain stands here, in lower case, as example.com")
			return
		}
		*into = text
	}
}

// address reads an address that RCPT would take with behind at its end. It is no
// quoted string.
func (r *reader) address(into *string, behind, what string) field {
	return func(n ast.Node) {
		text, at, ok := r.scalar(n)
		if !ok {
			return
		}
		path, faults := smtp.ParsePath([]byte("<" + text + behind + ">"))
		bad := len(faults) > 0 || path.Mailbox() != text+behind || len(text) > addressMost
		if bad || strings.ContainsAny(text, `"[`) || behind != "" && text != strings.ToLower(text) {
			r.wrong(at, "%s", what)
			return
		}
		*into = text
	}
}

func (r *reader) duration(into *time.Duration) field {
	return func(n ast.Node) {
		text, at, ok := r.scalar(n)
		if !ok {
			return
		}
		d, err := time.ParseDuration(text)
		if err != nil || d < 0 || d > hushLimit {
			r.wrong(at, "a time up to %s stands here, as 250ms", hushLimit)
			return
		}
		*into = d
	}
}
