package smtp

import "time"

// Sizes in octets. RFC 5321 section 4.5.3.1 asks every implementation to take at
// least these and every client to stay within them.
const (
	LocalPartLimit     = 64    // section 4.5.3.1.1
	DomainLimit        = 255   // section 4.5.3.1.2
	LabelLimit         = 63    // RFC 1035 section 2.3.4: between two dots of a domain
	PathLimit          = 256   // section 4.5.3.1.3, with its brackets
	CommandLineLimit   = 512   // section 4.5.3.1.4, with its CRLF; extensions add to it
	AuthLineLimit      = 12288 // RFC 4954 section 4: AUTH and the lines that answer a 334
	TextLineLimit      = 1000  // section 4.5.3.1.6, with its CRLF, without the stuffed dot
	MessageMinimum     = 65536 // section 4.5.3.1.7: a server takes at least this
	RecipientsMinimum  = 100   // section 4.5.3.1.8: recipients a server takes at least
	SizeDigitsLimit    = 20    // RFC 1870 section 3: digits of SIZE=
	EnvidLimit         = 100   // RFC 3461 section 4.4: characters of ENVID= once decoded
	OrcptLimit         = 500   // RFC 3461 section 4.2: characters of the whole ORCPT parameter
	MechanismNameLimit = 20    // RFC 4422 section 3.1: characters of a mechanism's name
)

// Times to wait at least, RFC 5321 section 4.5.3.2. They run for each command and
// each buffer, not for a whole transaction.
const (
	GreetingTimeout = 5 * time.Minute  // section 4.5.3.2.1: for the 220
	MailTimeout     = 5 * time.Minute  // section 4.5.3.2.2
	RcptTimeout     = 5 * time.Minute  // section 4.5.3.2.3
	DataTimeout     = 2 * time.Minute  // section 4.5.3.2.4: for the 354
	BlockTimeout    = 3 * time.Minute  // section 4.5.3.2.5: for each piece of text to leave
	FinalDotTimeout = 10 * time.Minute // section 4.5.3.2.6: for the reply to the final dot
	ServerTimeout   = 5 * time.Minute  // section 4.5.3.2.7: for the client's next command
	TurnAtrnTimeout = 10 * time.Minute // RFC 2645 section 5.2.1: for the reply to ATRN
	RetryInterval   = 30 * time.Minute // section 4.5.4.1: between two attempts
	GiveUpTime      = 96 * time.Hour   // section 4.5.4.1: four days at least, better five
)
