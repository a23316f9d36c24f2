package smtp

// An Ending says how a line ends.
type Ending uint8

// The endings of a line; only CRLF ends one (RFC 5321 section 2.3.8).
const (
	None Ending = iota // the line was given without its end
	CRLF
	LF
)

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
	RolePath          // <...>
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
// other field holds what could be made of them, however odd they are.
type Command struct {
	Line   []byte // the octets without the line end
	End    Ending
	Verb   Verb   // "" for an empty line
	Arg    string // what follows the verb, without the blanks around it
	Path   Path   // MAIL's reverse-path, RCPT's forward-path
	HasP   bool   // whether Path was found
	Params []Parameter
	Tokens []Token
	Faults []Fault // in order of their spans; those that need a state come from State.Check
}
