package lessons

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"ehlo/session/smtp"
	"ehlo/transcript"
)

// recordedTape reads one recording with its times and the server's closes.
func recordedTape(t *testing.T, path string) *transcript.Transcript {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	tape := transcript.New(transcript.Start{})
	var replies smtp.ReplyScanner
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var c struct {
			chunk
			Millis float64 `json:"t_ms"`
		}
		if err := json.Unmarshal(lines.Bytes(), &c); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		if c.Layer == "tls" {
			continue
		}
		recordChunk(tape, c.chunk, time.Duration(c.Millis*float64(time.Millisecond)), &replies)
	}
	if err := lines.Err(); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return tape
}

// recordChunk records one line of a recording, as a session would.
func recordChunk(tape *transcript.Transcript, c chunk, at time.Duration, replies *smtp.ReplyScanner) {
	fact := func(f transcript.Fact, text string) {
		tape.Record(transcript.Entry{Fact: f, Text: text, At: at})
	}
	switch event, _, _ := strings.Cut(c.Event, ":"); {
	case event == "connect":
		fact(transcript.Connected, "")
	case event == "tls_done":
		fact(transcript.Secured, "")
		*replies = smtp.ReplyScanner{}
	case event == "eof":
		fact(transcript.Closed, transcript.ClosedByServer)
	case event == "reset":
		fact(transcript.Lost, "connection reset")
	case event == "close":
		fact(transcript.Closed, transcript.ClosedByClient)
	case len(c.Octets) > 0 && c.Dir == "C":
		saidAt(tape, c.Octets, at)
	case len(c.Octets) > 0:
		replies.Write(c.Octets)
		for r, ok := replies.Next(); ok; r, ok = replies.Next() {
			tape.Record(transcript.Entry{Who: transcript.Server, Octets: bytes.Clone(r.Octets), At: at})
		}
	}
}

// saidAt records each line that the client said as an event of its own.
func saidAt(tape *transcript.Transcript, octets []byte, at time.Duration) {
	for len(octets) > 0 {
		n := bytes.IndexByte(octets, '\n') + 1
		if n == 0 {
			n = len(octets)
		}
		tape.Record(transcript.Entry{Who: transcript.Client, Octets: octets[:n], At: at})
		octets = octets[n:]
	}
}

// A foundRow is one finding of one server in the same words.
type foundRow struct{ server, id string }

type foundCases struct {
	severity Severity
	section  string
	cases    map[string]int // how often in each recording
	octets   map[string]int // the replies, in short, and how often
}

// recordedFindings judges every event of every recording.
func recordedFindings(t *testing.T) (rows map[foundRow]foundCases, tapes, judged int) {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(recordingsDir, "*", "*.jsonl"))
	if err != nil || len(paths) < 250 {
		t.Fatalf("%d recordings, %v", len(paths), err)
	}
	rows = map[foundRow]foundCases{}
	for _, path := range paths {
		server := filepath.Base(filepath.Dir(path))
		name := strings.TrimSuffix(filepath.Base(path), ".jsonl")
		tape := recordedTape(t, path)
		for i := range tape.Len() {
			e := tape.At(i)
			if e.Who == transcript.Server {
				judged++
			}
			for _, f := range JudgeAt(tape, i).Server {
				key := foundRow{server, f.Rule.ID}
				row, ok := rows[key]
				if !ok {
					row = foundCases{f.Rule.Severity, f.Rule.Section, map[string]int{}, map[string]int{}}
					rows[key] = row
				}
				row.cases[name]++
				row.octets[inShort(tape, i)]++
			}
		}
	}
	return rows, len(paths), judged
}

// inShort returns what was answered and the reply in one line, or what ended.
func inShort(tape *transcript.Transcript, i int) string {
	e := tape.At(i)
	if e.Who != transcript.Server {
		return e.Text
	}
	to := ""
	if q := tape.Question(i); q >= 0 {
		to = smtp.Printable(bytes.TrimSuffix(tape.At(q).Octets, []byte("\r\n"))).Cut(40).String() + " → "
	}
	return to + smtp.Printable(e.Octets).Cut(100).String()
}

// TestRecordedFindings lists what is found about the servers in all recordings in
// testdata/findings.txt, and wants an argument for each, which is written by hand.
func TestRecordedFindings(t *testing.T) {
	rows, tapes, judged := recordedFindings(t)
	if judged < 2000 {
		t.Errorf("only %d replies judged", judged)
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "# What is found about the servers in %d recordings, %d replies. Why each finding is right\n# stands in rules_recorded_argued_test.go.\n", tapes, judged)
	keys := slices.SortedFunc(maps.Keys(rows), func(a, b foundRow) int {
		if n := int(rows[b].severity) - int(rows[a].severity); n != 0 {
			return n
		}
		return strings.Compare(a.id+" "+a.server, b.id+" "+b.server)
	})
	for _, key := range keys {
		row := rows[key]
		why, ok := argued[key]
		if !ok {
			t.Errorf("%s in %s isn't argued; it is found in %v", key.id, key.server, slices.Sorted(maps.Keys(row.cases)))
		}
		times := 0
		for _, n := range row.cases {
			times += n
		}
		fmt.Fprintf(&b, "\n%s · %s · %s · %d times, %s\n", row.severity, key.id, key.server, times, row.section)
		fmt.Fprintf(&b, "  why: %s\n  in: %s\n", why, strings.Join(slices.Sorted(maps.Keys(row.cases)), " "))
		for _, octets := range slices.Sorted(maps.Keys(row.octets)) {
			fmt.Fprintf(&b, "  %3d %s\n", row.octets[octets], octets)
		}
	}
	for key := range argued {
		if _, ok := rows[key]; !ok {
			t.Errorf("%s in %s is argued and never found", key.id, key.server)
		}
	}
	golden(t, "testdata/findings.txt", b.Bytes())
}
