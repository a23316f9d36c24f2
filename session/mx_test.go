package session

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"ehlo/session/target"
	"ehlo/transcript"
)

// A zone is a DNS in memory.
type zone struct {
	mx        map[string][]*net.MX
	addresses map[string]string
	fails     map[string]error
}

func missing(name string) error {
	return &net.DNSError{Err: "no such host", Name: name, IsNotFound: true}
}

func (z zone) lookupMX(_ context.Context, domain string) ([]*net.MX, error) {
	if err := z.fails[domain]; err != nil {
		return nil, err
	}
	if found, ok := z.mx[domain]; ok {
		return found, nil
	}
	return nil, missing(domain)
}

func (z zone) lookupCNAME(_ context.Context, host string) (string, error) {
	if host == "mail.example" {
		return "b.example.", nil
	}
	return host + ".", nil
}

func (z zone) resolve(_ context.Context, host string) ([]netip.Addr, error) {
	if err := z.fails[host]; err != nil {
		return nil, err
	}
	if a, ok := z.addresses[host]; ok {
		return []netip.Addr{netip.MustParseAddr(a)}, nil
	}
	return nil, missing(host)
}

// TestExchanges: which hosts are tried for a domain, in which order, and what is
// told of them (RFC 5321 section 5.1, RFC 7505 section 3).
func TestExchanges(t *testing.T) {
	z := zone{
		mx: map[string][]*net.MX{
			"two.example":     {{Host: "b.example.", Pref: 20}, {Host: "a.example.", Pref: 10}},
			"null.example":    {{Host: ".", Pref: 0}},
			"odd.example":     {{Host: ".", Pref: 0}, {Host: "192.0.2.9.", Pref: 5}, {Host: "a.example.", Pref: 10}},
			"ghost.example":   {{Host: "nowhere.example.", Pref: 10}},
			"partly.example":  {{Host: "nowhere.example.", Pref: 10}, {Host: "b.example.", Pref: 20}},
			"address.example": {{Host: "a.example.", Pref: 10}},
			"alias.example":   {{Host: "mail.example.", Pref: 10}},
		},
		addresses: map[string]string{"a.example": "192.0.2.1", "b.example": "192.0.2.2", "mail.example": "192.0.2.2", "alone.example": "192.0.2.3", "address.example": "192.0.2.4"},
		fails:     map[string]error{"lame.example": &net.DNSError{Err: "server misbehaving", Name: "lame.example", IsTemporary: true}},
	}
	for _, tt := range []struct {
		domain, dialed, err, told string
	}{
		{"two.example", "192.0.2.1:25 192.0.2.2:25", "none of its 2 addresses", "MX for two.example: 10 a.example, 20 b.example"},
		{"alone.example", "192.0.2.3:25", "connection refused", "no MX for alone.example"},
		// With an MX the domain's own address must not be used.
		{"address.example", "192.0.2.1:25", "connection refused", "10 a.example"},
		{"alias.example", "192.0.2.2:25", "connection refused", "mail.example is an alias of b.example"},
		{"null.example", "", "takes no mail", "null MX"},
		{"odd.example", "192.0.2.1:25", "connection refused", "192.0.2.9 is an address"},
		{"odd.example", "192.0.2.1:25", "connection refused", "null MX stands beside others"},
		{"ghost.example", "", "none of its mail exchangers has an address", "nowhere.example: no such host"},
		{"partly.example", "192.0.2.2:25", "connection refused", "nowhere.example: no such host"},
		{"none.example", "", "no such host", "no MX for none.example"},
		{"lame.example", "", "the name service answers that it failed", ""},
	} {
		w := &world{answers: map[string]error{}}
		for _, a := range []string{"192.0.2.1", "192.0.2.2", "192.0.2.3", "192.0.2.4"} {
			w.answers[a+":25"] = errRefused
		}
		tape := transcript.New(transcript.Start{})
		_, err := Open(t.Context(), target.Target{Scheme: target.MX, Host: tt.domain, Port: "25"}, Options{Dial: w.dial, Resolve: z.resolve, LookupMX: z.lookupMX, LookupCNAME: z.lookupCNAME, Tape: tape})
		var failed *DialError
		if !errors.As(err, &failed) || !strings.Contains(err.Error(), tt.err) || failed.Hint() == "" {
			t.Errorf("%s: %v", tt.domain, err)
		}
		if mend := strings.Contains(failed.Hint(), "DNS can mend it"); mend != (tt.domain == "ghost.example") {
			t.Errorf("%s: hint %q", tt.domain, failed.Hint())
		}
		if dialed := strings.ReplaceAll(strings.Join(w.dialed, " "), "tcp ", ""); dialed != tt.dialed {
			t.Errorf("%s: dialed %q, want %q", tt.domain, dialed, tt.dialed)
		}
		if !strings.Contains(facts(tape), tt.told) {
			t.Errorf("%s: told\n%s\nwant %q", tt.domain, facts(tape), tt.told)
		}
	}
}

