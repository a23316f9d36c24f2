package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ehlo/transcript"
)

func TestSaving(t *testing.T) {
	dir := t.TempDir()
	tape := transcript.New(start("mx.example.org:25"))
	noted(tape, "a note")
	path := filepath.Join(dir, "session.jsonl")
	for range 2 { // the second replaces the first
		s, err := newSaving(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.write(tape); err != nil {
			t.Fatal(err)
		}
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm()&0o077 != 0 && os.PathSeparator == '/' {
		t.Errorf("the mode is %v: %v", info.Mode(), err)
	}
	if files := filesBelow(t, dir); len(files) != 1 || !strings.Contains(files["/session.jsonl"], "a note") {
		t.Errorf("there are %q", files)
	}
}

// Nothing but a plain file is written over, and nothing through a link.
func TestSavingTouchesNoLink(t *testing.T) {
	dir := t.TempDir()
	victim := filepath.Join(dir, "victim")
	if err := os.WriteFile(victim, []byte("precious"), 0o600); err != nil {
		t.Fatal(err)
	}
	link, hard := filepath.Join(dir, "soft.jsonl"), filepath.Join(dir, "hard.jsonl")
	if err := os.Symlink(victim, link); err != nil {
		t.Skipf("no links here: %v", err)
	}
	if _, err := newSaving(link); err == nil {
		t.Error("a link was accepted")
	}
	if _, err := newSaving(dir + ".ehlo/"); err == nil {
		t.Error("a folder was accepted")
	}
	if err := (saving{link, transcript.WriteJSON}).write(transcript.New(start(""))); err == nil {
		t.Error("a link that came later was written to")
	}
	if err := os.Link(victim, hard); err == nil {
		if err := (saving{hard, transcript.WriteJSON}).write(transcript.New(start(""))); err != nil {
			t.Error(err)
		}
	}
	if text, err := os.ReadFile(victim); err != nil || string(text) != "precious" {
		t.Errorf("the victim holds %q: %v", text, err)
	}
}

// A session that is too long for a script is not lost.
func TestSavingALongSession(t *testing.T) {
	tape := transcript.New(start("mx.example.org:25"))
	for range 2100 {
		noted(tape, strings.Repeat("x", transcript.ScriptLimit/2000))
	}
	path := filepath.Join(t.TempDir(), "session.ehlo")
	s, err := newSaving(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.write(tape); err == nil || !strings.Contains(err.Error(), "session.ehlo.jsonl") {
		t.Errorf("it was saved: %v", err)
	}
	if _, err := os.Stat(path + ".jsonl"); err != nil {
		t.Error(err)
	}
}
