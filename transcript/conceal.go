package transcript

import (
	"bytes"
	"slices"

	"ehlo/session/smtp"
)

// concealed is what ehlo was given and must not write down.
type concealed struct {
	secrets []form    // as they stand
	forms   []form    // in all spellings
	longest int       // of them in octets, escaped ones included
	tails   [3][]byte // by speaker: the end of what was said, for a secret in two pieces
}

// Conceal has a secret that ehlo was given, such as a password, cut out of every
// later event of either side and out of local texts: as it stands, in base64, in
// hexadecimal and escaped as in a URL. A secret that is said in several pieces is
// cut from where it can be told. One of fewer than three octets is not looked for.
func (t *Transcript) Conceal(secret []byte) {
	t.mu.Lock()
	defer t.mu.Unlock()
	h := &t.hidden
	if len(secret) < shortest {
		return
	}
	forms := formsOf(secret)
	h.secrets = append(h.secrets, forms[0])
	h.forms = append(h.forms, forms...)
	h.longest = max(h.longest, 3*len(secret))
}

// find returns where forms stand in octets, which who is about to say, in order
// and without overlap. A piece that does not end its line and whose end begins a
// form is taken for that, too: the rest is about to come.
func (h *concealed) find(who Who, octets []byte) []smtp.Span {
	if len(h.forms) == 0 || len(octets) == 0 {
		return nil
	}
	tail := h.tails[who]
	window := append(slices.Clip(tail), octets...)
	var spans []smtp.Span
	for _, f := range h.forms {
		spans = f.find(spans, window)
	}
	spans = h.escaped(spans, window)
	if who == Client && octets[len(octets)-1] != '\n' {
		spans = h.begun(spans, window)
	}
	h.tails[who] = bytes.Clone(window[max(0, len(window)-h.longest):])
	return clip(spans, len(tail))
}

// find appends where the form stands in b.
func (f form) find(spans []smtp.Span, b []byte) []smtp.Span {
	for from := 0; ; {
		i := bytes.Index(b[from:], f.octets)
		if i < 0 {
			return spans
		}
		s := smtp.Span{From: from + i, To: from + i + len(f.octets)}
		from = s.From + 1
		if f.left && s.From > 0 && base64Digit(b[s.From-1]) {
			s.From--
		}
		if f.right && s.To < len(b) && base64Digit(b[s.To]) {
			s.To++
		}
		spans = append(spans, s)
	}
}

// escaped appends where secrets stand in b escaped as in a URL.
func (h *concealed) escaped(spans []smtp.Span, b []byte) []smtp.Span {
	for _, plus := range []bool{false, true} {
		octets, at := unescaped(b, plus)
		for _, f := range h.secrets {
			before := len(spans)
			spans = f.find(spans, octets)
			for i, s := range spans[before:] {
				spans[before+i] = smtp.Span{From: at[s.From], To: at[s.To]}
			}
		}
	}
	return spans
}

// begun appends the longest end of b that begins a form, if it is long enough to
// be no accident.
func (h *concealed) begun(spans []smtp.Span, b []byte) []smtp.Span {
	const enough = 4
	for n := min(len(b), h.longest-1); n >= enough; n-- {
		end := b[len(b)-n:]
		if slices.ContainsFunc(h.forms, func(f form) bool { return bytes.HasPrefix(f.octets, end) }) {
			return append(spans, smtp.Span{From: len(b) - n, To: len(b)})
		}
	}
	return spans
}

// clip orders spans, joins those that touch, and moves them skip octets to the
// left, dropping what falls off.
func clip(spans []smtp.Span, skip int) []smtp.Span {
	slices.SortFunc(spans, func(a, b smtp.Span) int { return a.From - b.From })
	kept := spans[:0]
	for _, s := range spans {
		s.From, s.To = max(0, s.From-skip), s.To-skip
		switch last := len(kept) - 1; {
		case s.To <= s.From:
		case last >= 0 && s.From <= kept[last].To:
			kept[last].To = max(kept[last].To, s.To)
		default:
			kept = append(kept, s)
		}
	}
	return kept
}
