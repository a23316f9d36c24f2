package smtp

// A Kind names one way in which octets break the rules. Each kind has a name
// that lessons and scripts may use, see [Kind.String]. The zero value is no fault.
type Kind uint8

// What can be wrong with a command line, with message text, or with a reply.
// The section behind each is the rule that is broken.
const (
	NoFault Kind = iota

	// Command lines.
	EmptyLine            // 4.1.1: a command begins with a verb
	UnknownVerb          // 4.2.4
	LeadingSpace         // 4.1.1: nothing stands before the verb
	MissingArgument      // 4.1.4, 4.1.1.x: the verb needs an argument
	UnexpectedArgument   // 4.1.1.4, 4.1.1.5, 4.1.1.10: DATA, RSET, QUIT take none; others no second one
	BadArgument          // 4.1.1: an argument of another form than the verb asks for, as in BDAT x
	ExtraSpace           // 2.4, 4.1.2: one space separates, here are more
	MissingFrom          // 3.3: MAIL without FROM:
	MissingTo            // 3.3: RCPT without TO:
	WrongDirection       // 3.3: MAIL TO: or RCPT FROM:
	MissingColon         // 3.3: MAIL FROM<...>
	SpaceBeforeColon     // 3.3
	SpaceAfterColon      // 3.3
	MissingAngleBrackets // 4.1.2
	UnclosedBracket      // 4.1.2
	DisplayName          // 4.1.2: a name belongs in the header
	TwoPaths             // 4.1.1.3: one forward-path per RCPT
	BadLocalPart         // 4.1.2
	BadDomain            // 4.1.2, 2.3.5
	BadLiteral           // 4.1.3
	MissingDomain        // 4.1.2: only Postmaster may stand alone
	EmptyForwardPath     // 4.1.1.3: RCPT TO:<>
	SourceRoute          // 4.1.1.3, appendix C: deprecated, ignored
	LocalPartTooLong     // 4.5.3.1.1
	DomainTooLong        // 4.5.3.1.2
	PathTooLong          // 4.5.3.1.3
	LineTooLong          // 4.5.3.1.4; in a reply 4.5.3.1.5; in text 4.5.3.1.6
	BadParameter         // 4.1.2: esmtp-keyword ["=" esmtp-value]
	ParameterTwice       // 4.1.1.11
	ParameterBeforePath  // 4.1.1.2
	ParameterNotOffered  // 4.1.1.11, 2.2.1; needs a state
	VerbNotOffered       // 2.2.1; needs a state
	SingleLabel          // 2.3.5: a name without a dot in EHLO
	BareAddress          // 4.1.3: an address literal wears [ ]
	LiteralInHelo        // 4.1.1.1: HELO knows only a domain
	ControlOctet         // 4.1.2, 2.4
	EightBit             // 2.4: an octet above 127 outside SMTPUTF8 / 8BITMIME
	BareLF               // 2.3.8
	BareCR               // 2.3.8
	NoLineEnd            // 2.3.8: a CR came, the LF behind it has not come yet
	HeaderAsCommand      // a header field typed where a command goes
	OfferAsVerb          // an EHLO keyword typed as a command
	OutOfOrder           // 4.1.4; needs a state
	LineAfterLast        // 2920 section 3.1: something follows a verb that must be last in a group

	// Replies.
	NoCode              // 4.2: a reply line begins with three digits
	CodeOutOfRange      // 4.2: 2-5, 0-5, 0-9
	DifferentCodes      // 4.2.1: one reply, one code
	BadSeparator        // 4.2: the code is followed by SP, "-" or the line end
	NoText              // 4.2: a code SHOULD have text
	ClassDisagrees      // 2034 section 4: 550 4.1.1
	BadEnhanced         // 3463 section 2
	ReplyTooLong        // ehlo's own bound on one reply
	ReplyCut            // the connection ended inside the reply
	EnhancedNotExpected // 2034 section 4: on a greeting, on 354, on a hello
)

// A Fault is one breach of the rules within a line, message text or a reply. An
// empty span marks the place where something is missing.
type Fault struct {
	Kind Kind
	Span Span // where in the octets
}
