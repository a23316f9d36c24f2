package lessons

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"ehlo/session/smtp"
	"ehlo/transcript"
)

// serverDirs are the directories of recordings, in the order of the table's rows.
// Where Exim's limits cut a session short, it was recorded with higher ones too.
var serverDirs = []string{"postfix", "exim", "sendmail", "smtp-sink"}

// TestServersTable makes reference/servers.json of the recordings and compares it
// with the file: go test ./lessons -run Servers -update writes it anew.
func TestServersTable(t *testing.T) {
	var b bytes.Buffer
	b.WriteString("[\n")
	for i, source := range serverSources {
		s, ok := situationNamed(source.situation)
		if !ok {
			t.Fatalf("there is no situation %s", source.situation)
		}
		rows := source.rows(t, s)
		if len(rows) == 0 {
			t.Errorf("%s: nothing was recorded", s.id)
		}
		fmt.Fprintf(&b, "  {%q: %q, \"rows\": [\n", "situation", s.id)
		for j, r := range rows {
			fmt.Fprintf(&b, "    %s%s\n", inJSON(t, r), comma(j, len(rows)))
		}
		fmt.Fprintf(&b, "  ]}%s\n", comma(i, len(serverSources)))
	}
	b.WriteString("]\n")
	golden(t, "reference/servers.json", b.Bytes())
}

func inJSON(t *testing.T, r serverRowFact) string {
	t.Helper()
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(r); err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(b.String())
}

func comma(i, n int) string {
	if i+1 < n {
		return ","
	}
	return ""
}

func situationNamed(id string) (situation, bool) {
	return find(situations, func(s situation) bool { return s.id == id })
}

// rows are the answers that the source's recordings have.
func (o serverSource) rows(t *testing.T, s situation) []serverRowFact {
	t.Helper()
	var rows []serverRowFact
	for _, dir := range serverDirs {
		if dir == "exim" && !s.repeats && recorded("exim-lenient/"+o.recording) {
			dir = "exim-lenient"
		}
		if dir == o.skip || !recorded(dir+"/"+o.recording) {
			continue
		}
		if f, ok := o.row(readTape(t, dir+"/"+o.recording), s); ok {
			rows = append(rows, f)
		}
		if dir != "postfix" {
			continue
		}
		for _, v := range o.variants {
			of := serverSource{situation: o.situation, line: v.line}
			f, ok := of.row(readTape(t, policyRecordings+"/"+v.recording), s)
			if !ok {
				t.Errorf("%s: not found in %s", s.id, v.recording)
			}
			f.Note = v.note
			rows = append(rows, f)
		}
	}
	return rows
}

func recorded(name string) bool {
	_, err := os.Stat(filepath.Join(recordingsDir, filepath.FromSlash(name)+".jsonl"))
	return err == nil
}

// row is the answer on one tape; false if the situation did not arise there.
func (o serverSource) row(tp tape, s situation) (serverRowFact, bool) {
	switch {
	case o.unasked:
		return tp.unasked(), true
	case s.repeats:
		return tp.repeated(o.line), true
	}
	n := max(o.nth, 1)
	for i := range tp.tape.Len() {
		if e := tp.tape.At(i); e.Who == transcript.Client && (o.line == "" || o.says(e.Octets)) && tp.asked(s, i) {
			if n--; n == 0 {
				return tp.row(i), true
			}
		}
	}
	return serverRowFact{}, false
}

// says reports whether octets are the source's line. What was said in a login is
// cut out of the tape.
func (o serverSource) says(octets []byte) bool {
	line := strings.TrimSuffix(string(octets), "\r\n")
	return line == o.line || strings.HasPrefix(o.line, "AUTH PLAIN ") && line == "AUTH PLAIN "
}

// unasked is what came, or did not come, while the client was silent.
func (tp tape) unasked() serverRowFact {
	f := serverRowFact{Recording: tp.name}
	for i := range tp.tape.Len() {
		if e := tp.tape.At(i); e.Who == transcript.Server && tp.state[i].OwedCount() == 0 {
			f.answered(e.Reply())
		}
	}
	f.HungUp = tp.ended || f.Code == 421
	return f
}

// repeated counts how often lines that begin so were answered.
func (tp tape) repeated(line string) serverRowFact {
	f := serverRowFact{Recording: tp.name, Line: line + "…"}
	n, last := 0, 0
	for i := range tp.tape.Len() {
		e := tp.tape.At(i)
		if e.Who != transcript.Client || !strings.HasPrefix(string(e.Octets), line) || tp.tape.Answer(i) < 0 {
			continue
		}
		n, last = n+1, tp.tape.Answer(i)
	}
	if last+1 < tp.tape.Len() && tp.tape.At(last+1).Who == transcript.Server {
		last++ // a 421 behind it
	}
	f.answered(tp.tape.At(last).Reply())
	f.Note = fmt.Sprintf("%d times", n)
	if f.HungUp = tp.last(last); f.HungUp {
		f.Note = fmt.Sprintf("after %d", n)
	}
	return f
}

