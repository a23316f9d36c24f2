package lessons

import (
	"bytes"

	"ehlo/session/smtp"
)

// chunkMoments are about the octets that a BDAT announced.
var chunkMoments = [...]moment{
	{Rule{
		ID: "D16.4", Severity: Error, Asks: "two octets for each CR LF", Section: "RFC 3030 §2",
		Say: "{over|Some octets} more than announced, one for each line end.", Remedy: "CR LF counts as two. What is over is read as a command.",
		Breaks: toRcpt + "C: BDAT 3 LAST\nC\"hi\\r\\n\"",
		Keeps:  toRcpt + "C: BDAT 4 LAST\nC\"hi\\r\\n\"",
	}, 0, func(x scene) (smtp.Span, bool) {
		n := bytes.Count(x.octets(), []byte("\r\n"))
		return x.behindChunk(), x.overhang() > 0 && x.overhang() == n
	}},
	{Rule{
		ID: "D16.2", Severity: Error, Asks: "as many octets as were announced", Section: "RFC 3030 §2",
		Say: "{over|Some octets} more than announced.", Remedy: "The server counts, and reads what is over as a command.",
		Breaks: toRcpt + "C: BDAT 2 LAST\nC\"hello\\r\\n\"",
		Keeps:  toRcpt + "C: BDAT 7 LAST\nC\"hello\\r\\n\"",
	}, 0, func(x scene) (smtp.Span, bool) {
		n := bytes.Count(x.octets(), []byte("\r\n"))
		return x.behindChunk(), x.overhang() > 0 && x.overhang() != n
	}},
}

// octets are the line with its end.
func (x scene) octets() []byte {
	if !x.typed {
		return x.event.Octets
	}
	return append(bytes.Clone(x.line), x.end...)
}

// behindChunk is the span of what stands behind the chunk.
func (x scene) behindChunk() smtp.Span {
	n := len(x.line)
	if !x.typed {
		n = len(x.event.Octets)
	}
	return smtp.Span{From: min(n, int(x.before.ChunkLeft())), To: n}
}
