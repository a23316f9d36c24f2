package smtp

import (
	"bytes"
	"encoding/binary"
)

// NextReply returns the first complete reply in b and the number of octets it
// takes; ok is false while b does not hold one. A line that does not begin with
// three digits is no reply: where a reply would begin it is returned alone, with
// Code 0 and marked [NoCode]; inside a reply it is one of its lines.
//
// A reply ends with the first line whose code is not followed by "-", even if
// codes differ (RFC 5321 section 4.2.1). One that meets [ReplyLineCut] or
// [ReplyCutLimit] is returned up to there, marked [ReplyTooLong], and n covers
// the rest of it as far as b goes. With final nothing more will come: what is
// left is returned as one reply marked [ReplyCut].
func NextReply(b []byte, final bool) (r Reply, n int, ok bool) {
	if r.single(b) {
		return r, len(r.Octets), true
	}
	return nextReply(b, final)
}

// nextReply is NextReply for any reply.
func nextReply(b []byte, final bool) (r Reply, n int, ok bool) {
	var c replyCutter
	r, n, ok = c.next(b)
	switch {
	case ok && c.skipping:
		dropped, _ := c.drop(b[n:])
		return r, n + dropped, true
	case ok:
		r.Octets = b[:n:n]
		return r, n, true
	case final && len(b) > 0:
		return ParseReply(b), len(b), true
	}
	return Reply{}, 0, false
}

// ParseReply reads octets that are known to be one reply, such as those of a
// stored event. All of them become lines of it. A reply that is not complete is
// marked [ReplyCut], or [ReplyTooLong] if it ends where ehlo's bounds are.
func ParseReply(octets []byte) Reply {
	if len(octets) == 0 {
		return Reply{}
	}
	var g gathering
	for at := 0; at < len(octets); {
		n, marks := replyLineEnd(octets[at:])
		if n == 0 {
			g.take(octets[at:], marks)
			g.ended = false
			if len(octets)-at == ReplyLineCut {
				g.Marks |= markReplyTooLong
			}
			break
		}
		g.add(octets[at:at+n], marks)
		at += n
	}
	if len(octets) >= ReplyCutLimit && !g.ended {
		g.Marks |= markReplyTooLong
	}
	if !g.ended && g.Marks&markReplyTooLong == 0 {
		g.Marks |= markReplyCut
	}
	g.Octets = octets
	return g.Reply
}

// single is the quick way for most replies: it sets r if b begins with one of a
// single line of ordinary length.
func (r *Reply) single(b []byte) bool {
	if len(b) < 4 || b[3] == '-' {
		return false
	}
	end, octets := replyLineEnd(b)
	if end == 0 || end > ReplyLineLimit {
		return false
	}
	code, _, head := codeOf(b[:end])
	_, e, text := textOf(b[:end], code)
	r.Code, r.Enhanced = max(code, 0), e
	r.Octets, r.Count, r.Marks = b[:end:end], 1, octets|head|text
	return true
}

// A gathering is a reply of which some lines have come.
type gathering struct {
	Reply
	coded bool   // a line with three digits has come
	ended bool   // the last line has come
	begin uint32 // the first four octets of the line before, if they were as "250-"; else 0
}

// add takes one whole line.
func (g *gathering) add(line []byte, marks Marks) {
	if g.likeBefore(line) {
		g.Count++
		g.Marks |= marks
		return
	}
	code, more := g.take(line, marks)
	g.ended = !more && (code >= 0 || !g.coded)
	if more {
		g.begin = binary.LittleEndian.Uint32(line)
	}
}

// likeBefore reports whether a line has the code and the "-" of the line before
// and nothing else to look at, as most lines of a long reply.
func (g *gathering) likeBefore(line []byte) bool {
	return g.begin != 0 && len(line) > 5 && len(line) <= ReplyLineLimit && line[5] != '.' && binary.LittleEndian.Uint32(line) == g.begin
}

// take takes a line, whole or not. It returns the code, -1 if there is none, and
// whether the line announces more.
func (g *gathering) take(line []byte, marks Marks) (code int, more bool) {
	code, behind, head := codeOf(line)
	_, e, text := textOf(line, code)
	g.Count++
	g.Marks |= marks | head | text
	if len(line) > ReplyLineLimit && len(line) > lineLimit(code) {
		g.Marks |= markLineTooLong
	}
	if code < 0 {
		return code, false
	}
	if g.coded && code != g.Code {
		g.Marks |= markDifferentCodes
	}
	g.Code, g.coded = code, true
	if e.Class != 0 {
		g.Enhanced = e
	}
	return code, behind == '-'
}

// A replyCutter finds the end of the first reply in octets that grow. It looks
// at each octet a bounded number of times.
type replyCutter struct {
	gathering
	at   int // where the first line not yet taken begins
	seen int // octets of that line that hold no LF

	skipping bool    // what follows belongs to a reply that met a bound
	head     [4]byte // the beginning of the line being skipped
	nhead    int
}

// next looks for the end of the reply that begins b; when called again, b
// begins with the same octets. The reply returned has no octets yet, unless it
// met a bound: then n is where the line that met it begins, and the rest is to
// be dropped.
func (c *replyCutter) next(b []byte) (r Reply, n int, ok bool) {
	for {
		line := b[c.at:]
		if c.seen > 0 && bytes.IndexByte(line[c.seen:], '\n') < 0 {
			c.seen = len(line)
			return c.bounded(b, len(b))
		}
		end, marks := replyLineEnd(line)
		if end == 0 {
			c.seen = len(line)
			return c.bounded(b, len(b))
		}
		if end > ReplyLineCut || c.at+end > ReplyCutLimit {
			return c.bounded(b, c.at+end)
		}
		c.seen = 0
		c.at += end
		if c.likeBefore(line[:end]) {
			c.Count++
			c.Marks |= marks
			continue
		}
		c.add(line[:end], marks)
		if c.ended {
			r, n = c.Reply, c.at
			c.gathering, c.at = gathering{}, 0
			return r, n, true
		}
	}
}

// bounded cuts the reply if the line that ends, so far, at end is over a bound.
func (c *replyCutter) bounded(b []byte, end int) (r Reply, n int, ok bool) {
	bound := min(c.at+ReplyLineCut, ReplyCutLimit)
	if end <= bound {
		return Reply{}, 0, false
	}
	r = ParseReply(b[:bound:bound])
	n = c.at
	// drop starts at the beginning of the line, so all it must know of the
	// lines before is whether one of them had a code.
	*c = replyCutter{gathering: gathering{coded: c.coded}, skipping: true}
	return r, n, true
}

// drop throws away octets of a reply that met a bound, up to its last line; done
// tells that this line has ended.
func (c *replyCutter) drop(b []byte) (n int, done bool) {
	for n < len(b) {
		line := b[n:]
		i := bytes.IndexByte(line, '\n')
		if i >= 0 {
			line = line[:i+1]
		}
		n += len(line)
		c.nhead += copy(c.head[c.nhead:], line)
		if i < 0 {
			break
		}
		code, behind, _ := codeOf(c.head[:c.nhead])
		c.nhead = 0
		c.coded = c.coded || code >= 0
		if behind != '-' && (code >= 0 || !c.coded) {
			*c = replyCutter{}
			return n, true
		}
	}
	return n, false
}
