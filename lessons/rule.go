package lessons

import (
	"strings"

	"ehlo/session/smtp"
)

// A Severity says how much a rule weighs. The zero value is [Note].
type Severity uint8

// The severities, the lightest first.
const (
	Note        Severity = iota // worth knowing; no rule is broken, or no more than a SHOULD
	NotLegal                    // against the RFC; many servers take it all the same
	Error                       // cannot do what it was meant to do
	ServerFault                 // the server broke a MUST or a MUST NOT
)

// String returns the severity as the reference and `--json` write it.
func (s Severity) String() string {
	return [...]string{"note", "not-legal", "error", "server-fault"}[s]
}

// A Rule is one thing that can be said of a line, of a reply, or of a moment of a
// dialogue, with a dialogue that it speaks of and one that it doesn't. Each rule
// has its words here and nowhere else.
type Rule struct {
	ID       string // as the course numbers it, "D3.1", or a name: "BadDomain", "list-to-helo"
	Severity Severity
	Kind     smtp.Kind // the fault that it has the words for; NoFault where the moment decides
	Asks     string    // what the rule asks for, to follow "breaks RFC 5321 §3.3:"; "" if nothing is asked
	Say      string    // what is so, and why it matters: one or two sentences
	Remedy   string    // what to do; "" where nothing is to be done
	Section  string    // "RFC 5321 §3.3"
	Breaks   string    // a dialogue, whose last line the rule speaks of
	Keeps    string    // one that resembles it, of whose last line the rule doesn't speak
}

// A Finding is a rule that was met, with its words made particular, and where.
type Finding struct {
	Rule        Rule
	Say, Remedy string
	Span        smtp.Span // in the octets of the line; empty where the whole moment is meant
}

// text is what a finding says, the remedy behind it.
func (f Finding) text() string { return strings.TrimSpace(f.Say + " " + f.Remedy) }
