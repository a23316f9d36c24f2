package transcript

import (
	"bytes"
	"sort"

	"ehlo/session/smtp"
)

// maxPiece bounds one event of message text or of a chunk, in octets.
const maxPiece = 64 << 10

var crlf = []byte("\r\n")

// piece returns how many octets of b make the next event of the client, which last
// said the octet last. For message text it also returns the state behind it, if it
// had to be found out on the way.
func piece(s *smtp.State, last byte, b []byte) (int, *smtp.State) {
	most := min(len(b), maxPiece)
	switch s.Reading() {
	case smtp.AsChunk:
		return int(min(int64(most), s.ChunkLeft())), nil
	case smtp.AsText:
		return textPiece(s, b, most)
	}
	if last == '\r' && b[0] == '\n' {
		return 1, nil
	}
	if i := bytes.Index(b[:most], crlf); i >= 0 {
		return i + len(crlf), nil
	}
	return most, nil
}

// textPiece ends a piece of message text where the text ends, or else at a line end
// if b is longer than a piece may be.
func textPiece(s *smtp.State, b []byte, most int) (int, *smtp.State) {
	if most < len(b) {
		if i := bytes.LastIndex(b[:most], crlf); i >= 0 {
			most = i + len(crlf)
		}
	}
	after := s.Said(b[:most:most])
	if !endedText(s, &after) {
		return most, &after
	}
	n := sort.Search(most, func(n int) bool {
		after := s.Said(b[:n:n])
		return endedText(s, &after)
	})
	return n, nil
}

// endedText reports whether a message is complete in after but was not before.
func endedText(before, after *smtp.State) bool {
	return after.Reading() != smtp.AsText || after.OwedCount() != before.OwedCount()
}
