package loopback

import (
	"net/netip"
	"strings"

	"ehlo/session/smtp"
)

// A User has a mailbox in the local domain.
type User struct {
	Name string // the local-part, in lower case
	Full string // the name of the person
}

// A List is a mailing list: mail to it goes to its members, and what cannot be
// delivered returns to its keeper, not to the author (RFC 5321 section 3.9.2).
type List struct {
	Name    string
	Keeper  string   // a mailbox, local-part@domain
	Members []string // local-parts of users
}

// A Move is a user of the local domain who left for another mailbox.
type Move struct {
	Name string
	To   string // a mailbox, local-part@domain
}

// A World is whom a server knows: one local domain with users, lists and those who
// moved away. Names are compared without regard to case.
type World struct {
	Domain string
	Users  []User
	Lists  []List
	Moves  []Move
	Guests []User // mailboxes of other domains, local-part@domain, that mail is taken for
}

// DefaultWorld returns the world of the included server: example.com with alice,
// carol, theboss, jsmith, hsmith and postmaster, the list team, and old.dan, who
// moved to dan@example.net.
func DefaultWorld() *World {
	return &World{
		Domain: "example.com",
		Users: []User{
			{"alice", "Alice Adams"},
			{"carol", "Carol Clark"},
			{"hsmith", "Harry Smith"},
			{"jsmith", "Joe Smith"},
			{"postmaster", "Postmaster"},
			{"theboss", "Theodora Boss"},
		},
		Lists: []List{{"team", "theboss@example.com", []string{"alice", "carol"}}},
		Moves: []Move{{"old.dan", "dan@example.net"}},
	}
}

// A standing says what a server knows of a mailbox.
type standing uint8

const (
	elsewhere standing = iota // another domain's; not ours to judge
	unknown                   // our domain, no such name
	user
	list
	moved
)

// A finding is what a world knows of one mailbox.
type finding struct {
	standing standing
	user     User   // for user
	to       string // for moved: the new mailbox
	list     *List
}

// find looks a mailbox up. A source route does not count, and an address literal
// stands for the local domain where own says so (RFC 1123 section 5.2.17).
func (w *World) find(p smtp.Path, own func(literal string) bool) finding {
	if p.IsPostmaster() {
		return w.named("postmaster")
	}
	local, domain, _ := cutLast(p.Mailbox(), '@')
	if strings.EqualFold(domain, w.Domain) || strings.HasPrefix(domain, "[") && own(domain) {
		return w.named(local)
	}
	for _, g := range w.Guests {
		name, at, _ := cutLast(g.Name, '@')
		if strings.EqualFold(name, local) && strings.EqualFold(at, domain) {
			return finding{standing: user, user: g}
		}
	}
	return finding{standing: elsewhere}
}

// named looks a local-part of the local domain up.
func (w *World) named(local string) finding {
	for _, u := range w.Users {
		if strings.EqualFold(u.Name, local) {
			return finding{standing: user, user: u}
		}
	}
	for i, l := range w.Lists {
		if strings.EqualFold(l.Name, local) {
			return finding{standing: list, list: &w.Lists[i]}
		}
	}
	for _, m := range w.Moves {
		if strings.EqualFold(m.Name, local) {
			return finding{standing: moved, to: m.To}
		}
	}
	return finding{standing: unknown}
}

// called returns the users one of whose names is word: "Smith" finds two.
func (w *World) called(word string) []User {
	var found []User
	for _, u := range w.Users {
		if strings.EqualFold(u.Full, word) || hasWord(u.Full, word) {
			found = append(found, u)
		}
	}
	return found
}

func hasWord(text, word string) bool {
	for w := range strings.FieldsSeq(text) {
		if strings.EqualFold(w, word) {
			return true
		}
	}
	return false
}

// members returns the users on a list, in its order.
func (w *World) members(l *List) []User {
	users := make([]User, 0, len(l.Members))
	for _, name := range l.Members {
		if f := w.named(name); f.standing == user {
			users = append(users, f.user)
		}
	}
	return users
}

// mailbox returns the mailbox of a user: local-part@domain.
func (w *World) mailbox(u User) string {
	if strings.Contains(u.Name, "@") {
		return u.Name
	}
	return u.Name + "@" + w.Domain
}

// mailboxes returns every mailbox that mail is stored in.
func (w *World) mailboxes() []string {
	var boxes []string
	for _, u := range w.Users {
		boxes = append(boxes, w.mailbox(u))
	}
	for _, g := range w.Guests {
		boxes = append(boxes, g.Name)
	}
	return boxes
}

// A delivery is one copy that a forward-path leads to.
type delivery struct {
	to      string // the mailbox
	returns string // the reverse-path of the copy, with brackets; "": the sender's
}

// deliveries returns where mail for an accepted forward-path goes.
func (w *World) deliveries(p smtp.Path, own func(string) bool) []delivery {
	f := w.find(p, own)
	switch f.standing {
	case user:
		return []delivery{{to: w.mailbox(f.user)}}
	case moved:
		return []delivery{{to: f.to}}
	case list:
		var ds []delivery
		for _, u := range w.members(f.list) {
			ds = append(ds, delivery{to: w.mailbox(u), returns: "<" + f.list.Keeper + ">"})
		}
		return ds
	}
	return nil
}

// cutLast cuts s around the last sep, since a quoted local-part may hold one too.
func cutLast(s string, sep byte) (before, after string, found bool) {
	if i := strings.LastIndexByte(s, sep); i >= 0 {
		return s[:i], s[i+1:], true
	}
	return s, "", false
}

// isAddress reports whether an address literal, with its brackets, is addr
// (RFC 5321 section 4.1.3).
func isAddress(literal string, addr netip.Addr) bool {
	text := strings.TrimSuffix(strings.TrimPrefix(literal, "["), "]")
	if len(text) > 5 && strings.EqualFold(text[:5], "IPv6:") {
		text = text[5:]
	}
	a, err := netip.ParseAddr(text)
	return err == nil && a.Unmap() == addr
}
