package transcript

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"ehlo/session/smtp"
)

// ErrScriptTooLong says that a transcript does not fit into a script, see
// [ScriptLimit]. Nothing was written.
var ErrScriptTooLong = errors.New("the session is too long for a .ehlo file (1 MiB); save it as .jsonl")

// WriteScript writes a transcript as a script that, run against a server in the
// same condition, meets the same replies. Secrets are not in it: it asks for them
// as ${SECRET_1} and so on. "#:" lines carry when and with whom the session was,
// and in milliseconds from its start the time of each step, in order.
func WriteScript(w io.Writer, t *Transcript) error {
	sw := &scriptWriter{tape: t, n: t.Len(), state: t.initial()}
	sw.heading()
	for i := 0; i < sw.n && !sw.full(); {
		i = sw.event(i)
	}
	sw.end()
	if sw.b.Len() > ScriptLimit || sw.tooLong {
		return ErrScriptTooLong
	}
	_, err := w.Write(sw.b.Bytes())
	return err
}

type scriptWriter struct {
	tape    *Transcript
	n       int
	state   smtp.State // before event folded
	folded  int
	b       bytes.Buffer
	times   []time.Duration // of each step
	secrets int
	opened  bool // a connection was made
	raw     bool // what is written must not wait for a reply
	tooLong bool // a line does not fit
}

func (w *scriptWriter) heading() {
	start := w.tape.Start()
	w.head("program", start.Program)
	if !start.Time.IsZero() {
		w.head("start", start.Time.Format("2006-01-02T15:04:05.999Z07:00"))
	}
	w.head("target", start.Target)
	w.head("local", start.Local)
	w.head("remote", start.Remote)
	if start.Partial {
		w.head("partial", "begins in the middle of a dialogue")
	}
}

// head writes a line that is no step.
func (w *scriptWriter) head(key, value string) {
	if value != "" && !w.full() {
		fmt.Fprintf(&w.b, "#: %s %s\n", key, noteText(value))
	}
}

// step writes a line that is one.
func (w *scriptWriter) step(at time.Duration, line string) {
	if !w.full() {
		w.b.WriteString(line + "\n")
		w.times = append(w.times, at)
	}
}

// before returns the state before event i. It is asked for in order, so that no
// event is folded twice.
func (w *scriptWriter) before(i int) smtp.State {
	for ; w.folded < i; w.folded++ {
		w.state = w.tape.At(w.folded).After(w.state)
	}
	return w.state
}

func (w *scriptWriter) full() bool { return w.b.Len() > ScriptLimit }

// event writes event i, or all that the client says from there on without a word
// of the server between, and returns the next.
func (w *scriptWriter) event(i int) int {
	e := w.tape.At(i)
	switch e.Who {
	case Client:
		return w.says(i)
	case Server:
		w.reply(i)
	default:
		w.fact(i, e)
	}
	return i + 1
}

// says writes what the client says from event i on. What it said while a reply was
// owed is written so that it does not wait for that either.
func (w *scriptWriter) says(i int) int {
	at, early := w.tape.At(i).At, w.tape.At(i).Flags&Early != 0
	end, one, clients := i, false, 0
	for ; end < w.n && !w.breaks(end); end++ {
		if w.tape.At(end).Who == Client {
			clients++
			one = one || w.hurried(end)
		}
	}
	w.raw = !early && owesBefore(w.before(i))
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

// noteText returns text for a note: as it stands if it is plain, else printable.
func noteText(s string) string {
	s = s[:min(len(s), pieceLimit)]
	if readable([]byte(s)) {
		return s
	}
	return smtp.Printable([]byte(s)).String()
}

// sendText returns what stands behind @send for octets out of which secret number
// n was cut at mark.
func sendText(octets []byte, mark, n int, raw bool) string {
	line, whole := bytes.CutSuffix(octets, []byte("\r\n"))
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

// fact writes a local event.
func (w *scriptWriter) fact(i int, e Event) {
	switch e.Fact {
	case Note:
		for line := range strings.SplitSeq(e.Text, "\n") {
			w.step(e.At, strings.TrimRight("# "+noteText(line), " \t"))
		}
	case Connected:
		if w.opened {
			w.step(e.At, "@connect "+connectArg(w.tape.Start().Target, e.Text))
		}
		w.opened = true
		w.head("connected", e.Text)
	case Secured:
		w.head("tls", e.Text)
	case Warning, DialError:
		w.head(e.Fact.String(), e.Text)
	case Lost:
		w.head("lost", e.Text)
		w.step(e.At, "@closed")
	case Closed:
		w.closed(i, e)
	}
}

func connectArg(target, connected string) string {
	if target == "" {
		target = connected
	}
	if target != "" && readable([]byte(target)) && !strings.ContainsAny(target, " \t\"$") {
		return target
	}
	return strings.ReplaceAll(strconv.Quote(target), "${", `\x24{`)
}

// closed writes how a connection ended. Leaving behind a QUIT needs no word: a run
// does the same.
func (w *scriptWriter) closed(i int, e Event) {
	if strings.HasPrefix(e.Text, ClosedByServer) {
		w.step(e.At, "@closed")
	} else if w.before(i).Phase() != smtp.Leaving || i+1 < w.n && w.reconnects(i) {
		w.step(e.At, "@close")
	}
}

func (w *scriptWriter) reconnects(i int) bool {
	for ; i < w.n; i++ {
		if w.tape.At(i).Fact == Connected {
			return true
		}
	}
	return false
}

// end closes a connection that stands with a message not complete, or with a reply
// owed, and writes the times.
func (w *scriptWriter) end() {
	if w.full() {
		return
	}
	st := w.before(w.n)
	if r := st.Reading(); w.n > 0 && (r == smtp.AsText || r == smtp.AsChunk || st.OwedCount() > 0) {
		w.step(w.tape.At(w.n-1).At, "@close")
	}
	const perLine = 16
	for i := 0; i < len(w.times); i += perLine {
		var b strings.Builder
		for _, at := range w.times[i:min(i+perLine, len(w.times))] {
			fmt.Fprintf(&b, " %d", at.Milliseconds())
		}
		w.head("ms", b.String()[1:])
	}
}
