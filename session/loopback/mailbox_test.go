package loopback

import (
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"testing"
)

func TestStoreDropsTheOldest(t *testing.T) {
	s := store{limit: 10 * (1000 + messageCost)}
	for i := range 100 {
		s.add([]Message{{ID: strconv.Itoa(i), To: "a@x.example", Octets: make([]byte, 1000)}})
		if s.held > s.limit {
			t.Fatalf("%d octets are held", s.held)
		}
	}
	box := s.box("A@x.example")
	if len(box) != 10 || box[0].ID != "90" || box[9].ID != "99" {
		t.Errorf("%d messages are left", len(box))
	}
	if _, ok := s.byID("5"); ok {
		t.Error("a dropped message is still found")
	}
	s.add([]Message{{ID: "big", To: "a@x.example", Octets: make([]byte, 100000)}})
	if box := s.box("a@x.example"); len(box) != 1 || box[0].ID != "big" {
		t.Errorf("%d messages beside one that is larger than the limit", len(box))
	}
}

func TestBoxes(t *testing.T) {
	s := New(Options{Persona: must(PersonaNamed("forwarding"))})
	want := []string{
		"alice@example.com", "carol@example.com", "dan@example.net", "hsmith@example.com",
		"jsmith@example.com", "postmaster@example.com", "theboss@example.com",
	}
	if got := s.Boxes(); !slices.Equal(got, want) {
		t.Errorf("got %v", got)
	}
	if err := s.SetPersona("default"); err != nil {
		t.Fatal(err)
	}
	s.mail.add([]Message{{To: "dan@example.net"}})
	if got := s.Boxes(); !slices.Equal(got, want) {
		t.Errorf("mail of another server type is lost: %v", got)
	}
}

func must[T any](v T, ok bool) T {
	if !ok {
		panic("not found")
	}
	return v
}

func TestIDs(t *testing.T) {
	a := New(Options{}).opt.NextID
	first, second := a(), a()
	if first == second || strings.Trim(first, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-") != "" {
		t.Errorf("ids %q and %q", first, second)
	}
}

func TestIsAddress(t *testing.T) {
	for _, c := range []struct {
		literal, addr string
		want          bool
	}{
		{"[127.0.0.1]", "127.0.0.1", true},
		{"[127.0.0.2]", "127.0.0.1", false},
		{"[IPv6:::1]", "::1", true},
		{"[ipv6:0:0:0:0:0:0:0:1]", "::1", true},
		{"[IPv6:::ffff:127.0.0.1]", "127.0.0.1", true},
		{"[IPv6:]", "::1", false},
		{"[x]", "127.0.0.1", false},
	} {
		if got := isAddress(c.literal, netip.MustParseAddr(c.addr)); got != c.want {
			t.Errorf("%s is %s: %v", c.literal, c.addr, got)
		}
	}
}
