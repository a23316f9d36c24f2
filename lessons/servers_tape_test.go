package lessons

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ehlo/session/smtp"
	"ehlo/transcript"
)

const recordingsDir = "../session/smtp/testdata/corpora"

// A tape is one recorded session as a transcript.
type tape struct {
	name  string // "exim/data_no_rcpt"
	tape  *transcript.Transcript
	state []smtp.State // before each event
	ended bool         // the server closed the connection, not the client
}

// known are the tapes that were read before.
var known = map[string]tape{}

// tapes reads every recording of these directories.
func tapes(t testing.TB, dirs ...string) []tape {
	t.Helper()
	var all []tape
	for _, dir := range dirs {
		paths, err := filepath.Glob(filepath.Join(recordingsDir, dir, "*.jsonl"))
		if err != nil || len(paths) == 0 {
			t.Fatalf("%s: no recordings, %v", dir, err)
		}
		for _, path := range paths {
			all = append(all, readTape(t, dir+"/"+strings.TrimSuffix(filepath.Base(path), ".jsonl")))
		}
	}
	return all
}

// A chunk is one line of a recording.
type chunk struct {
	Dir    string
	Octets []byte `json:"bytes_b64"`
	Event  string
	Layer  string
}

func readTape(t testing.TB, name string) tape {
	t.Helper()
	if tp, ok := known[name]; ok {
		return tp
	}
	f, err := os.Open(filepath.Join(recordingsDir, filepath.FromSlash(name)+".jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	tp := tape{name: name, tape: transcript.New(transcript.Start{})}
	var replies smtp.ReplyScanner
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var c chunk
		if err := json.Unmarshal(lines.Bytes(), &c); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if c.Layer != "tls" {
			tp.play(c, &replies)
		}
	}
	if err := lines.Err(); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	var state smtp.State
	for i := range tp.tape.Len() {
		tp.state = append(tp.state, state)
		state = tp.tape.At(i).After(state)
	}
	known[name] = tp
	return tp
}

func (tp *tape) play(c chunk, replies *smtp.ReplyScanner) {
	fact := transcript.NoFact
	switch event, _, _ := strings.Cut(c.Event, ":"); {
	case event == "connect":
		fact = transcript.Connected
	case event == "tls_done":
		fact = transcript.Secured
		*replies = smtp.ReplyScanner{}
	case event == "eof", event == "reset":
		fact, tp.ended = transcript.Closed, true
	case len(c.Octets) > 0 && c.Dir == "C":
		tp.tape.Said(c.Octets, 0, 0)
	case len(c.Octets) > 0:
		replies.Write(c.Octets)
		for r, ok := replies.Next(); ok; r, ok = replies.Next() {
			tp.tape.Record(transcript.Entry{Who: transcript.Server, Octets: r.Octets, At: transcript.Now})
		}
	}
	if fact != transcript.NoFact {
		tp.tape.Record(transcript.Entry{Fact: fact, At: transcript.Now})
	}
}

// asked reports whether the situation arose with client event i, as it could be
// seen then or when the reply came.
func (tp tape) asked(s situation, i int) bool {
	x := saidExchange(tp.tape.At(i), tp.state[i])
	if x.before.Phase() == smtp.Leaving && s.id != "after-goodbye" {
		return false
	}
	if x.canBeFound() && s.asks(x) && (s.ahead || tp.state[i].OwedCount() == 0) {
		return true
	}
	j := tp.tape.Answer(i)
	return j >= 0 && s.asks(newExchange(tp.tape.At(j), tp.state[j]))
}

// said returns what the client said in event i, for people.
func (tp tape) said(i int) string {
	return smtp.Printable([]byte(strings.TrimSuffix(string(tp.tape.At(i).Octets), "\r\n"))).Cut(60).String()
}

// last reports whether the server said nothing behind event i and hung up.
func (tp tape) last(i int) bool {
	for j := i + 1; j < tp.tape.Len(); j++ {
		if tp.tape.At(j).Who == transcript.Server {
			return false
		}
	}
	return tp.ended
}

// row is the answer to client event i.
func (tp tape) row(i int) serverRowFact {
	f := serverRowFact{Recording: tp.name, Line: tp.said(i)}
	end := i
	if j := tp.tape.Answer(i); j >= 0 {
		f.answered(tp.tape.At(j).Reply())
		end = j
	}
	quit := smtp.ParseCommand(tp.tape.At(i).Octets).Verb == smtp.QUIT && f.Code != 0
	f.HungUp = !quit && tp.last(end)
	return f
}

func (f *serverRowFact) answered(r smtp.Reply) {
	f.Code = r.Code
	if !r.Enhanced.IsZero() {
		f.Enhanced = r.Enhanced.String()
	}
}
