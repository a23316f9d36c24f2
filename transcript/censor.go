package transcript

import (
	"bytes"
	"slices"

	"ehlo/session/smtp"
)

// censor cuts out of e, which comes next, what must not be written down, and
// reports whether there was anything. The dialogue stands behind the event where
// it stands behind the whole one; where taking octets away would change that, Gone
// has the state count some.
func (t *Transcript) censor(e *Event) bool {
	switch e.Who {
	case Client:
		if t.state.OwedCount() == 0 && len(t.state.Pending()) == 0 {
			t.echo.forget()
		}
		spans := t.clientSecrets(e.Octets)
		t.echo.said(e.Octets, spans)
		return len(spans) > 0 && t.censorClient(e, spans)
	case Server:
		if len(t.hidden.forms) == 0 && len(t.echo.secrets) == 0 {
			return false
		}
		whole := *e
		found := t.echo.find(t.hidden.find(Server, e.Octets), e.Octets)
		spans := beyondCodes(e.Octets, clip(found, 0))
		if len(spans) == 0 || !e.cut(&whole, spans) {
			return false
		}
		if e.answers() != whole.answers() {
			// A reply that ends at ehlo's bound is known by its length.
			e.Octets, e.Reads = blackened(whole.Octets, spans), whole.Reads
		}
		return true
	}
	if e.Fact == Closed || e.Fact == Lost {
		t.echo.forget()
	}
	return t.censorText(e)
}

// cut makes e the whole event without spans; false if nothing is in them but line
// ends.
func (e *Event) cut(whole *Event, spans []smtp.Span) bool {
	octets := without(whole.Octets, spans, nil)
	if len(octets) == len(whole.Octets) {
		return false
	}
	e.Octets, e.Mark, e.Flags = octets, spans[0].From, whole.Flags|Secret
	e.Reads = shift(whole.Reads, spans, len(octets))
	return true
}

func (t *Transcript) censorClient(e *Event, spans []smtp.Span) bool {
	whole := *e
	if !e.cut(&whole, spans) {
		return false
	}
	switch {
	case t.alike(e, whole.Octets) && (len(spans) == 1 || t.state.Reading() == smtp.AsChunk || t.bare(e.Octets)):
	case t.state.Reading() == smtp.AsChunk:
		// How long a chunk is the BDAT has told anyway.
		e.Gone = len(whole.Octets) - len(e.Octets)
	case len(spans) == 1:
		e.Gone = len(stopgap)
	default:
		// There is one mark, so what stands for the others must be seen.
		e.Octets = without(whole.Octets, spans, stopgap)
		e.Reads = nil
	}
	return true
}

// stopgap stands for a secret that cannot be left out without a trace. It is as
// long as a group of base64, whatever the secret, and begins no word of SMTP.
var stopgap = filler[:4:4]

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
	switch s := &t.state; {
	case s.Reading() == smtp.AsChunk && int64(len(octets)) > s.ChunkLeft():
		spans = t.namedSecrets(octets)
	case oneLine(octets):
		if span, ok := s.Secret(octets); ok {
			spans = append(spans, span)
		}
	case s.Reading() != smtp.AsText && s.Reading() != smtp.AsChunk || len(octets) > maxPiece:
		spans = t.namedSecrets(octets)
	}
	if len(t.hidden.forms) == 0 {
		return spans
	}
	found := t.besideVerb(octets, t.hidden.find(Client, octets))
	return clip(append(spans, found...), 0)
}

// oneLine reports whether octets are a line, or a piece of one, even for a server
// that takes a bare CR or LF for a line end.
func oneLine(octets []byte) bool {
	body := bytes.TrimSuffix(octets, []byte("\n"))
	body = bytes.TrimSuffix(body, []byte("\r"))
	return bytes.IndexByte(body, '\n') < 0 && bytes.IndexByte(body, '\r') < 0
}

// namedSecrets asks for each line of octets whether it holds a secret. Blocks of
// message text are not searched for an AUTH typed at the wrong prompt, nor are
// chunks: they come from a file.
func (t *Transcript) namedSecrets(octets []byte) []smtp.Span {
	var spans []smtp.Span
	for s, at, last := t.state, 0, t.last; at < len(octets); {
		n, after := piece(&s, last, octets[at:])
		if r := s.Reading(); r != smtp.AsText && r != smtp.AsChunk {
			if i := bytes.IndexAny(octets[at:at+n], "\r\n"); i >= 0 {
				n = i + 1
			}
			if span, ok := s.Secret(octets[at : at+n]); ok {
				spans = append(spans, smtp.Span{From: at + span.From, To: at + span.To})
			}
		}
		if after == nil {
			next := s.Said(octets[at : at+n : at+n])
			after = &next
		}
		s, last, at = *after, octets[at+n-1], at+n
	}
	return spans
}

