package smtp

// A Verb is a command word in upper case; verbs are case-insensitive on the
// wire (RFC 5321 section 2.4). The zero value is the verb of an empty line.
type Verb string

// The verbs of RFC 5321, of RFC 821 and of the extensions that ehlo knows.
const (
	EHLO     Verb = "EHLO"
	HELO     Verb = "HELO"
	LHLO     Verb = "LHLO" // RFC 2033 section 4.1
	MAIL     Verb = "MAIL"
	RCPT     Verb = "RCPT"
	DATA     Verb = "DATA"
	BDAT     Verb = "BDAT" // RFC 3030 section 2
	RSET     Verb = "RSET"
	VRFY     Verb = "VRFY"
	EXPN     Verb = "EXPN"
	HELP     Verb = "HELP"
	NOOP     Verb = "NOOP"
	QUIT     Verb = "QUIT"
	AUTH     Verb = "AUTH"     // RFC 4954 section 4
	STARTTLS Verb = "STARTTLS" // RFC 3207 section 4
	ETRN     Verb = "ETRN"     // RFC 1985 section 5
	ATRN     Verb = "ATRN"     // RFC 2645 section 5.2.1
	BURL     Verb = "BURL"     // RFC 4468 section 3
	XCLIENT  Verb = "XCLIENT"
	XFORWARD Verb = "XFORWARD"
	SEND     Verb = "SEND" // RFC 821 section 3.4, as SOML and SAML
	SOML     Verb = "SOML"
	SAML     Verb = "SAML"
	TURN     Verb = "TURN" // RFC 821 section 3.8
)

// A Standing says where a verb comes from.
type Standing uint8

// The standings of a verb.
const (
	Foreign   Standing = iota // no verb that ehlo knows
	Core                      // RFC 5321 section 4.1.1
	Extension                 // defined by an extension, usable if offered
	Obsolete                  // RFC 821, withdrawn by RFC 5321 appendix F
)

// Standing returns where v comes from; [Foreign] for a verb ehlo does not know.
func (v Verb) Standing() Standing {
	switch v {
	case EHLO, HELO, MAIL, RCPT, DATA, RSET, VRFY, EXPN, HELP, NOOP, QUIT:
		return Core
	case LHLO, BDAT, AUTH, STARTTLS, ETRN, ATRN, BURL, XCLIENT, XFORWARD:
		return Extension
	case SEND, SOML, SAML, TURN:
		return Obsolete
	}
	return Foreign
}
