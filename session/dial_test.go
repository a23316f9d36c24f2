package session

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"ehlo/session/target"
	"ehlo/transcript"
)

// A world is a network in which each address answers in its own way: nil connects,
// a context error never answers, any other refuses.
type world struct {
	addresses []string // what every name resolves to
	answers   map[string]error
	dialed    []string
}

var (
	errNever   = context.DeadlineExceeded
	errRefused = errors.New("connection refused")
)

func (w *world) dial(ctx context.Context, network, address string) (net.Conn, error) {
	w.dialed = append(w.dialed, network+" "+address)
	err := w.answers[address]
	if err == errNever {
		<-ctx.Done()
		return nil, &net.OpError{Op: "dial", Net: network, Err: errors.New("i/o timeout")}
	}
	if err != nil {
		return nil, &net.OpError{Op: "dial", Net: network, Err: err}
	}
	client, _ := net.Pipe()
	return client, nil
}

func (w *world) resolve(_ context.Context, host string) ([]netip.Addr, error) {
	var found []netip.Addr
	for _, a := range w.addresses {
		found = append(found, netip.MustParseAddr(a))
	}
	return found, nil
}

func (w *world) open(t *testing.T, text, network string) (*Session, *transcript.Transcript, error) {
	t.Helper()
	parsed, err := target.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	tape := transcript.New(transcript.Start{})
	s, err := Open(t.Context(), parsed, Options{Dial: w.dial, Resolve: w.resolve, Network: network, Tape: tape})
	if err == nil {
		t.Cleanup(func() { s.Close() })
	}
	return s, tape, err
}

func facts(tape *transcript.Transcript) string {
	var lines []string
	for i := range tape.Len() {
		e := tape.At(i)
		lines = append(lines, fmt.Sprintf("%v: %s", e.Fact, e.Text))
	}
	return strings.Join(lines, "\n")
}

// TestDial: addresses are tried in the resolver's order, each step is recorded, and
// the first that answers is kept.
func TestDial(t *testing.T) {
	addresses := []string{"2001:db8::1", "::ffff:192.0.2.1", "192.0.2.2"}
	refused := map[string]error{"[2001:db8::1]:25": errRefused}
	for _, c := range []struct {
		target, network string
		dialed, facts   string
	}{
		{"mx.example.org", "", "tcp [2001:db8::1]:25, tcp 192.0.2.1:25", `resolved: 2001:db8::1, 192.0.2.1, 192.0.2.2
dialing: [2001:db8::1]:25
dial-error: [2001:db8::1]:25: connection refused
dialing: 192.0.2.1:25
connected: from pipe to pipe`},
		{"mx.example.org:587", "4", "tcp4 192.0.2.1:587", `resolved: 2001:db8::1, 192.0.2.1, 192.0.2.2
dialing: 192.0.2.1:587
connected: from pipe to pipe`},
		{"mx.example.org:587", "6", "tcp6 [2001:db8::1]:587", `resolved: 2001:db8::1, 192.0.2.1, 192.0.2.2
dialing: [2001:db8::1]:587
connected: from pipe to pipe`},
		{"192.0.2.9", "", "tcp 192.0.2.9:25", "dialing: 192.0.2.9:25\nconnected: from pipe to pipe"},
		{"unix:/run/lmtp", "4", "unix /run/lmtp", "dialing: /run/lmtp\nconnected: from pipe to pipe"},
	} {
		t.Run(c.target+c.network, func(t *testing.T) {
			w := &world{addresses: addresses, answers: refused}
			_, tape, err := w.open(t, c.target, c.network)
			if err != nil {
				t.Fatal(err)
			}
			if got := strings.Join(w.dialed, ", "); got != c.dialed {
				t.Errorf("dialed %s\nwant %s", got, c.dialed)
			}
			if got := facts(tape); got != c.facts {
				t.Errorf("recorded\n%s\nwant\n%s", got, c.facts)
			}
		})
	}
}

