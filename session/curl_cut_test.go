package session

import (
	"fmt"
	"net"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"ehlo/transcript"
)

// TestCurlCasesCut plays curl's cases with the connection cut behind every octet of
// the server, and of the client: the run ends at once, tells that the connection is
// gone unless everything that the script asks for was there, says nothing but what
// it says otherwise, and leaves nothing running.
func TestCurlCasesCut(t *testing.T) {
	step := 1
	if testing.Short() || racing {
		step = 13 // each octet takes a minute there
	}
	for _, c := range curlCases(t) {
		t.Run(c.name, func(t *testing.T) {
			whole := c.bubble(t, stage{pair: inMemory, budget: budget{in: -1, out: -1}})
			for n := 0; n < whole.server.budget.put; n += step {
				c.cut(t, whole, budget{in: -1, out: n}, n >= whole.server.parted)
			}
			asked := len(strings.TrimSuffix(whole.server.heard, "QUIT\r\n"))
			for n := 0; n < whole.server.budget.read; n += step {
				c.cut(t, whole, budget{in: n, out: -1}, n >= asked)
			}
		})
	}
}

// bubble plays a case where time passes only when nothing else is left to do, and
// where what is left running fails the test.
func (c *curlCase) bubble(t *testing.T, on stage) (p performance) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		if (on.budget.in+on.budget.out)%16 == 0 {
			on.kept = t.TempDir()
		}
		p = c.play(t, on)
	})
	return p
}

// cut plays a case until the budget is used up. complete says that all that the
// script asks for has crossed by then; below TLS nobody counts.
func (c *curlCase) cut(t *testing.T, whole performance, b budget, complete bool) {
	t.Helper()
	p := c.bubble(t, stage{pair: inMemory, budget: b})
	where := fmt.Sprintf("cut behind %d of the client's or %d of the server's octets", b.in, b.out)
	if c.roots == nil {
		c.wantSane(t, where, whole, p, complete)
	} else if p.result.Outcome == transcript.AsExpected {
		c.wantWhole(t, where, whole, p)
	}
	if p.took > time.Second {
		t.Errorf("%s: it took %v", where, p.took)
	}
	if !strings.HasPrefix(whole.server.heard, p.server.heard) {
		t.Errorf("%s: heard %q", where, p.server.heard)
	}
	c.wantSecretless(t, p)
}

// wantSane wants the outcome of the whole only if it is complete.
func (c *curlCase) wantSane(t *testing.T, where string, whole, p performance, complete bool) {
	t.Helper()
	switch got := p.result.Outcome; {
	case complete:
		// What ehlo would not say there it need not refuse once nobody is there.
		if got != c.outcome && !(c.outcome == transcript.Plain && got == transcript.Gone) {
			t.Errorf("%s: %v though all was there: %v", where, got, p.result.Err)
		}
		c.wantWhole(t, where, whole, p)
	case got == transcript.Gone:
		if p.result.Err == nil && p.opened == nil {
			t.Errorf("%s: gone without an error", where)
		}
	case got != c.outcome || got == transcript.AsExpected:
		t.Errorf("%s: %v, want gone: %v", where, got, p.result.Err)
	}
}

// wantWhole wants what the whole came to.
func (c *curlCase) wantWhole(t *testing.T, where string, whole, p performance) {
	t.Helper()
	if p.result.Met != whole.result.Met || !slices.Equal(p.server.stored, whole.server.stored) {
		t.Errorf("%s: %d replies met and %q stored, want %d and %q", where, p.result.Met, p.server.stored, whole.result.Met, whole.server.stored)
	}
}

// TestCurlCasesOverTCP plays them over real connections, closed and reset behind each
// line of the server.
func TestCurlCasesOverTCP(t *testing.T) {
	base := runtime.NumGoroutine()
	for _, c := range curlCases(t) {
		t.Run(c.name, func(t *testing.T) {
			whole := c.play(t, stage{pair: overTCP, budget: budget{in: -1, out: -1}})
			if whole.result.Outcome != c.outcome || whole.server.heard != c.wire() {
				t.Errorf("%v: %v, heard %q", whole.result.Outcome, whole.result.Err, whole.server.heard)
			}
			c.wantSecretless(t, whole)
			if c.roots != nil {
				return // its lines cannot be seen
			}
			for _, n := range lineEnds(whole.tape) {
				p := c.play(t, stage{pair: overTCP, budget: budget{in: -1, out: n}})
				c.wantSane(t, fmt.Sprintf("cut behind %d of the server's octets", n), whole, p, n >= whole.server.parted)
				c.wantSecretless(t, p)
				p = c.play(t, stage{pair: overTCP, budget: budget{in: -1, out: n, reset: true}})
				if p.result.Outcome == transcript.AsExpected { // a reset may take along what came before it
					c.wantWhole(t, fmt.Sprintf("reset behind %d of the server's octets", n), whole, p)
				}
				c.wantSecretless(t, p)
			}
		})
	}
	for range 1_000_000 {
		if runtime.NumGoroutine() <= base {
			return
		}
		runtime.Gosched()
	}
	t.Errorf("%d goroutines, %d before", runtime.NumGoroutine(), base)
}

// lineEnds returns where the lines of the server end, but for the last.
func lineEnds(tape *transcript.Transcript) []int {
	said := string(serverOctets(tape))
	var ends []int
	for i := range len(said) - 1 {
		if said[i] == '\n' {
			ends = append(ends, i+1)
		}
	}
	return ends
}

// overTCP returns both ends of a connection on this machine.
func overTCP(t *testing.T) (client, server net.Conn) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if client, err = net.Dial("tcp", l.Addr().String()); err != nil {
		t.Fatal(err)
	}
	if server, err = l.Accept(); err != nil {
		t.Fatal(err)
	}
	return client, server
}
