package desk

import (
	"slices"
	"testing"
)

func TestLanes(t *testing.T) {
	sit(t, Config{}, func(p *person) {
		p.plays(letter + "> Subject: x\n>\n> .dot\n> :dot\n> :stuffing off\n> .raw\n> :stuffing on\n")
		preview, ok := p.d.Preview(".half")
		if !ok || string(preview.Wire) != "..half\r\n" || string(preview.Typed) != ".half\r\n" || string(preview.Kept) != ".half\r\n" || preview.Stored {
			t.Errorf("preview %+v", preview)
		}
		if end, _ := p.d.Preview("."); !end.Ends || len(end.Kept) != 0 || string(end.Wire) != ".\r\n" {
			t.Errorf("end %+v", end)
		}
		lane := func(wire string) LanesOf {
			for i := range p.d.Tape().Len() {
				if string(p.d.Tape().At(i).Octets) == wire {
					l, ok := p.d.Lanes(i)
					if !ok {
						t.Fatalf("%q has no lanes", wire)
					}
					return l
				}
			}
			t.Fatalf("%q was not said", wire)
			return LanesOf{}
		}
		if l := lane("..dot\r\n"); l.Stored || string(l.Kept) != ".dot\r\n" {
			t.Errorf("before the end %+v", l)
		}
		p.plays("> .\n")
		for _, row := range []struct{ wire, typed, kept string }{
			{"Subject: x\r\n", "Subject: x\r\n", "Subject: x\r\n"},
			{"..dot\r\n", ".dot\r\n", ".dot\r\n"},
			{"..\r\n", ".\r\n", ".\r\n"},
			{".raw\r\n", ".raw\r\n", "raw\r\n"},
			{".\r\n", ".\r\n", ""},
		} {
			l := lane(row.wire)
			if string(l.Typed) != row.typed || string(l.Kept) != row.kept || !l.Stored {
				t.Errorf("%q: %+v", row.wire, l)
			}
		}
		if _, ok := p.d.Lanes(0); ok {
			t.Error("a local fact has lanes")
		}
		if _, ok := p.d.Preview("x"); ok {
			t.Error("a command has lanes")
		}
	})
}

func TestStoredLaneComesFromTheServer(t *testing.T) {
	c := Config{House: House{Target: here, Stored: func(id string) (Message, bool) {
		return Message{ID: id, Octets: []byte("Trace: x\r\nHELLO\r\n"), Trace: 10}, id == "M0001"
	}}}
	sit(t, c, func(p *person) {
		p.plays(letter + "> hello\n> and more than was kept\n> .\n")
		var kept []string
		for i := range p.d.Tape().Len() {
			if l, ok := p.d.Lanes(i); ok {
				kept = append(kept, string(l.Kept))
			}
		}
		if !slices.Equal(kept, []string{"HELLO\r\n", "", ""}) {
			t.Errorf("%q", kept)
		}
	})
}
