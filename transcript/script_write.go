package transcript

import (
	"bytes"
	"errors"
	"fmt"
	"io"
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
	sw := &scriptWriter{tape: t, n: t.Len()}
	sw.heading()
	for i := 0; i < sw.n; {
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
	b       bytes.Buffer
	times   []time.Duration // of each step
	ahead   map[int]bool    // replies that are written before their turn
	secrets int
	opened  bool // a connection was made
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
		w.time(at)
	}
}

// time notes the time of a step. It never runs back, though a reply may be written
// before its turn.
func (w *scriptWriter) time(at time.Duration) {
	if n := len(w.times); n > 0 {
		at = max(at, w.times[n-1])
	}
	w.times = append(w.times, at)
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
		if !w.ahead[i] {
			w.reply(i)
		}
	default:
		w.fact(i, e)
	}
	return i + 1
}

// says writes what the client says from event i on.
func (w *scriptWriter) says(i int) int {
	w.hurry(i)
	end, one := i, false
	for ; end < w.n && !w.breaks(end); end++ {
		one = one || w.together(i, end)
	}
	at := w.tape.At(i).At
	if w.tape.At(i).Flags&Early != 0 {
		w.step(at, "@early")
		one = one || w.count(i, end) > 1
	}
	if one {
		w.step(at, "@group")
	}
	for ; i < end; i++ {
		if e := w.tape.At(i); e.Who == Client {
			w.said(e)
		} else if e.Who == Local {
			w.fact(i, e)
		}
	}
	return end
}

// breaks reports whether event i ends what the client says in one go.
func (w *scriptWriter) breaks(i int) bool {
	e := w.tape.At(i)
	switch e.Fact {
	case Connected, Closed, Lost, Secured:
		return true
	}
	return e.Who == Server && !w.ahead[i]
}

// together reports whether client event i, not the last of those that begin at
// from, was followed by more without waiting where the rules of groups would wait.
func (w *scriptWriter) together(from, i int) bool {
	e := w.tape.At(i)
	if e.Who != Client || i+1 == w.n || w.breaks(i+1) || w.count(i+1, i+2) == 0 {
		return false
	}
	if w.tape.State(i+1).Reading() == smtp.AsHeld {
		return true
	}
	return e.Group != 0 && w.tape.At(i+1).Group == e.Group && mustWait(w.tape.State(i), e.Octets)
}

// count returns how many of the events from i on below end are the client's.
func (w *scriptWriter) count(i, end int) int {
	n := 0
	for ; i < end; i++ {
		if w.tape.At(i).Who == Client {
			n++
		}
	}
	return n
}

// hurry writes the replies that are owed when client event i is said and come
// later: a script that did not write them before would not compare them.
func (w *scriptWriter) hurry(i int) {
	st := w.tape.State(i)
	owed := st.OwedCount()
	if o, ok := st.Owed(); ok && o.Matter == smtp.ForGreeting && w.tape.At(i).Flags&Early != 0 || st.Reading() == smtp.AsChunk {
		return
	}
	for k := i + 1; k < w.n && owed > 0; k++ {
		e := w.tape.At(k)
		if e.Fact == Closed || e.Fact == Lost {
			return
		}
		if !w.ahead[k] && e.answers() {
			w.reply(k)
			if w.ahead == nil {
				w.ahead = map[int]bool{}
			}
			w.ahead[k] = true
			owed--
		}
	}
}

// said writes one event of the client, line by line.
func (w *scriptWriter) said(e Event) {
	if e.Flags&Secret != 0 && e.Mark >= 0 {
		w.saidSecret(e.At, e.Octets, min(e.Mark, len(e.Octets)))
		return
	}
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

// saidSecret writes octets out of which a secret was cut at mark: the line where
// that was with @send, the others as they stand.
func (w *scriptWriter) saidSecret(at time.Duration, b []byte, mark int) {
	from := bytes.LastIndexByte(b[:mark], '\n') + 1
	to := len(b)
	if n := bytes.IndexByte(b[mark:], '\n'); n >= 0 {
		to = mark + n + 1
	}
	w.secrets++
	w.saidLines(at, b[:from])
	text := sendText(b[from:to], mark-from, w.secrets)
	w.tooLong = w.tooLong || len(text) > ScriptLineLimit-16
	w.step(at, "@send "+text)
	w.saidLines(at, b[to:])
}

// pieceLimit keeps the literal of a piece below [ScriptLineLimit]: an octet takes
// four at most.
const pieceLimit = ScriptLineLimit/4 - 16

func (w *scriptWriter) saidLine(at time.Duration, b []byte) {
	if line, ok := bytes.CutSuffix(b, []byte("\r\n")); ok && plainLine(line) {
		w.step(at, strings.TrimSuffix("C: "+string(line), " "))
		return
	}
	for len(b) > 0 {
		n := min(len(b), pieceLimit)
		w.step(at, "C"+strconv.Quote(string(b[:n])))
		b = b[n:]
	}
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
func sendText(octets []byte, mark, n int) string {
	line, whole := bytes.CutSuffix(octets, []byte("\r\n"))
	mark = min(mark, len(line))
	before, after := line[:mark], line[mark:]
	name := fmt.Sprintf("${SECRET_%d}", n)
	if whole && readable(line) && !bytes.Contains(line, []byte("${")) && !bytes.HasPrefix(line, []byte(`"`)) &&
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
			w.step(e.At, strings.TrimSuffix("# "+noteText(line), " "))
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
	} else if w.tape.State(i).Phase() != smtp.Leaving || i+1 < w.n && w.reconnects(i) {
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

// end closes a message that is not complete and writes the times.
func (w *scriptWriter) end() {
	if r := w.tape.State(w.n).Reading(); (r == smtp.AsText || r == smtp.AsChunk) && w.n > 0 {
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
