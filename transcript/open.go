package transcript

import (
	"bytes"
	"fmt"
	"strings"
	"time"
)

// Open reads a transcript from the octets of a file in any of the forms that ehlo
// writes: a journal, JSON lines, or a .ehlo script. It looks at the octets alone;
// name is for error texts. A journal that a crash cut short ends with a [Warning].
func Open(name string, octets []byte) (*Transcript, error) {
	switch {
	case isJournal(octets):
		return openJournal(octets)
	case isJSON(octets):
		return readJSON(octets)
	}
	script, err := ParseScript(name, octets)
	if err != nil {
		return nil, err
	}
	return script.Transcript()
}

func isJournal(octets []byte) bool {
	return bytes.HasPrefix(octets, []byte(strings.TrimSuffix(journalMagic, "1\n")))
}

func isJSON(octets []byte) bool {
	return bytes.HasPrefix(bytes.TrimLeft(octets, " \t\r\n"), []byte("{"))
}

func openJournal(octets []byte) (*Transcript, error) {
	t, end, err := ReadJournal(octets)
	if err != nil {
		return nil, err
	}
	if end.Dropped > 0 {
		var at time.Duration
		if n := t.Len(); n > 0 {
			at = t.At(n - 1).At
		}
		t.Record(Entry{Who: Local, Fact: Warning, At: at, Text: fmt.Sprintf(
			"the journal ends in %d octets that are no whole event: ehlo was stopped while it wrote; they are left out", end.Dropped)})
	}
	return t, nil
}
