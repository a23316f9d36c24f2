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

var standingNames = [...]string{"foreign", "core", "extension", "obsolete"}

// String returns the standing as one lower-case word.
func (s Standing) String() string { return standingNames[s] }

// LastInGroup reports whether v must be the last command of a pipelined group:
// its reply decides what may follow (RFC 2920 section 3.1, RFC 3207 section 4, RFC
// 4954 section 4). A verb that ehlo does not know is one: nobody can say what
// its reply would be.
func (v Verb) LastInGroup() bool {
	switch v {
	case EHLO, HELO, LHLO, DATA, VRFY, EXPN, NOOP, QUIT, AUTH, STARTTLS, TURN, ETRN, ATRN, XCLIENT, XFORWARD:
		return true
	}
	return v.Standing() == Foreign
}

// Opens reports whether v opens a mail transaction, as MAIL does and RFC 821's
// SEND, SOML and SAML did.
func (v Verb) Opens() bool {
	switch v {
	case MAIL, SEND, SOML, SAML:
		return true
	}
	return false
}

// Offer returns the EHLO keyword with which a server offers v, for the verbs of
// extensions and of RFC 821; "" for a verb that needs no offer. LHLO needs none,
// it is the hello of another protocol.
func (v Verb) Offer() string {
	switch {
	case v == LHLO:
		return ""
	case v == BDAT:
		return "CHUNKING"
	case v.Standing() == Extension, v.Standing() == Obsolete:
		return string(v)
	}
	return ""
}
