package transcript

import (
	"bytes"
)

// prefixed is a line of a listing: who speaks, then what.
var prefixed = newPattern(`^[ \t]*(C|S|R|Client|Server|Sender|Receiver|client|server|sender|receiver)[:>](.*)$`)

var literalLine = newPattern(`^[ \t]*([CS])(".*")[ \t]*$`)

// listingForm returns the form of listings with the meaning that the prefixes have
// in this one, which only their use tells: S is the server, except for RFC 821 and
// those that follow it, where it is the sender and R the receiver. It has no reader
// if no line has a prefix.
func listingForm(lines [][]byte) bookForm {
	use := prefixUse(lines)
	if len(use.score) == 0 {
		return bookForm{}
	}
	roles := use.roles()
	return bookForm{"listing", func(line []byte) taken { return readListing(line, roles, use.gap) }, true}
}

// A prefixes is how a listing uses its prefixes.
type prefixes struct {
	score map[byte]int // of each first letter, in lower case: replies less commands
	gap   int          // blanks behind every one
}

func prefixUse(lines [][]byte) prefixes {
	p := prefixes{score: map[byte]int{}, gap: 1 << 10}
	for _, line := range lines {
		m := prefixed.FindSubmatch(line)
		if m == nil {
			continue
		}
		text := bytes.TrimLeft(m[2], " ")
		if len(text) > 0 {
			p.gap = min(p.gap, len(m[2])-len(text))
		}
		letter := m[1][0] | 0x20
		if _, _, ok := codeOf(text); ok {
			p.score[letter]++
		} else if commanding(text) {
			p.score[letter]--
		} else {
			p.score[letter] += 0
		}
	}
	return p
}

// roles says of each letter whether it is the client's or the server's.
func (p prefixes) roles() map[byte]role {
	roles := map[byte]role{'c': said, 's': answered, 'r': answered}
	_, client := p.score['c']
	_, receiver := p.score['r']
	if receiver && !client || !receiver && p.score['s'] < 0 && p.score['c'] >= 0 {
		roles['s'] = said
	}
	if p.score['c'] > 0 && p.score['s'] < 0 {
		roles['c'] = answered
	}
	return roles
}

func readListing(line []byte, roles map[byte]role, gap int) taken {
	if m := literalLine.FindSubmatch(line); m != nil {
		if text, n, err := unquote(m[2]); err == nil && n == len(m[2]) {
			exact := map[role]role{said: saidExact, answered: replyExact}
			return taken{exact[roles[m[1][0]|0x20]], []byte(text)}
		}
	}
	m := prefixed.FindSubmatch(line)
	if m == nil {
		return taken{role: unmarked}
	}
	text := m[2]
	for range gap {
		text = bytes.TrimPrefix(text, []byte(" "))
	}
	return taken{roles[m[1][0]|0x20], text}
}

// pageEnd is the foot of a page of an RFC.
var pageEnd = newPattern(`\[Page [0-9ivx]+\][ \t]*$`)

// pageBreak returns how many lines from line at on belong to the break between two
// pages of a document: blanks, the foot, the head of the next one. It is 0 if there
// is no foot among them.
func (r *bookReader) pageBreak(at int) int {
	foot := at
	if blank(r.lines[at]) {
		foot = r.next[at]
	}
	if foot >= len(r.lines) || len(r.lines[foot]) > 200 || !pageEnd.Match(r.lines[foot]) {
		return 0
	}
	head := r.next[foot]
	end := head
	// A head is at most a few lines, and the text goes on behind a blank one.
	for end < len(r.lines) && end < head+3 && !blank(r.lines[end]) && r.form.read(r.lines[end]).role == unmarked {
		end++
	}
	if end == head || end < len(r.lines) && blank(r.lines[end]) {
		if end < len(r.lines) {
			end = r.nextFrom(end)
		}
		return end - at
	}
	return head - at
}