// TestExchangersInTime: a name service that answers nothing holds nobody up for longer
// than one address may, however many exchangers there are. Those with an address are
// tried.
func TestExchangersInTime(t *testing.T) {
	hang := func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }
	for _, tt := range []struct {
		name    string
		hanging string // the name with which it begins to answer nothing
		dialed  string
	}{
		{"the list", "example.org", ""},
		{"every exchanger", "mx0.example.org", ""},
		{"all but the first", "mx1.example.org", "tcp 192.0.2.1:25"},
	} {
		for _, chosen := range []time.Duration{0, 3 * time.Second} {
			synctest.Test(t, func(t *testing.T) {
				w := &world{answers: map[string]error{"192.0.2.1:25": errRefused}}
				stuck := false
				begun := time.Now()
				_, err := Open(t.Context(), target.Target{Scheme: target.MX, Host: "example.org", Port: "25"}, Options{
					Timeout: chosen, Dial: w.dial,
					LookupMX: func(ctx context.Context, domain string) (found []*net.MX, err error) {
						if tt.hanging == domain {
							return nil, hang(ctx)
						}
						for i := range 20 {
							found = append(found, &net.MX{Host: fmt.Sprintf("mx%d.example.org.", i), Pref: uint16(i)})
						}
						return found, nil
					},
					Resolve: func(ctx context.Context, host string) ([]netip.Addr, error) {
						if stuck = stuck || host == tt.hanging; stuck {
							return nil, hang(ctx)
						}
						return []netip.Addr{netip.MustParseAddr("192.0.2.1")}, nil
					},
				})
				if took := time.Since(begun); err == nil || took != cmp.Or(chosen, ConnectWait) {
					t.Errorf("%s: %v after %v", tt.name, err, took)
				}
				if dialed := strings.Join(w.dialed, " "); dialed != tt.dialed || tt.dialed == "" && !strings.Contains(err.Error(), "name service did not answer in time") {
					t.Errorf("%s: dialed %q: %v", tt.name, dialed, err)
				}
			})
		}
	}
}

// TestServerIsNamed: the names of the server's address are told when they come, and
// nobody waits for them.
func TestServerIsNamed(t *testing.T) {
	for _, tt := range []struct {
		names []string
		err   error
		told  string
	}{
		{[]string{"mx.example.org.", "mail.example.org."}, nil, "192.0.2.1 is mx.example.org., mail.example.org"},
		{nil, missing("1.2.0.192.in-addr.arpa"), "192.0.2.1 has no name in the DNS"},
		{nil, errNever, ""},
	} {
		synctest.Test(t, func(t *testing.T) {
			client, server := net.Pipe()
			defer server.Close()
			o := withResolver(Options{
				Dial:       func(context.Context, string, string) (net.Conn, error) { return farAway{client}, nil },
				LookupAddr: func(context.Context, string) ([]string, error) { time.Sleep(time.Second); return tt.names, tt.err },
			})
			began := time.Now()
			s, err := Open(t.Context(), mx, o)
			if err != nil || !time.Now().Equal(began) {
				t.Fatalf("%v after %v", err, time.Since(began))
			}
			before := s.Tape().Len()
			time.Sleep(2 * time.Second)
			synctest.Wait()
			told := ""
			if s.Tape().Len() > before {
				told = s.Tape().At(before).Text
			}
			if told != tt.told {
				t.Errorf("%q, want %q", told, tt.told)
			}
			s.Close()
		})
	}
}

// TestEqualExchanges: each of those with the same preference comes first at times.
func TestEqualExchanges(t *testing.T) {
	first := map[string]bool{}
	for range 200 {
		list := []*net.MX{{Host: "last.", Pref: 30}, {Host: "a.", Pref: 10}, {Host: "b.", Pref: 10}, {Host: "c.", Pref: 10}}
		sortExchanges(list)
		first[list[0].Host] = true
		if !slices.IsSortedFunc(list, func(a, b *net.MX) int { return int(a.Pref) - int(b.Pref) }) {
			t.Fatal("a higher preference stands before a lower one")
		}
	}
	if len(first) != 3 {
		t.Errorf("only %v came first", first)
	}
}