// TestServersAreWhole: every situation has a source, a title that fits, rows with
// facts, and recordings that exist.
func TestServersAreWhole(t *testing.T) {
	differ := 0
	for _, s := range situations {
		if !slices.ContainsFunc(serverSources, func(o serverSource) bool { return o.situation == s.id }) {
			t.Errorf("%s has no source", s.id)
		}
		a := s.answer()
		if columns(s.title) > Width || s.title == "" || s.section == "" || len(a.Rows) == 0 {
			t.Errorf("%s: %+v", s.id, a)
		}
		if a.differs() {
			differ++
		}
	}
	if len(situations) < 100 || differ < 60 {
		t.Errorf("%d situations, of which %d differ", len(situations), differ)
	}
	for _, f := range serverFacts() {
		for _, r := range f.Rows {
			row := r.row()
			if !recorded(r.Recording) || row.Server == "" || row.Version == "" || row.Code == 0 && row.Enhanced != "" {
				t.Errorf("%s: %+v", f.Situation, r)
			}
		}
	}
}

// TestServersVersions finds the versions in the greetings of those who tell them.
func TestServersVersions(t *testing.T) {
	for _, dir := range []string{"exim", "exim-lenient", "sendmail"} {
		greeting := string(readTape(t, dir+"/unknown_commands").tape.At(1).Octets)
		server := recordedServers[dir]
		if !strings.Contains(strings.ToLower(greeting), strings.ToLower(server.name)+" "+server.version) {
			t.Errorf("%s: %q", dir, greeting)
		}
	}
}

// otherwise are the exchanges in which a server answered otherwise than in the
// recording that its row is made of, and why.
var otherwise = map[string]string{
	"etrn exim/etrn: ETRN ehlo.test": "458: it was still at work on that domain",
	"mail-before-hello sendmail/pipelining_before_ehlo_reply: MAIL FROM:<alice@ehlo.test>": "550: it had answered 554 to what came too early",
	"mail-before-hello sendmail/talk_before_greeting: MAIL FROM:<alice@ehlo.test>":         "550: it had answered 554 to what came too early",
	"vrfy-mailbox sendmail/vrfy: VRFY x@elsewhere.example":                                 "252: it says neither yes nor no of a mailbox elsewhere",
}

// TestServersHoldEverywhere plays all recordings and finds the situation of every
// exchange: wherever it arises, the server must have answered as the table says.
func TestServersHoldEverywhere(t *testing.T) {
	checked := 0
	seen := map[string]bool{}
	for _, tp := range tapes(t, append(serverDirs, "exim-lenient")...) {
		dir, _, _ := strings.Cut(tp.name, "/")
		for i := range tp.tape.Len() {
			s, reply, ok := tp.exchange(i)
			if !ok || s.repeats {
				continue
			}
			rows := s.answer().Rows
			n := slices.IndexFunc(rows, func(r ServerRow) bool { return r.Server == recordedServers[dir].name && !r.variant })
			asked := i
			if tp.tape.At(i).Who == transcript.Server {
				asked = max(tp.tape.Question(i), 0)
			}
			key := fmt.Sprintf("%s %s: %s", s.id, tp.name, tp.said(asked))
			switch {
			case n >= 0 && rows[n].Code == reply.Code:
				checked++
			case n < 0 && dir == testSink:
			case otherwise[key] != "":
				seen[key] = true
			case n < 0:
				t.Errorf("%s was answered %d; the table has no row", key, reply.Code)
			default:
				t.Errorf("%s was answered %d; the table says %d", key, reply.Code, rows[n].Code)
			}
		}
	}
	if checked < 500 {
		t.Errorf("only %d exchanges checked", checked)
	}
	for key := range otherwise {
		if !seen[key] {
			t.Errorf("not needed: %s", key)
		}
	}
}

// exchange finds the situation of event i and the reply that belongs to it, both for
// a command and for a reply.
func (tp tape) exchange(i int) (situation, smtp.Reply, bool) {
	e, before := tp.tape.At(i), tp.state[i]
	switch e.Who {
	case transcript.Client:
		j := tp.tape.Answer(i)
		if j < 0 {
			return situation{}, smtp.Reply{}, false
		}
		s, ok := saidExchange(e, before).situation()
		return s, tp.tape.At(j).Reply(), ok
	case transcript.Server:
		s, ok := newExchange(e, before).situation()
		return s, e.Reply(), ok
	}
	return situation{}, smtp.Reply{}, false
}