// besideVerb drops the spans that touch a verb which everyone knows, or the size in
// a BDAT: as a password it would be none, and the dialogue must stay what it was.
func (t *Transcript) besideVerb(octets []byte, spans []smtp.Span) []smtp.Span {
	if len(spans) == 0 || t.state.Reading() != smtp.AsCommand {
		return spans
	}
	c := smtp.ParseCommand(octets)
	if c.Verb.Standing() == smtp.Foreign {
		return spans
	}
	if c.Verb == smtp.BDAT {
		return nil
	}
	if len(c.Tokens) > 0 && c.Tokens[0].Role == smtp.RoleVerb && spans[0].From < c.Tokens[0].Span.To {
		return spans[1:]
	}
	return spans
}

// beyondCodes takes what begins each line as a code and its separator do out of
// spans.
func beyondCodes(octets []byte, spans []smtp.Span) []smtp.Span {
	var kept []smtp.Span
	for _, s := range spans {
		line := bytes.LastIndexByte(octets[:s.From], '\n') + 1
		s.From = max(s.From, min(line+codeLength(octets[line:]), s.To))
		if s.Len() > 0 {
			kept = append(kept, s)
		}
	}
	return kept
}

// codeLength returns how many octets of a line are a code, or the beginning of one,
// and what parts it from its text.
func codeLength(line []byte) int {
	n := 0
	for n < 3 && n < len(line) && isDigit(line[n]) {
		n++
	}
	if n == 3 && len(line) > n {
		n++
	}
	return n
}

// without returns b with instead, and the line ends that were in it, for each of
// spans.
func without(b []byte, spans []smtp.Span, instead []byte) []byte {
	kept := make([]byte, 0, len(b)+len(spans)*len(instead))
	from := 0
	for _, s := range spans {
		kept = append(append(kept, b[from:s.From]...), instead...)
		for range bytes.Count(b[s.From:s.To], crlf) {
			kept = append(append(kept, crlf...), instead...)
		}
		from = s.To
	}
	return append(kept, b[from:]...)
}

// blackened returns b with every octet of spans replaced but for line ends.
func blackened(b []byte, spans []smtp.Span) []byte {
	kept := bytes.Clone(b)
	for _, s := range spans {
		for i, c := range kept[s.From:s.To] {
			if c != '\r' && c != '\n' {
				kept[s.From+i] = filler[0]
			}
		}
	}
	return kept
}

// shift moves read boundaries to where their octets are after the cut.
func shift(reads []int, spans []smtp.Span, n int) []int {
	moved := slices.Clone(reads)
	for i, r := range reads {
		for _, s := range spans {
			moved[i] -= max(0, min(r, s.To)-s.From)
		}
	}
	return boundaries(moved, n)
}

// alike reports whether the cut event leaves the dialogue where the whole one
// would have left it. Of a line that has not ended nobody can tell.
func (t *Transcript) alike(cut *Event, whole []byte) bool {
	if !bytes.HasSuffix(whole, crlf) || !t.sameCommand(cut.Octets, whole) {
		return false
	}
	a, b := cut.After(t.state), t.state.Said(whole)
	return a.Phase() == b.Phase() && a.Reading() == b.Reading() &&
		a.OwedCount() == b.OwedCount() && a.ChunkLeft() == b.ChunkLeft()
}

// bare reports whether nothing of octets that were cut is a secret when they are read
// back: an AUTH that has lost its answer takes the next line for one.
func (t *Transcript) bare(octets []byte) bool {
	for _, s := range t.namedSecrets(octets) {
		if len(bytes.Trim(s.Of(octets), "\r\n")) > 0 {
			return false
		}
	}
	return true
}

// sameCommand reports whether a line that was cut cannot be taken for what it was
// not: another verb, or the end of a text.
func (t *Transcript) sameCommand(cut, whole []byte) bool {
	if string(cut) == ".\r\n" {
		return false
	}
	if r := t.state.Reading(); r != smtp.AsCommand && r != smtp.AsHeld {
		return true
	}
	before := t.state.Pending()
	verb := func(b []byte) smtp.Verb { return smtp.ParseCommand(append(bytes.Clone(before), b...)).Verb }
	is := verb(cut)
	return is.Standing() == smtp.Foreign || is == verb(whole)
}
