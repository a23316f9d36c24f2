package smtp

import (
	"bytes"
	"cmp"
	"iter"
	"slices"
	"strings"
)

// Class returns the first digit of the code: 2 yes, 3 go on, 4 not now, 5 no
// (RFC 5321 section 4.2.1). It is 0 when there is no code.
func (r Reply) Class() int { return r.Code / 100 }

// Malformed reports whether the reply has no usable code.
func (r Reply) Malformed() bool { return r.Code == 0 }

// Lines yields the lines of the reply in order.
func (r Reply) Lines() iter.Seq[ReplyLine] {
	return func(yield func(ReplyLine) bool) {
		for at := 0; at < len(r.Octets); {
			l := replyLine(r.Octets, at)
			if !yield(l) {
				return
			}
			at = l.Span.To
		}
	}
}

// Line returns line i, counted from 0; the zero value when there is none.
func (r Reply) Line(i int) ReplyLine {
	for l := range r.Lines() {
		if i == 0 {
			return l
		}
		i--
	}
	return ReplyLine{}
}

// Text returns the texts of all lines joined by LF, without codes. It is as the
// server sent it; only [Printable] makes it fit for a screen.
func (r Reply) Text() string {
	var b strings.Builder
	for l := range r.Lines() {
		if l.Span.From > 0 {
			b.WriteByte('\n')
		}
		b.Write(l.Text)
	}
	return b.String()
}

// replyLine reads the line of octets that begins at at.
func replyLine(octets []byte, at int) ReplyLine {
	line := octets[at:]
	if i := bytes.IndexByte(line, '\n'); i >= 0 {
		line = line[:i+1]
	}
	code, behind, _ := codeOf(line)
	text, enhanced, _ := textOf(line, code)
	return ReplyLine{
		Code:     max(code, 0),
		Last:     code >= 0 && behind != '-',
		Enhanced: enhanced,
		Text:     withoutEnd(line[text:]),
		Span:     Span{at, at + len(line)},
	}
}

func withoutEnd(line []byte) []byte {
	if bytes.HasSuffix(line, []byte("\r\n")) {
		return line[:len(line)-2]
	}
	return bytes.TrimSuffix(line, []byte("\n"))
}

// Faults lists what is wrong with the reply and where, in the order of the
// octets. Odd octets are named once a line for each kind.
func (r Reply) Faults() []Fault {
	if r.Marks == 0 {
		return nil
	}
	var faults []Fault
	first := -1
	for l := range r.Lines() {
		line := l.Span.Of(r.Octets)
		code, _, marks := codeOf(line)
		_, _, text := textOf(line, code)
		marks |= text
		if first < 0 {
			first = code
		} else if code >= 0 && code != first {
			marks |= markDifferentCodes
		}
		if len(line) > lineLimit(code) {
			marks |= markLineTooLong
		}
		faults = append(faults, headFaults(l, marks)...)
		faults = append(faults, octetFaults(line, l.Span.From)...)
	}
	end := len(r.Octets)
	for _, k := range []Kind{ReplyTooLong, ReplyCut} {
		if r.Marks.Has(k) {
			faults = append(faults, Fault{k, Span{end, end}})
		}
	}
	slices.SortStableFunc(faults, func(a, b Fault) int { return cmp.Compare(a.Span.From, b.Span.From) })
	return faults
}

// headFaults says where in a line its marks belong: to the line as a whole or to
// what stands before its text.
func headFaults(l ReplyLine, marks Marks) []Fault {
	at := l.Span.From
	var faults []Fault
	for k := range marks.Kinds() {
		span := Span{at, min(at+3, l.Span.To)}
		switch k {
		case NoCode:
			span = l.Span
		case BadSeparator:
			span = Span{at + 3, at + 4}
		case BadEnhanced:
			_, n, _ := scanEnhanced(l.Text)
			span = Span{at + 4, at + 4 + n}
		case ClassDisagrees, EnhancedNotExpected:
			span = Span{at + 4, at + 4 + len(l.Enhanced.String())}
		case LineTooLong:
			span = Span{at + lineLimit(l.Code), l.Span.To}
		}
		faults = append(faults, Fault{k, span})
	}
	return faults
}

// octetFaults lists the first odd octet of each kind in a line that begins at
// at.
func octetFaults(line []byte, at int) []Fault {
	var faults []Fault
	var found Marks
	for i, c := range line {
		m := oddOctet(c)
		if c == '\n' {
			m = markBareLF
			if i > 0 && line[i-1] == '\r' {
				break
			}
		} else if c == '\r' && i+1 < len(line) && line[i+1] == '\n' {
			continue
		}
		if m &^= found; m == 0 {
			continue
		}
		found |= m
		for k := range m.Kinds() {
			faults = append(faults, Fault{k, Span{at + i, at + i + 1}})
		}
	}
	return faults
}