// TestManyAddresses: a name with thousands of addresses does not keep ehlo for a day.
func TestManyAddresses(t *testing.T) {
	w := &world{answers: map[string]error{}}
	for i := range 3000 {
		a := fmt.Sprintf("192.0.%d.%d", i/250, i%250+1)
		w.addresses, w.answers[a+":25"] = append(w.addresses, a), errRefused
	}
	_, tape, err := w.open(t, "mx.example.org", "")
	if err == nil || len(w.dialed) != addressesLimit || !strings.Contains(facts(tape), "it has 3000 addresses; ehlo tries the first 20") {
		t.Errorf("%v, %d were dialed", err, len(w.dialed))
	}
}

// TestDialError: every cause is told, with what to do about it.
func TestDialError(t *testing.T) {
	for _, c := range []struct {
		name, target, network string
		addresses             []string
		answers               map[string]error
		says, hint            string
		took                  time.Duration
	}{
		{"one address never answers", "192.0.2.1", "", nil, map[string]error{"192.0.2.1:25": errNever},
			"cannot connect to 192.0.2.1:25: connection timed out after 10s", "many networks block port 25; try port 587, or the included server: ehlo", 10 * time.Second},
		{"two addresses", "mx.example.org", "", []string{"192.0.2.1", "192.0.2.2"},
			map[string]error{"192.0.2.1:25": errNever, "192.0.2.2:25": errRefused},
			"none of its 2 addresses answers: 192.0.2.1:25: connection timed out after 10s; 192.0.2.2:25: connection refused", "port 587", 10 * time.Second},
		{"another port", "192.0.2.1:2525", "", nil, map[string]error{"192.0.2.1:2525": errRefused},
			"192.0.2.1:2525: connection refused", "check the port", 0},
		{"loopback", "127.0.0.1:2525", "", nil, map[string]error{"127.0.0.1:2525": errRefused},
			"connection refused", "the included server starts with: ehlo", 0},
		{"socket", "unix:/nowhere", "", nil, map[string]error{"/nowhere": errors.New("no such file or directory")},
			"cannot connect to unix:/nowhere: no such file or directory", "ls -l", 0},
		{"no address at all", "mx.example.org", "", nil, nil, "has no address", "check the spelling", 0},
		{"no address of the family", "mx.example.org", "6", []string{"192.0.2.1"}, nil, "no address of the family", "leave out -4 or -6", 0},
		{"literal of the other family", "192.0.2.1", "6", nil, nil, "no address of the family", "leave out -4 or -6", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := &world{addresses: c.addresses, answers: c.answers}
				start := time.Now()
				_, tape, err := w.open(t, c.target, c.network)
				var failed *DialError
				if !errors.As(err, &failed) {
					t.Fatalf("Open: %v, want a DialError", err)
				}
				if !strings.Contains(failed.Error(), c.says) || !strings.Contains(failed.Hint(), c.hint) {
					t.Errorf("%s\nhint: %s\nwant %s\nhint: %s", failed, failed.Hint(), c.says, c.hint)
				}
				if took := time.Since(start); took != c.took {
					t.Errorf("took %v, want %v", took, c.took)
				}
				if last := tape.At(tape.Len() - 1); last.Fact != transcript.DialError || len(failed.Attempts) != len(w.dialed) {
					t.Errorf("%d attempts of %d, recorded\n%s", len(failed.Attempts), len(w.dialed), facts(tape))
				}
			})
		})
	}
}

