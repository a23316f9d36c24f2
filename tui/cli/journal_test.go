package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ehlo/transcript"
)

func journals(t *testing.T, dir string) []string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func noted(tape *transcript.Transcript, text string) {
	tape.Record(transcript.Entry{Who: transcript.Local, Fact: transcript.Note, Text: text, At: transcript.Now})
}

// How much is kept depends on who is talked to, unless it was said.
func TestKeeperFitsTheServer(t *testing.T) {
	for _, c := range []struct {
		said    string
		foreign []bool // one connection after another
		want    transcript.Level
	}{
		{"", []bool{false}, transcript.Full},
		{"", []bool{true}, transcript.Envelope},
		{"", []bool{false, true}, transcript.Envelope},
		{"", []bool{true, false}, transcript.Envelope},
		{"full", []bool{true, false, true}, transcript.Full},
		{"envelope", []bool{false}, transcript.Envelope},
		{"off", []bool{false, true}, transcript.Off},
	} {
		dir := filepath.Join(t.TempDir(), "journal")
		tape := transcript.New(start("mx.example.org:25"))
		k := newKeeper(dir, c.said, tape)
		noted(tape, "before")
		for _, foreign := range c.foreign {
			k.Aim("", foreign)
		}
		noted(tape, "behind")
		if k.level != c.want {
			t.Errorf("%q %v: kept is %v, want %v", c.said, c.foreign, k.level, c.want)
		}
		files := journals(t, dir)
		if (c.want == transcript.Off) != (len(files) == 0) || len(files) > 1 || len(files) == 1 && files[0] != k.Where() {
			t.Fatalf("%q %v: there are %q, kept is %q", c.said, c.foreign, files, k.Where())
		}
		if err := k.close(); err != nil {
			t.Error(err)
		}
		if len(files) == 0 {
			continue
		}
		octets, err := os.ReadFile(files[0])
		if err != nil {
			t.Fatal(err)
		}
		read, end, err := transcript.ReadJournal(octets)
		if err != nil || !end.Clean || read.Len() != 2 {
			t.Errorf("%q %v: read %d events, %+v, %v", c.said, c.foreign, read.Len(), end, err)
		}
		if _, crashed := transcript.LastUnfinished(dir); crashed {
			t.Error("a journal that was closed counts as unfinished")
		}
	}
}

func TestKeeperForgets(t *testing.T) {
	dir := t.TempDir()
	tape := transcript.New(start("mx.example.org:25"))
	k := newKeeper(dir, "", tape)
	k.Aim("", false)
	if err := k.Forget(); err != nil {
		t.Fatal(err)
	}
	k.Aim("", true)
	noted(tape, "behind")
	if files := journals(t, dir); len(files) != 0 || k.Where() != "" {
		t.Errorf("there are %q, kept is %q", files, k.Where())
	}
	if err := k.close(); err != nil {
		t.Error(err)
	}
}

// Where no journal can be kept the session says so and goes on.
func TestKeeperWithoutAFolder(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	tape := transcript.New(start("mx.example.org:25"))
	k := newKeeper(filepath.Join(file, "journal"), "", tape)
	k.Aim("", false)
	k.Aim("", true)
	if tape.Len() != 1 || tape.At(0).Fact != transcript.Warning || !strings.HasPrefix(tape.At(0).Text, "no journal is kept: ") {
		t.Errorf("%d events", tape.Len())
	}
}
