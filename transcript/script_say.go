package transcript

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"ehlo/session/smtp"
)

// says writes what the client says from event i on. What it said while a reply was
// owed is written so that it does not wait for that either.
func (w *scriptWriter) says(i int) int {
	at, early := w.tape.At(i).At, w.tape.At(i).Flags&Early != 0
	w.raw = !early && owesBefore(w.before(i))
	end, one, clients := i, false, 0
	for ; end < w.n && !w.breaks(end); end++ {
		if w.tape.At(end).Who == Client {
			clients++
			one = one || w.hurried(end)
		}
	}
	if early {
		w.step(at, "@early")
		one = one || clients > 1
	}
	if one && !w.raw {
		w.step(at, "@group")
	}
	for ; i < end; i++ {
		switch e := w.tape.At(i); {
		case e.Who != Client:
			w.fact(i, e)
		case e.Flags&Secret != 0 && e.Mark >= 0:
			i = w.saidSecret(i, end)
		case w.raw:
			i = w.saidRaw(i, end)
		default:
			w.said(e)
		}
	}
	return end
}

// owesBefore reports whether a reply is owed that does not wait for the rest of a
// chunk.
func owesBefore(s smtp.State) bool {
	owed := s.OwedCount()
	if s.Reading() == smtp.AsChunk {
		owed--
	}
	return owed > 0
}

// breaks reports whether event i ends what the client says in one go.
func (w *scriptWriter) breaks(i int) bool {
	e := w.tape.At(i)
	switch e.Fact {
	case Connected, Closed, Lost, Secured:
		return true
	}
	return e.Who == Server
}

// hurried reports whether the client went on behind its event i without waiting
// for a reply, where the rules of groups would wait.
func (w *scriptWriter) hurried(i int) bool {
	next := i + 1
	for next < w.n && w.tape.At(next).Who == Local && !w.breaks(next) {
		next++
	}
	return next < w.n && w.tape.At(next).Who == Client && mustWait(w.before(i), w.tape.At(i).Octets)
}

// said writes one event of the client, line by line.
func (w *scriptWriter) said(e Event) {
	if e.Flags&Omitted != 0 {
		w.head("omitted", fmt.Sprintf("%d octets of the text are not kept", e.Gone))
	}
	w.saidLines(e.At, e.Octets)
}

func (w *scriptWriter) saidLines(at time.Duration, b []byte) {
	for len(b) > 0 {
		n := bytes.IndexByte(b, '\n') + 1
		if n == 0 {
			n = len(b)
		}
		w.saidLine(at, b[:n])
		b = b[n:]
	}
}

// saidSecret writes event i, out of which a secret was cut: the line where that was
// with @send, the others as they stand. What was said of that line in further
// pieces goes along, since @send says whole lines. It returns the last event that
// it wrote.
func (w *scriptWriter) saidSecret(i, end int) int {
	e := w.tape.At(i)
	b, mark := slices.Clip(e.Octets), min(e.Mark, len(e.Octets))
	for !bytes.Contains(b[mark:], []byte("\n")) && i+1 < end && w.tape.At(i+1).Who == Client {
		i++
		b = append(b, w.tape.At(i).Octets...)
	}
	from := bytes.LastIndexByte(b[:mark], '\n') + 1
	to := len(b)
	if n := bytes.IndexByte(b[mark:], '\n'); n >= 0 {
		to = mark + n + 1
	}
	w.secrets++
	w.saidLines(e.At, b[:from])
	text := sendText(b[from:to], mark-from, w.secrets, w.raw)
	w.tooLong = w.tooLong || len(text) > ScriptLineLimit-16
	w.step(e.At, "@send "+text)
	w.saidLines(e.At, b[to:])
	return i
}

// pieceLimit keeps the literal of a piece below [ScriptLineLimit]: an octet takes
// four at most.
const pieceLimit = ScriptLineLimit/4 - 16

func (w *scriptWriter) saidLine(at time.Duration, b []byte) {
	if line, ok := bytes.CutSuffix(b, []byte("\r\n")); ok && plainLine(line) {
		w.step(at, strings.TrimSuffix("C: "+string(line), " "))
		return
	}
	w.octets(at, b)
}

func (w *scriptWriter) octets(at time.Duration, b []byte) {
	for len(b) > 0 {
		n := min(len(b), pieceLimit)
		w.step(at, "C"+strconv.Quote(string(b[:n])))
		b = b[n:]
	}
}

// saidRaw writes event i as octets, which never wait, together with what left in
// the same write. It returns the last event that it wrote.
func (w *scriptWriter) saidRaw(i, end int) int {
	e := w.tape.At(i)
	b := slices.Clip(e.Octets)
	for e.Group != 0 && i+1 < end {
		next := w.tape.At(i + 1)
		if next.Who != Client || next.Group != e.Group || next.Flags&Secret != 0 {
			break
		}
		i++
		b = append(b, next.Octets...)
	}
	w.octets(e.At, b)
	return i
}

// plainLine reports whether a line can stand behind "C: ": it is printable UTF-8
// and has no blanks at its end, which nobody would see.
func plainLine(b []byte) bool {
	return len(b) <= ScriptLineLimit-16 && readable(b) && len(bytes.TrimRight(b, " \t")) == len(b)
}

// readable reports whether b is printable UTF-8, with or without tabs.
func readable(b []byte) bool {
	b = bytes.ReplaceAll(b, []byte("\t"), []byte(" "))
	return strings.ReplaceAll(smtp.Printable(b).String(), `\\`, `\`) == string(b)
}

// sendText returns what stands behind @send for octets out of which secret number
// n was cut at mark.
func sendText(octets []byte, mark, n int, raw bool) string {
	line, whole := bytes.CutSuffix(octets, []byte("\r\n"))
	if mark > len(line) {
		line, whole = octets, false // the secret stood between the CR and the LF
	}
	mark = min(mark, len(line))
	before, after := line[:mark], line[mark:]
	name := fmt.Sprintf("${SECRET_%d}", n)
	if whole && !raw && readable(line) && !bytes.Contains(line, []byte("${")) && !bytes.HasPrefix(line, []byte(`"`)) &&
		(len(after) == 0 || plainLine(after)) {
		return string(before) + name + string(after)
	}
	quote := func(b []byte) string {
		q := strconv.Quote(string(b))
		return strings.ReplaceAll(q[1:len(q)-1], "${", `\x24{`)
	}
	if whole {
		after = octets[mark:]
	}
	return `"` + quote(before) + name + quote(after) + `"`
}
