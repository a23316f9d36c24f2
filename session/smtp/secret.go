package smtp

import "bytes"

// Secret names what in octets that the client is about to say is a secret: what
// follows the mechanism in an AUTH (RFC 4954 section 4), a line that answers a
// 334, and, after an AUTH that failed, what looks like an answer typed at the
// wrong prompt. The octets may be a piece of a line; the span lies within them.
// False if there is none.
func (s State) Secret(octets []byte) (Span, bool) {
	body := len(octets) - len(lineEndOf(octets))
	// A lenient server takes a bare LF or CR for a line end, so what stands behind
	// one may be a whole AUTH.
	before := s.pending
	if len(before) > 0 {
		before = before[bytes.LastIndexAny(before, "\r\n")+1:]
	}
	line := octets[:body]
	if len(before) > 0 {
		line = append(bytes.Clone(before), line...)
	}
	from, ok := s.secretFrom(line)
	if !ok {
		return Span{}, false
	}
	span := Span{max(0, from-len(before)), body}
	return span, span.Len() > 0
}

// secretFrom returns where in a line its secret begins.
func (s State) secretFrom(line []byte) (int, bool) {
	// The loose one begins earlier: a password may have a blank in it.
	if r := s.Reading(); r != AsText && r != AsChunk && r != AsAnswer {
		if i, ok := looseResponse(line); ok {
			return i, true
		}
	}
	if i, ok := initialResponse(line); ok {
		return i, true
	}
	answer := len(line) > 0 && !(len(line) == 1 && line[0] == '*')
	switch s.Reading() {
	case AsAnswer:
		return 0, answer
	case AsHeld:
		return 0, answer && s.hangsOn == AUTH && !knownVerb(line)
	case AsCommand:
		return 0, answer && s.flags&authFailed != 0 && !knownVerb(line) && isBase64(line)
	}
	return 0, false
}

func lineEndOf(b []byte) []byte {
	n := len(b)
	if n > 0 && b[n-1] == '\n' {
		n--
	}
	if n > 0 && b[n-1] == '\r' {
		n--
	}
	return b[n:]
}

// initialResponse returns where the argument behind the mechanism of an AUTH
// begins. The verb may be in any case and have one letter wrong: a mistyped
// AUTH has shown the password all the same.
func initialResponse(line []byte) (int, bool) {
	verb, rest := word(line, 0)
	if n := verb.Len(); n < 3 || n > 5 || !nearAUTH(verb.Of(line)) {
		return 0, false
	}
	mech, _ := word(line, rest)
	arg, _ := word(line, mech.To)
	if mech.Len() == 0 || arg.Len() == 0 {
		return 0, false
	}
	return arg.From, true
}

// word returns the next run of octets that are no blank, and where it ends.
func word(b []byte, from int) (Span, int) {
	for from < len(b) && (b[from] == ' ' || b[from] == '\t') {
		from++
	}
	to := from
	for to < len(b) && b[to] != ' ' && b[to] != '\t' {
		to++
	}
	return Span{from, to}, to
}

// nearAUTH reports whether b is AUTH with at most one letter changed, lost, added
// or swapped with its neighbour.
func nearAUTH(b []byte) bool {
	const auth = "AUTH"
	if knownVerb(b) {
		return bytes.EqualFold(b, []byte(auth))
	}
	var letters [len("STARTTLS")]byte
	b = upperWord(&letters, b)
	i := 0
	for i < len(b) && i < len(auth) && b[i] == auth[i] {
		i++
	}
	rest, want := string(b[i:]), auth[i:]
	switch len(b) - len(auth) {
	case -1:
		return rest == want[1:]
	case 0:
		swapped := len(want) > 1 && rest == string([]byte{want[1], want[0]})+want[2:]
		return rest == want || rest[1:] == want[1:] || swapped
	case 1:
		return rest[1:] == want
	}
	return false
}

func knownVerb(line []byte) bool {
	span, _ := word(line, 0)
	var letters [len("STARTTLS")]byte
	return span.Len() <= len(letters) && Verb(upperWord(&letters, span.Of(line))).Standing() != Foreign
}

// upperWord returns a word in upper case, as far as there is room for it. It is
// asked of every line of message text, so it takes no memory.
func upperWord(room *[len("STARTTLS")]byte, word []byte) []byte {
	for i, c := range word[:min(len(word), len(room))] {
		if 'a' <= c && c <= 'z' {
			c -= 'a' - 'A'
		}
		room[i] = c
	}
	return room[:min(len(word), len(room))]
}
