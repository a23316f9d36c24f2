package transcript

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"ehlo/session/smtp"
)

// ErrScriptTooLong says that a transcript does not fit into a script, see
// [ScriptLimit]. Nothing was written.
var ErrScriptTooLong = errors.New("the session is too long for a .ehlo file (1 MiB); save it as .jsonl")

// WriteScript writes a transcript as a script that, run against a server in the
// same condition, meets the same replies. Secrets are not in it: it asks for them
// as ${SECRET_1} and so on. A login that ehlo made, or whose answers fit one challenge
// only, is asked for with @auth. "#:" lines carry when and with whom the session was,
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
	users   int
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
	w.head("persona", start.Persona)
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

// before returns the state before event i. It must be asked for in order: no event
// is folded twice.
func (w *scriptWriter) before(i int) smtp.State {
	if i < w.folded {
		panic("transcript: the writer looks back")
	}
	for ; w.folded < i; w.folded++ {
		w.state = w.tape.At(w.folded).After(w.state)
	}
	return w.state
}

func (w *scriptWriter) full() bool { return w.b.Len() > ScriptLimit }

// event writes event i, or all that the client says from there on without a word
// of the server between, and returns the next.
func (w *scriptWriter) event(i int) int {
	if end := w.login(i); end > i {
		return end
	}
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
	switch {
	case target != "":
	case connected == "", strings.ContainsAny(connected, " \t"):
		return SameServer
	default:
		target = connected
	}
	return scriptArg(target)
}

// closed writes how a connection ended. Leaving behind a QUIT needs no word: a run
// does the same.
func (w *scriptWriter) closed(i int, e Event) {
	st := w.before(i)
	if strings.HasPrefix(e.Text, ClosedByServer) {
		w.step(e.At, "@closed")
	} else if st.Phase() != smtp.Leaving || st.OwedCount() > 0 || w.reconnects(i) {
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

// noteText returns text for a note: as it stands if it is plain, else printable.
func noteText(s string) string {
	s = s[:min(len(s), pieceLimit)]
	if readable([]byte(s)) {
		return s
	}
	return smtp.Printable([]byte(s)).String()
}
