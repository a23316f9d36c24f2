package persona

import (
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

// A Standing says what a server knows of a mailbox.
type Standing uint8

// The standings of a mailbox.
const (
	Elsewhere Standing = iota // another domain's; not ours to judge
	Unknown                   // our domain, no such name
	OfUser
	OfList
	OfMoved
)

// A Finding is what a world knows of one mailbox.
type Finding struct {
	Standing Standing
	User     User   // of OfUser
	To       string // of OfMoved: the new mailbox
	List     *List  // of OfList
}

// Find looks a mailbox up. A source route does not count, and an address literal
// stands for the local domain where own says so (RFC 1123 section 5.2.17).
func (w *World) Find(p smtp.Path, own func(literal string) bool) Finding {
	if p.IsPostmaster() {
		return w.Named("postmaster")
	}
	local, domain, _ := cutLast(p.Mailbox(), '@')
	if strings.EqualFold(domain, w.Domain) || strings.HasPrefix(domain, "[") && own(domain) {
		return w.Named(local)
	}
	for _, g := range w.Guests {
		name, at, _ := cutLast(g.Name, '@')
		if strings.EqualFold(name, local) && strings.EqualFold(at, domain) {
			return Finding{Standing: OfUser, User: g}
		}
	}
	return Finding{Standing: Elsewhere}
}

// Named looks a local-part of the local domain up.
func (w *World) Named(local string) Finding {
	for _, u := range w.Users {
		if strings.EqualFold(u.Name, local) {
			return Finding{Standing: OfUser, User: u}
		}
	}
	for i, l := range w.Lists {
		if strings.EqualFold(l.Name, local) {
			return Finding{Standing: OfList, List: &w.Lists[i]}
		}
	}
	for _, m := range w.Moves {
		if strings.EqualFold(m.Name, local) {
			return Finding{Standing: OfMoved, To: m.To}
		}
	}
	return Finding{Standing: Unknown}
}

// Called returns the users one of whose names is word: "Smith" finds two.
func (w *World) Called(word string) []User {
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

// Members returns the users on a list, in its order.
func (w *World) Members(l *List) []User {
	users := make([]User, 0, len(l.Members))
	for _, name := range l.Members {
		if f := w.Named(name); f.Standing == OfUser {
			users = append(users, f.User)
		}
	}
	return users
}

// Mailbox returns the mailbox of a user: local-part@domain.
func (w *World) Mailbox(u User) string {
	if strings.Contains(u.Name, "@") {
		return u.Name
	}
	return u.Name + "@" + w.Domain
}

// Mailboxes returns every mailbox that mail is stored in.
func (w *World) Mailboxes() []string {
	var boxes []string
	for _, u := range w.Users {
		boxes = append(boxes, w.Mailbox(u))
	}
	for _, g := range w.Guests {
		boxes = append(boxes, g.Name)
	}
	return boxes
}

// A Delivery is one copy that a forward-path leads to.
type Delivery struct {
	To      string // the mailbox
	Returns string // the reverse-path of the copy, with brackets; "": the sender's
}

// Deliveries returns where mail for an accepted forward-path goes.
func (w *World) Deliveries(p smtp.Path, own func(string) bool) []Delivery {
	f := w.Find(p, own)
	switch f.Standing {
	case OfUser:
		return []Delivery{{To: w.Mailbox(f.User)}}
	case OfMoved:
		return []Delivery{{To: f.To}}
	case OfList:
		var ds []Delivery
		for _, u := range w.Members(f.List) {
			ds = append(ds, Delivery{To: w.Mailbox(u), Returns: "<" + f.List.Keeper + ">"})
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
