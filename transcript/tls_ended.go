package transcript

import "strings"

// TLSEnded is how the text of [Lost] begins where the server itself ended TLS with an
// alert (RFC 8446 section 6.2). What it said follows.
const TLSEnded = "the server ended TLS: "

// EndedTLS reports whether an event tells that the server ended TLS, and what it said,
// in the words of the event.
func (e Event) EndedTLS() (why string, ok bool) {
	why, ok = strings.CutPrefix(e.Text, TLSEnded)
	return why, ok && e.Who == Local && e.Fact == Lost
}
