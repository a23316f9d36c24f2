package transcript

import "ehlo/session/smtp"

// envelopeText is how many octets of each text a journal of envelopes keeps.
const envelopeText = 4 << 10

// abridge leaves out of e what lies beyond the first 4 KiB of a message, but not
// the line end and the dot that the state must see. What was sent behind DATA
// before its reply is kept whole: nobody knows yet whether it is text.
func abridge(e Event, before *smtp.State) Event {
	reading := before.Reading()
	if e.Who != Client || reading != smtp.AsText && reading != smtp.AsChunk {
		return e
	}
	from := min(int(max(0, envelopeText-before.TextOctets())), len(e.Octets))
	to := len(e.Octets)
	for to > from && to > len(e.Octets)-5 && endOctet(e.Octets[to-1]) {
		to--
	}
	if to <= from {
		return e
	}
	if e.Mark >= 0 {
		// An event has one mark: what was cut before goes with it.
		from, to = min(from, e.Mark), max(to, e.Mark)
	}
	kept := append(e.Octets[:from:from], e.Octets[to:]...)
	e.Reads = shift(e.Reads, []smtp.Span{{From: from, To: to}}, len(kept))
	e.Octets, e.Mark, e.Flags = kept, from, e.Flags|Omitted
	e.Gone = min(e.Gone+to-from, maxGone)
	return e
}

// endOctet reports whether c may be part of the end of a text.
func endOctet(c byte) bool { return c == '\r' || c == '\n' || c == '.' }
