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

// secretFrom returns where in a line its secret begins. What is kept of the line has
// none any more: else a transcript that is read and written would lose a little each time.
func (s State) secretFrom(line []byte) (int, bool) {
	from, found := s.responseIn(line)
	for again, ok := from, found; ok && again > 0; {
		if again, ok = s.responseIn(line[:from]); ok {
			from = again
		}
	}
	return from, found
}

// responseIn returns where in a line an answer to AUTH begins, by how the line is read.
func (s State) responseIn(line []byte) (int, bool) {
	answer := len(line) > 0 && !(len(line) == 1 && line[0] == '*')
	reading := s.Reading()
	switch {
	case reading == AsText, reading == AsChunk:
		return initialResponse(line, loginLike)
	case reading == AsAnswer, reading == AsHeld && s.hangsOn == AUTH && !knownVerb(line):
		return 0, answer
	}
	if i, ok := commandResponse(line); ok {
		return i, true
	}
	return 0, answer && reading == AsCommand && s.flags&authFailed != 0 && !knownVerb(line) && isBase64(line)
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
// begins. What is an AUTH is told by its verb and its mechanism. The verb may be in
// any case and have one letter wrong: a mistyped AUTH has shown the password all the
// same.
func initialResponse(line []byte, isAUTH func(verb, mech []byte) bool) (int, bool) {
	verb, rest := word(line, 0)
	if n := verb.Len(); n < len("AUT") || n > len(authenticate) {
		return 0, false
	}
	mech, _ := word(line, rest)
	arg, _ := word(line, mech.To)
	if arg.Len() == 0 || !isAUTH(verb.Of(line), mech.Of(line)) {
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

// nearAUTH reports whether a verb is AUTH with at most one letter changed, lost, added
// or swapped with its neighbour. The mechanism may be any.
func nearAUTH(verb, _ []byte) bool {
	const auth = "AUTH"
	if n := len(verb); n < len(auth)-1 || n > len(auth)+1 {
		return false
	}
	if knownVerb(verb) {
		return bytes.EqualFold(verb, []byte(auth))
	}
	var letters [len("STARTTLS")]byte
	return near(upperWord(&letters, verb), auth)
}

// loginLike is [nearAUTH] in message text, where people are called Ruth and write about
// their auth and their auto.
func loginLike(verb, mech []byte) bool {
	return string(verb) == "AUTH" || nearAUTH(verb, nil) && knownMechanism(mech)
}

// near reports whether b is the word want with at most one letter changed, lost, added
// or swapped with its neighbour; both are in upper case.
func near(b []byte, want string) bool {
	i := 0
	for i < len(b) && i < len(want) && b[i] == want[i] {
		i++
	}
	n := len(b) - len(want)
	b, want = b[i:], want[i:]
	switch n {
	case -1:
		return string(b) == want[1:]
	case 0:
		return len(b) == 0 || string(b[1:]) == want[1:] ||
			len(b) > 1 && b[0] == want[1] && b[1] == want[0] && string(b[2:]) == want[2:]
	case 1:
		return string(b[1:]) == want
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
