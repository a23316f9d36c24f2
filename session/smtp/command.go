package smtp

import "strings"

// An Ending says how a line ends.
type Ending uint8

// The endings of a line; only CRLF ends one (RFC 5321 section 2.3.8).
const (
	None Ending = iota // the line was given without its end
	CRLF
	LF
)

// Len returns the length of the ending in octets.
func (e Ending) Len() int { return [...]int{None: 0, CRLF: 2, LF: 1}[e] }

// A Parameter is one "KEYWORD" or "KEYWORD=value" behind a path
// (RFC 5321 section 4.1.2, esmtp-param).
type Parameter struct {
	Keyword  string // in upper case; keywords are case-insensitive
	Value    string // as sent
	HasValue bool   // whether there was a "="
	Span     Span   // the whole parameter
}

// A Role says what part a token plays in a command line.
type Role uint8

// The roles of tokens.
const (
	RoleVerb     Role = iota
	RoleKeyword       // FROM: and TO:
	RolePath          // <...>, or the address without its brackets
	RoleParam         // the keyword of a parameter
	RoleValue         // its value
	RoleArgument      // any other argument: a host name, a string, a mechanism
)

// A Token is one coloured piece of a command line.
type Token struct {
	Role Role
	Span Span
}

// A Command is a command line as understood. It always has the octets; every
// other field holds what could be made of them, however odd they are. All spans
// count from the beginning of Line; that of a wrong line end lies behind it.
type Command struct {
	Line   []byte // the octets without the line end
	End    Ending
	Verb   Verb   // "" for an empty line
	Arg    string // what follows the verb, without the blanks around it
	Path   Path   // MAIL's reverse-path, RCPT's forward-path
	HasP   bool   // whether Path was found
	Params []Parameter
	Tokens []Token // in order, none overlaps another
	Faults []Fault // in order of their spans; those that need a state come from Check
}

// ParseCommand reads one command line, with or without its end. It never fails and
// keeps no reference to line: the command has copies of what it needs.
func ParseCommand(line []byte) Command {
	var p parser
	p.begin(line)
	p.verb()
	p.argument()
	return p.command()
}

// Param returns the parameter of that keyword, in any case; the first one if there
// are two.
func (c Command) Param(keyword string) (Parameter, bool) {
	for _, p := range c.Params {
		if sameWord(p.Keyword, keyword) {
			return p, true
		}
	}
	return Parameter{}, false
}

// Has reports whether the line has a fault of that kind by itself; it knows
// nothing of the faults that need a state.
func (c Command) Has(k Kind) bool { return faultList(c.Faults).has(k) }

// Chunk returns what BDAT announces: the octets that follow its line, and whether
// they are the last of the message (RFC 3030 section 2). False for any other verb
// and for a BDAT that is not well formed; then no octet of a chunk follows.
func (c Command) Chunk() (size int64, last bool, ok bool) {
	words := strings.FieldsFunc(c.Arg, isBlankRune)
	if c.Verb != BDAT || len(words) < 1 || len(words) > 2 {
		return 0, false, false
	}
	size, ok = chunkSize(words[0])
	if len(words) == 2 {
		last = sameWord(words[1], "LAST")
		ok = ok && last
	}
	if !ok {
		return 0, false, false
	}
	return size, last, true
}

// Mechanism returns the name of the mechanism in an AUTH, in upper case (RFC 4954
// section 4); false for any other verb and for an AUTH without one.
func (c Command) Mechanism() (string, bool) {
	words := strings.FieldsFunc(c.Arg, isBlankRune)
	if c.Verb != AUTH || len(words) == 0 {
		return "", false
	}
	return Upper(words[0]), true
}

// isBlankRune reports whether r parts words: a CR or a LF within a line does not.
func isBlankRune(r rune) bool { return r == ' ' || r == '\t' }
