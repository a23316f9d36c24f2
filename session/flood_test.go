package session

import (
	"bytes"
	"errors"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"

	"ehlo/session/smtp"
	"ehlo/transcript"
)

// flood writes pattern again and again until the client hangs up or has taken most
// octets, and returns how many it took.
func (p *peer) flood(pattern string, segment, most int) int {
	octets := []byte(strings.Repeat(pattern, segment/len(pattern)+2))
	taken := 0
	for taken < most {
		from := taken % len(pattern)
		n, err := p.conn.Write(octets[from : from+segment])
		taken += n
		if err != nil {
			break
		}
	}
	return taken
}

// TestFloods: a reply without end costs at most 256 KiB of reading and 2 MiB of
// memory, whatever it is made of and however it is cut; what there was of it is
// kept.
func TestFloods(t *testing.T) {
	for _, c := range []struct {
		name, pattern string
		segment       int
	}{
		{"an endless line", "x", 8192},
		{"a line of NULs", "\x00", 8192},
		{"an endless reply", "250-a\r\n", 8192},
		{"an endless reply of long lines", "250-" + strings.Repeat("x", 15000) + "\r\n", 8192},
		{"an endless reply of too long lines", "250-" + strings.Repeat("x", 20000) + "\r\n", 8192},
		{"an endless line, octet by octet", "x", 1},
		{"an endless reply, octet by octet", "250-a\r\n", 1},
		{"empty lines with a code before", "220-\r\n", 5},
		{"one huge segment", "250-a\r\n", 900000},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s, p := open(t, Options{})
				before := heap()
				taken := p.flood(c.pattern, c.segment, 1_000_000)
				<-s.Done()
				after := heap()
				if taken > 256<<10 {
					t.Errorf("%d octets were read", taken)
				}
				if after > before+2<<20 {
					t.Errorf("%d octets are held", after-before)
				}
				var broken *transcript.ProtocolError
				if err := s.Settled(t.Context()); !errors.As(err, &broken) || !errors.As(s.Err(), &broken) {
					t.Errorf("Settled: %v, Err: %v; want a ProtocolError", err, s.Err())
				}
				kept := serverOctets(s.Tape())
				whole := bytes.Repeat([]byte(c.pattern), len(kept)/len(c.pattern)+1)
				if len(kept) < 16384 || !bytes.HasPrefix(whole, kept) {
					t.Errorf("%d octets are recorded, or others than came", len(kept))
				}
				if e := s.Tape().At(s.Tape().Len() - 2); e.Flags&transcript.Cut == 0 {
					t.Errorf("the reply is not marked as cut: %v", e.Flags)
				}
			})
		})
	}
}

func heap() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// TestStrayFlood: behind a 221 the server cannot make ehlo record without end.
func TestStrayFlood(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, p := open(t, Options{})
		play(t, s, p, "S 220 a\r\n", "C QUIT\r\n", "S 221 b\r\n")
		taken := p.flood("250 x\r\n", 4096, 1_000_000)
		<-s.Done()
		var broken *transcript.ProtocolError
		if taken > 256<<10 || !errors.As(s.Err(), &broken) {
			t.Errorf("%d octets were read, Err: %v", taken, s.Err())
		}
	})
}

// TestUnasked: after 100 replies that nobody asked for reading pauses until
// Resume; nothing is lost, and nothing may be said meanwhile.
func TestUnasked(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, p := open(t, Options{})
		replies := func() (n int) {
			for i := range s.Tape().Len() {
				if s.Tape().At(i).Who == transcript.Server {
					n++
				}
			}
			return n
		}
		play(t, s, p, "S 220 a\r\n")
		go func() {
			for range 30 {
				p.say(strings.Repeat("250 x\r\n", 10))
			}
		}()
		for _, want := range []int{101, 201, 301} {
			synctest.Wait()
			if replies() != want {
				t.Fatalf("%d replies, want %d", replies(), want)
			}
			if want == 301 {
				break
			}
			if err := s.Send(t.Context(), []byte("NOOP\r\n")); !errors.Is(err, ErrPaused) {
				t.Errorf("Send: %v, want ErrPaused", err)
			}
			var broken *transcript.ProtocolError
			if err := s.Send(t.Context(), []byte("NOOP\r\n")); !errors.As(err, &broken) {
				t.Errorf("Send: %T, want a ProtocolError", err)
			}
			s.Resume()
		}
		s.Resume()
		s.Resume()
		synctest.Wait()
		play(t, s, p, "C NOOP\r\n", "S 250 y\r\n")
		if err := s.Settled(t.Context()); err != nil {
			t.Errorf("Settled behind Resume: %v", err)
		}
	})
}

// TestUnaskedNoise: lines that are no reply count as unasked, too.
func TestUnaskedNoise(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, p := open(t, Options{})
		play(t, s, p, "S 220 a\r\n", "S "+strings.Repeat("psst\r\n", 150))
		events := s.Tape().Len()
		s.Close()
		got := serverOctets(s.Tape())
		if want := "220 a\r\n" + strings.Repeat("psst\r\n", 150); string(got) != want {
			t.Errorf("%d octets recorded, want %d", len(got), len(want))
		}
		if last := s.Tape().At(events); last.Flags&transcript.Stray == 0 {
			t.Errorf("what was held when reading paused is not recorded as stray: %q", last.Octets)
		}
	})
}

// FuzzReader: whatever a server sends, however it is cut, the session ends with the
// connection, and every octet within the bounds is recorded in order.
func FuzzReader(f *testing.F) {
	f.Add([]byte("220 a\r\n250-b\r\n250 c\r\n"), uint8(3))
	f.Add([]byte("220 a\r\n421 b\r\nxx"), uint8(1))
	f.Add([]byte("\x00\xff\r\n\r\n250\r\n2"), uint8(200))
	f.Add([]byte("221 bye\r\n220 x"), uint8(7))
	f.Add(bytes.Repeat([]byte("1\r\n"), 150), uint8(250))
	f.Fuzz(func(t *testing.T, octets []byte, size uint8) {
		octets = octets[:min(len(octets), 8192)]
		s, p := open(t, Options{})
		go func() {
			for rest := octets; len(rest) > 0; {
				n := min(len(rest), int(size)+1)
				p.say(string(rest[:n]))
				rest = rest[n:]
			}
			p.conn.Close()
		}()
		for over := false; !over; {
			select {
			case <-s.Done():
				over = true
			case <-s.Tape().Wake():
				s.Resume()
			}
		}
		if got := serverOctets(s.Tape()); !bytes.Equal(got, octets) {
			t.Errorf("the server sent %q, recorded is %q", octets, got)
		}
	})
}

// TestCutReplyEnds: a reply beyond a bound is complete when its last line has
// ended, not where it was cut.
func TestCutReplyEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, p := open(t, Options{})
		play(t, s, p, "S 220 a\r\n", "C NOOP\r\n", "S 250 "+strings.Repeat("x", 20000))
		wantTimeout(t, s, smtp.Deadline{Wait: smtp.ChosenWait})
		play(t, s, p, "S x\r\n")
		if err := s.Settled(t.Context()); err != nil {
			t.Errorf("Settled: %v", err)
		}
	})
}
