package smtp

import "slices"

// An extension is what ehlo knows of an EHLO keyword that is no verb, or that
// brings parameters.
type extension struct {
	keyword string
	mail    []string // parameters of MAIL
	rcpt    []string // parameters of RCPT
	addMail int      // octets that it adds to a MAIL line
	addRcpt int      // octets that it adds to a RCPT line
}

// The increases are those that each RFC states. DSN states none, though RFC 3885
// section 2 speaks of 107 and 507.
var extensions = []extension{
	{keyword: "SIZE", mail: []string{"SIZE"}, addMail: 26},                                                          // RFC 1870 section 3
	{keyword: "8BITMIME", mail: []string{"BODY"}},                                                                   // RFC 6152 section 2
	{keyword: "BINARYMIME", mail: []string{"BODY"}, addMail: 16},                                                    // RFC 3030 section 3
	{keyword: "SMTPUTF8", mail: []string{"SMTPUTF8"}, addMail: 10},                                                  // RFC 6531 section 3.1
	{keyword: "DSN", mail: []string{"RET", "ENVID"}, rcpt: []string{"NOTIFY", "ORCPT"}},                             // RFC 3461 section 4
	{keyword: "AUTH", mail: []string{"AUTH"}, addMail: 500},                                                         // RFC 4954 section 3
	{keyword: "DELIVERBY", mail: []string{"BY"}, addMail: 17},                                                       // RFC 2852 section 2
	{keyword: "FUTURERELEASE", mail: []string{"HOLDFOR", "HOLDUNTIL"}, addMail: 34},                                 // RFC 4865 section 3
	{keyword: "MT-PRIORITY", mail: []string{"MT-PRIORITY"}, addMail: 15},                                            // RFC 6710 section 3
	{keyword: "RRVS", rcpt: []string{"RRVS"}, addRcpt: 33},                                                          // RFC 7293 section 3.1
	{keyword: "REQUIRETLS", mail: []string{"REQUIRETLS"}, addMail: 11},                                              // RFC 8689 section 2
	{keyword: "NO-SOLICITING", mail: []string{"SOLICIT"}, addMail: 1007},                                            // RFC 3865 section 2
	{keyword: "MTRK", mail: []string{"MTRK"}, addMail: 40},                                                          // RFC 3885 section 2
	{keyword: "CONPERM", mail: []string{"CONPERM"}},                                                                 // RFC 4141 section 4
	{keyword: "CONNEG", rcpt: []string{"CONNEG"}},                                                                   // RFC 4141 section 5
	{keyword: "CHECKPOINT", mail: []string{"TRANSID"}, addMail: 88},                                                 // RFC 1845 section 2
	{keyword: "SUBMITTER", mail: []string{"SUBMITTER"}},                                                             // RFC 4405 section 2
	{keyword: "UTF8SMTP", mail: []string{"ALT-ADDRESS"}, rcpt: []string{"ALT-ADDRESS"}, addMail: 460, addRcpt: 460}, // RFC 5336 section 3.1
	{keyword: "XVERP", mail: []string{"XVERP"}},
	{keyword: "PRDR", mail: []string{"PRDR"}},
	{keyword: "PIPELINING"},          // RFC 2920 section 2
	{keyword: "ENHANCEDSTATUSCODES"}, // RFC 2034 section 3
	{keyword: "CHUNKING"},            // RFC 3030 section 2
	{keyword: "LIMITS"},              // RFC 9422
	{keyword: "PIPECONNECT"},
}

// AddedOctets returns by how many octets a command line of that verb may grow when
// the server offers the extension of that keyword, in any case; 0 for most (RFC
// 5321 section 4.5.3.1.4 and the extension's own RFC).
func AddedOctets(keyword string, verb Verb) int {
	i := slices.IndexFunc(extensions, func(e extension) bool { return sameWord(e.keyword, keyword) })
	switch {
	case i < 0:
		return 0
	case verb.Opens():
		return extensions[i].addMail
	case verb == RCPT:
		return extensions[i].addRcpt
	}
	return 0
}

// OffersOf returns the EHLO keywords that allow the parameter to that verb: one of
// them must have been offered. None means that ehlo knows no extension that brings
// it.
func (p Parameter) OffersOf(verb Verb) []string {
	switch {
	case p.Keyword == "BODY" && verb.Opens():
		return p.offersOfBody()
	case p.Keyword == "SMTPUTF8" && (verb == VRFY || verb == EXPN):
		return []string{"SMTPUTF8"} // RFC 6531 section 3.7.4.2
	}
	var keywords []string
	for _, e := range extensions {
		if verb.Opens() && slices.Contains(e.mail, p.Keyword) || verb == RCPT && slices.Contains(e.rcpt, p.Keyword) {
			keywords = append(keywords, e.keyword)
		}
	}
	return keywords
}

func (p Parameter) offersOfBody() []string {
	if sameWord(p.Value, "BINARYMIME") {
		return []string{"BINARYMIME"}
	}
	return []string{"8BITMIME"}
}

// isOffer reports whether word is an EHLO keyword that is not also a verb.
func isOffer(word string) bool {
	return slices.ContainsFunc(extensions, func(e extension) bool {
		return e.keyword == word && Verb(word).Standing() == Foreign
	})
}

// isParameter reports whether word is a parameter that some extension brings.
func isParameter(word string) bool {
	return slices.ContainsFunc(extensions, func(e extension) bool {
		return slices.Contains(e.mail, word) || slices.Contains(e.rcpt, word)
	})
}
