package lessons

import (
	"strings"
	"testing"
)

func TestSearch(t *testing.T) {
	for _, tt := range []struct {
		text  string
		most  int
		names string // of what is found, in this order
	}{
		{"", 5, ""},
		{"  ", 5, ""},
		{"RCPT", 0, ""},
		{strings.Repeat("x", 1000), 5, ""},
		{"\x1b[2J", 5, ""},
		{"rc", 1, "RCPT"},
		{"STARTT", 2, "STARTTLS STARTTLS"},
		{"5.1.1", 3, "5.1.1 5.1.10"},
		{"x.1.10", 3, "X.1.10"},
		{"pipe", 2, "PIPELINING PIPECONNECT"},
		{"commands", 1, "commands"},
		{"by", 2, "BY DELIVERBY"},
		{"  command   line ", 1, "command line"},
	} {
		var names []string
		for _, e := range Search(tt.text, tt.most) {
			names = append(names, e.Name)
		}
		if got := strings.Join(names, " "); got != tt.names {
			t.Errorf("Search(%.20q, %d) found %q, want %q", tt.text, tt.most, got, tt.names)
		}
	}
	if found := Search("pipelin", 100); len(found) == 0 || found[0].Name != "PIPELINING" {
		t.Errorf("a name comes before a word in a title: %+v", found)
	}
	if found := Search("mailbox", 3); len(found) != 3 {
		t.Errorf("words of titles are not found: %+v", found)
	}
}

// TestSearchFindsAll finds every entry by its own name.
func TestSearchFindsAll(t *testing.T) {
	for _, e := range allEntries() {
		found := Search(e.Name, 20)
		ok := false
		for _, f := range found {
			ok = ok || f.Name == e.Name && f.What == e.What
		}
		if !ok {
			t.Errorf("%s (%s) is not found by its name: %d others are", e.Name, e.What, len(found))
		}
	}
}

func BenchmarkSearch(b *testing.B) {
	for b.Loop() {
		Search("mailb", 12)
	}
}

// BenchmarkFirstSearch is the time of the first search in a program, less reading
// the files (see BenchmarkFirstReply): making all the entries.
func BenchmarkFirstSearch(b *testing.B) {
	for b.Loop() {
		allEntries()
	}
}
