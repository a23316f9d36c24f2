package transcript

import (
	"bytes"

	"ehlo/session/smtp"
)

// censor cuts out of e, which comes next, what must not be written down, and
// reports whether there was anything. The state behind the event is the same as
// behind the whole one; where taking octets away would change it, Gone says how
// many to count.
func (t *Transcript) censor(e *Event) bool {
	var spans []smtp.Span
	switch e.Who {
	case Client:
		spans = t.clientSecrets(e.Octets)
	case Server:
		spans = beyondCodes(e.Octets, t.hidden.find(Server, e.Octets))
	default:
		return t.censorText(e)
	}
	if len(spans) == 0 {
		return false
	}
	whole := e.Octets
	var gone int
	e.Octets, gone = without(whole, spans)
	if gone == 0 {
		e.Octets = whole
		return false
	}
	e.Mark, e.Flags = spans[0].From, e.Flags|Secret
	e.Reads = shift(e.Reads, spans, len(e.Octets))
	if e.Who == Client && !t.alike(e, whole) {
		e.Gone = gone
	}
	return true
}

// censorText does the same for the words of a local event.
func (t *Transcript) censorText(e *Event) bool {
	text := []byte(e.Text)
	spans := t.hidden.find(Local, text)
	t.hidden.tails[Local] = nil
	if len(spans) == 0 {
		return false
	}
	var b []byte
	from := 0
	for _, s := range spans {
		b = append(append(b, text[from:s.From]...), "(secret)"...)
		from = s.To
	}
	e.Text = string(append(b, text[from:]...))
	e.Text = e.Text[:min(len(e.Text), maxText)]
	e.Flags |= Secret
	return true
}

// clientSecrets returns what is secret in octets of the client: what the language
// names, line by line, and what ehlo was given.
func (t *Transcript) clientSecrets(octets []byte) []smtp.Span {
	var spans []smtp.Span
	if s := &t.state; onePiece(s, octets) {
		if span, ok := s.Secret(octets); ok {
			spans = append(spans, span)
		}
	} else if s.Reading() != smtp.AsText || len(octets) > maxPiece {
		spans = t.namedSecrets(octets)
	}
	if len(t.hidden.forms) == 0 {
		return spans
	}
	found := t.besideVerb(octets, t.hidden.find(Client, octets))
	return clip(append(spans, found...), 0)
}

// onePiece reports whether octets are one line at most, and all of one kind.
func onePiece(s *smtp.State, octets []byte) bool {
	i := bytes.IndexByte(octets, '\n')
	return (i < 0 || i == len(octets)-1) &&
		(s.Reading() != smtp.AsChunk || int64(len(octets)) <= s.ChunkLeft())
}

// namedSecrets asks for each line of octets whether it holds a secret. Blocks of
// message text and of chunks are not searched for an AUTH typed at the wrong
// prompt: they come from a file.
func (t *Transcript) namedSecrets(octets []byte) []smtp.Span {
	var spans []smtp.Span
	for s, at, last := t.state, 0, t.last; at < len(octets); {
		n, after := piece(&s, last, octets[at:])
		line := octets[at : at+n : at+n]
		if onePiece(&s, line) {
			if span, ok := s.Secret(line); ok {
				spans = append(spans, smtp.Span{From: at + span.From, To: at + span.To})
			}
		}
		if after == nil {
			next := s.Said(line)
			after = &next
		}
		s, last, at = *after, line[n-1], at+n
	}
	return spans
}

// besideVerb drops the spans that touch a verb which everyone knows: as a password
// it would be none, and the dialogue must stay what it was.
func (t *Transcript) besideVerb(octets []byte, spans []smtp.Span) []smtp.Span {
	if len(spans) == 0 || t.state.Reading() != smtp.AsCommand {
		return spans
	}
	c := smtp.ParseCommand(octets)
	if c.Verb.Standing() == smtp.Foreign {
		return spans
	}
	if len(c.Tokens) > 0 && c.Tokens[0].Role == smtp.RoleVerb && spans[0].From < c.Tokens[0].Span.To {
		return spans[1:]
	}
	return spans
}

// beyondCodes takes the first four octets of each line, code and separator, out of
// spans.
func beyondCodes(octets []byte, spans []smtp.Span) []smtp.Span {
	var kept []smtp.Span
	for _, s := range spans {
		line := bytes.LastIndexByte(octets[:s.From], '\n') + 1
		s.From = max(s.From, min(line+4, s.To))
		if s.Len() > 0 {
			kept = append(kept, s)
		}
	}
	return kept
}

// without returns b without spans, but with their line ends, and how many octets
// are gone.
func without(b []byte, spans []smtp.Span) ([]byte, int) {
	kept := make([]byte, 0, len(b))
	from := 0
	for _, s := range spans {
		kept = append(kept, b[from:s.From]...)
		for _, c := range b[s.From:s.To] {
			if c == '\r' || c == '\n' {
				kept = append(kept, c)
			}
		}
		from = s.To
	}
	kept = append(kept, b[from:]...)
	return kept, len(b) - len(kept)
}

// shift moves read boundaries to where their octets are after the cut.
func shift(reads []int, spans []smtp.Span, n int) []int {
	for i, r := range reads {
		for _, s := range spans {
			reads[i] -= max(0, min(r, s.To)-s.From)
		}
	}
	return boundaries(reads, n)
}

// alike reports whether the cut event leaves the dialogue where the whole one
// would have left it.
func (t *Transcript) alike(cut *Event, whole []byte) bool {
	if bytes.Equal(cut.Octets, []byte(".\r\n")) {
		return false // a line of text must not become the end of it
	}
	a, b := cut.After(t.state), t.state.Said(whole)
	return a.Phase() == b.Phase() && a.Reading() == b.Reading() &&
		a.OwedCount() == b.OwedCount() && a.ChunkLeft() == b.ChunkLeft() &&
		(a.Reading() != smtp.AsText || a.LineStart() == b.LineStart())
}
