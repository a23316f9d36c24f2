package transcript

import (
	"reflect"
	"strings"
	"testing"

	"ehlo/session/smtp"
)

// toText leads into a message text.
var toText = []string{
	"@connect", "S: 220 a", "C: EHLO b", "S: 250 CHUNKING", "C: MAIL FROM:<>", "S: 250 ok", "C: RCPT TO:<a@b.c>", "S: 250 ok",
}

func TestSaidSplits(t *testing.T) {
	data := append(append([]string{}, toText...), "C: DATA", "S: 354 go")
	for _, c := range []struct {
		name   string
		before []string
		octets string
		want   []string
	}{
		{"commands", nil, "EHLO a\r\nNOOP\r\n", []string{"EHLO a\r\n", "NOOP\r\n"}},
		{"half a command", nil, "NOOP\r\nQU", []string{"NOOP\r\n", "QU"}},
		{"nothing", nil, "", nil},
		{"an empty line", nil, "\r\n\r\n", []string{"\r\n", "\r\n"}},
		{"only CRLF ends a line", nil, "a\nb\rc\r\nd\n", []string{"a\nb\rc\r\n", "d\n"}},
		{"CR and LF apart", []string{`C"NOOP\r"`}, "\nQUIT\r\n", []string{"\n", "QUIT\r\n"}},
		{"text at once", data, "a\r\nb\r\n", []string{"a\r\nb\r\n"}},
		{"text and its end", data, "a\r\n..\r\n.\r\n", []string{"a\r\n..\r\n.\r\n"}},
		{"text and what follows", data, "a\r\n.\r\nNOOP\r\nQUIT\r\n", []string{"a\r\n.\r\n", "NOOP\r\n", "QUIT\r\n"}},
		{"the end alone", data, ".\r\nQUIT\r\n", []string{".\r\n", "QUIT\r\n"}},
		{"the end begun before", append(data, `C"a\r\n."`), "\r\nQUIT\r\n", []string{"\r\n", "QUIT\r\n"}},
		{"LF.LF is no end", data, "a\n.\nb\r\n", []string{"a\n.\nb\r\n"}},
		{"chunk", toText, "BDAT 6\r\nab\r\ncdNOOP\r\n", []string{"BDAT 6\r\n", "ab\r\ncd", "NOOP\r\n"}},
		{"half a chunk", append(toText, `C"BDAT 6\r\nabc"`), "defNOOP\r\n", []string{"def", "NOOP\r\n"}},
		{"held behind DATA", toText, "DATA\r\na\r\nb\r\n.\r\nQUI", []string{"DATA\r\n", "a\r\n", "b\r\n", ".\r\n", "QUI"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			tr := tape(t, Start{}, "@connect", "S: 220 a")
			if c.before != nil && c.before[0] == "@connect" {
				tr = New(Start{})
			}
			play(t, tr, c.before...)
			var got []string
			for _, e := range tr.Said([]byte(c.octets), 0, 0) {
				got = append(got, string(e.Octets))
			}
			if !reflect.DeepEqual(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestSaidBoundsPieces(t *testing.T) {
	line := strings.Repeat("x", 997) + "\r\n"
	tr := tape(t, Start{}, append(toText, "C: DATA", "S: 354 go")...)
	text := strings.Repeat(line, 200) + ".\r\n"
	for i, e := range tr.Said([]byte(text), Pasted, 0) {
		if len(e.Octets) > maxPiece || !strings.HasSuffix(string(e.Octets), "\r\n") || e.Flags != Pasted || e.Group != 1 {
			t.Errorf("piece %d: %d octets, flags %d, group %d", i, len(e.Octets), e.Flags, e.Group)
		}
	}
	if s := tr.State(tr.Len()); s.Reading() != smtp.AsCommand || s.OwedCount() != 1 || s.TextOctets() != int64(len(text)) {
		t.Errorf("%v, %d owed, %d octets", s.Reading(), s.OwedCount(), s.TextOctets())
	}
	// A line without end is cut where it must be, and one command all the same.
	tr = tape(t, Start{}, "@connect", "S: 220 a")
	tr.Said([]byte("NOOP "+strings.Repeat("y", 3*maxPiece)+"\r\n"), 0, 0)
	if s := tr.State(tr.Len()); tr.Len() != 6 || s.OwedCount() != 1 {
		t.Errorf("%d events, %d owed", tr.Len(), s.OwedCount())
	}
}

func TestGroups(t *testing.T) {
	tr := tape(t, Start{}, "@connect", "S: 220 a")
	groups := func(events []Event) (all []uint32) {
		for _, e := range events {
			all = append(all, e.Group)
		}
		return all
	}
	if got := groups(tr.Said([]byte("NOOP\r\n"), 0, 0)); !reflect.DeepEqual(got, []uint32{0}) {
		t.Errorf("one alone: %v", got)
	}
	if got := groups(tr.Said([]byte("NOOP\r\n"), 0, 5)); !reflect.DeepEqual(got, []uint32{5}) {
		t.Errorf("of the caller: %v", got)
	}
	if got := groups(tr.Said([]byte("NOOP\r\nNOOP\r\n"), 0, 0)); !reflect.DeepEqual(got, []uint32{6, 6}) {
		t.Errorf("of its own: %v", got)
	}
	if n := tr.NextGroup(); n != 7 {
		t.Errorf("next %d", n)
	}
}

func TestEarly(t *testing.T) {
	tr := tape(t, Start{}, "@connect", "C: NOOP", "S: 220 a", "C: NOOP")
	if early := tr.At(1).Flags; early != Early {
		t.Errorf("before the greeting: %d", early)
	}
	if late := tr.At(3).Flags; late != 0 {
		t.Errorf("after it: %d", late)
	}
}