// TestDialNames: what a resolver says is told without its own address.
func TestDialNames(t *testing.T) {
	for _, c := range []struct {
		err  net.DNSError
		want string
		hint string
	}{
		{net.DNSError{Err: "no such host", Name: "mx.example.org", Server: "192.0.2.53:53", IsNotFound: true}, "no such host", "spelling"},
		{net.DNSError{Err: "server misbehaving", Name: "mx.example.org", Server: "192.0.2.53:53"}, "the name service answers that it failed", "IP address"},
		{net.DNSError{Err: "read udp 192.0.2.9:4321->192.0.2.53:53: read: connection refused"}, "the name service cannot be asked: connection refused", "--resolver"},
		{net.DNSError{Err: "read udp 192.0.2.9:4321->192.0.2.53:53: i/o timeout", IsTimeout: true}, "the name service did not answer in time", "--resolver"},
		{net.DNSError{Err: "no answer from DNS server"}, "the name service failed: no answer from DNS server", "--resolver"},
	} {
		_, err := Open(t.Context(), target.Target{Scheme: target.SMTP, Host: "mx.example.org", Port: "25"}, Options{
			Resolve: func(context.Context, string) ([]netip.Addr, error) { return nil, &c.err },
		})
		var failed *DialError
		if !errors.As(err, &failed) || failed.Error() != "cannot connect to mx.example.org:25: "+c.want || !strings.Contains(failed.Hint(), c.hint) {
			t.Errorf("%v, hint %q; want %q and %q", err, failed.Hint(), c.want, c.hint)
		}
	}
}

// TestDialStopped: a context stops the attempt under way, and no further one is
// made.
func TestDialStopped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := &world{addresses: []string{"192.0.2.1", "192.0.2.2"}, answers: map[string]error{"192.0.2.1:25": errNever}}
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		_, err := Open(ctx, target.Target{Scheme: target.SMTP, Host: "mx.example.org", Port: "25"}, Options{Dial: w.dial, Resolve: w.resolve})
		var failed *DialError
		if !errors.As(err, &failed) || !errors.Is(err, context.Canceled) || len(w.dialed) != 1 || !strings.Contains(failed.Hint(), "not waited for") {
			t.Errorf("%v behind %v", err, w.dialed)
		}
	})
}

// TestUnixSocket: a real socket, end to end.
func TestUnixSocket(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s")
	l, err := net.Listen("unix", path)
	if err != nil {
		t.Skip(err) // a path may be too long for a socket, and not every system has them
	}
	defer l.Close()
	go func() {
		if conn, err := l.Accept(); err == nil {
			conn.Write([]byte("220 a\r\n"))
			conn.Close()
		}
	}()
	to, err := target.Parse("unix:" + path)
	if err != nil {
		t.Fatal(err)
	}
	s, err := Open(t.Context(), to, Options{Timeout: time.Minute})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if err := s.Settled(t.Context()); err != nil || s.Unprotected() || s.Target() != to {
		t.Errorf("Settled: %v, unprotected: %t, target %v", err, s.Unprotected(), s.Target())
	}
}

// A name that has addresses, but none of the family that was asked for, is not
// taken for a name that is wrong. A literal needs no name service.
func TestResolvesBothFamilies(t *testing.T) {
	to := target.Target{Scheme: target.SMTP, Host: "mx.example.org", Port: "25"}
	for network, literal := range map[string]string{"6": "127.0.0.1", "4": "::1"} {
		o := Options{Network: network}.complete(to)
		if found, err := o.Resolve(t.Context(), literal); err != nil || len(found) != 1 {
			t.Errorf("%s: %v, %v", literal, found, err)
		}
	}
}

// Somebody listens where TLS failed: what TLS advises counts.
func TestHintOfFailedTLS(t *testing.T) {
	to := target.Target{Scheme: target.SMTPS, Host: "127.0.0.1", Port: "465"}
	e := &DialError{Target: to, Attempts: []Attempt{{Address: "127.0.0.1:465", Err: &TLSError{What: "no", Remedy: "a plain port"}}}}
	if e.Hint() != "a plain port" {
		t.Errorf("hint %q", e.Hint())
	}
}

// A socket of this machine has a name at one end only.
func TestUnnamedEnd(t *testing.T) {
	for _, a := range []net.Addr{nil, &net.UnixAddr{Net: "unix"}, &net.UnixAddr{Net: "unix", Name: "@"}} {
		if got := name(a); got != "an unnamed end" {
			t.Errorf("%v: %q", a, got)
		}
	}
	if got := name(&net.UnixAddr{Net: "unix", Name: "/run/lmtp"}); got != "/run/lmtp" {
		t.Error(got)
	}
}
