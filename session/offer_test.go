package session

import (
	"bufio"
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"ehlo/session/hosts"
	"ehlo/session/target"
	"ehlo/transcript"
)

// A notebook is a memory that a test fills, and in which it reads what was kept.
type notebook struct {
	known map[string]hosts.Promise
	kept  []string
	full  error
}

func (n *notebook) Recall(server string) (hosts.Promise, bool, error) {
	p, ok := n.known[server]
	return p, ok, n.full
}

func (n *notebook) Keep(server string, proof hosts.Proof) error {
	n.kept = append(n.kept, server+" "+proof.String())
	return n.full
}

// offering plays a server that answers each hello with an offer, and everything else
// with 250.
func offering(t *testing.T, to target.Target, memory Memory, offer string) *Session {
	t.Helper()
	client, server := net.Pipe()
	s, err := Open(t.Context(), to, withResolver(Options{
		Memory: memory, Dial: func(context.Context, string, string) (net.Conn, error) { return client, nil },
	}))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	go func() {
		defer server.Close()
		io.WriteString(server, "220 a\r\n")
		for lines := bufio.NewScanner(server); lines.Scan(); {
			switch verb := strings.ToUpper(lines.Text()); {
			case strings.HasPrefix(verb, "EHLO ?"):
				io.WriteString(server, "501 what?\r\n")
			case strings.HasPrefix(verb, "EHLO"), strings.HasPrefix(verb, "LHLO"):
				io.WriteString(server, "250-a\r\n250 "+offer+"\r\n")
			default:
				io.WriteString(server, "250 b\r\n")
			}
		}
	}()
	return s
}

// warnings returns the warnings of a session.
func warnings(s *Session) []string {
	var texts []string
	for i := range s.Tape().Len() {
		if e := s.Tape().At(i); e.Fact == transcript.Warning {
			texts = append(texts, e.Text)
		}
	}
	return texts
}

func TestOfferIsHeldAgainstTheMemory(t *testing.T) {
	const told = "STARTTLS was offered here on 2026-11-20, with a certificate that verified, and is missing now"
	promised := map[string]hosts.Promise{"mx.example.org:25": {Day: "2026-11-20", Proof: hosts.Verified}}
	lmtp := target.Target{Scheme: target.LMTP, Host: "mx.example.org", Port: "25"}
	other := target.Target{Scheme: target.SMTP, Host: "mx.example.org", Port: "587"}
	for name, row := range map[string]struct {
		to    target.Target
		offer string
		says  []string
		told  []string
		kept  []string
	}{
		"offered":        {mx, "STARTTLS", []string{"EHLO me", "EHLO me"}, nil, []string{"mx.example.org:25 unknown"}},
		"lower case":     {mx, "starttls", []string{"ehlo me"}, nil, []string{"mx.example.org:25 unknown"}},
		"missing":        {mx, "SIZE", []string{"EHLO me", "NOOP", "EHLO me"}, []string{told}, nil},
		"missing, LMTP":  {lmtp, "SIZE", []string{"LHLO me"}, []string{told}, nil},
		"another port":   {other, "SIZE", []string{"EHLO me"}, nil, nil},
		"HELO":           {mx, "SIZE", []string{"HELO me", "NOOP"}, nil, nil},
		"refused, asked": {mx, "SIZE", []string{"EHLO ?", "EHLO me"}, []string{told}, nil},
		"only refused":   {mx, "SIZE", []string{"EHLO ?"}, nil, nil},
		"in one keyword": {mx, "XSTARTTLS", []string{"EHLO me"}, []string{told}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				n := &notebook{known: promised}
				s := offering(t, row.to, n, row.offer)
				say(t, s, row.says...)
				if got := warnings(s); !slices.Equal(got, row.told) {
					t.Errorf("it tells %q, want %q", got, row.told)
				}
				if !slices.Equal(n.kept, row.kept) {
					t.Errorf("it keeps %q, want %q", n.kept, row.kept)
				}
			})
		})
	}
}

// It stands right behind the reply, and says when that was.
func TestStrippedIsTold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := &notebook{known: map[string]hosts.Promise{"mx.example.org:25": {Day: "2026-11-20"}}}
		s := offering(t, mx, n, "SIZE")
		say(t, s, "EHLO me")
		e := s.Tape().At(s.Tape().Len() - 1)
		if when, ok := e.Stripped(); !ok || when != "2026-11-20" {
			t.Errorf("the last event is %q, %v", e.Text, ok)
		}
	})
}

// Where nothing lies between there is nothing to remember, and a memory that fails is
// told of and changes nothing else.
func TestMemoryThatCannotKeep(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := &notebook{full: errors.New("which servers offer STARTTLS is remembered in this run only: no room")}
		s := offering(t, mx, n, "STARTTLS")
		say(t, s, "EHLO me", "NOOP")
		if got := warnings(s); len(got) != 1 || got[0] != n.full.Error() {
			t.Errorf("it tells %q", got)
		}
	})
	synctest.Test(t, func(t *testing.T) {
		n := &notebook{}
		s := offering(t, target.Target{Scheme: target.Unix, Path: "/run/lmtp"}, n, "STARTTLS")
		say(t, s, "EHLO me")
		if len(n.kept) > 0 {
			t.Errorf("of a socket it keeps %q", n.kept)
		}
	})
}

// What comes of the certificate is kept, unless nobody looked.
func TestProofIsKept(t *testing.T) {
	cert, roots := certify(t, bubbleDay.Add(time.Hour), "mx.example.org")
	for name, row := range map[string]struct {
		tls  TLSOptions
		want []string
	}{
		"verified":   {TLSOptions{Roots: roots}, []string{"mx.example.org:25 unknown", "mx.example.org:25 verified"}},
		"unverified": {TLSOptions{Roots: roots, ServerName: "other.example"}, []string{"mx.example.org:25 unknown", "mx.example.org:25 unverified"}},
		"insecure":   {TLSOptions{Insecure: true}, []string{"mx.example.org:25 unknown"}},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				n := &notebook{}
				s, err := talk(t, mx, &tls.Config{Certificates: []tls.Certificate{cert}}, withResolver(Options{TLS: row.tls, Memory: n}))
				if err != nil {
					t.Fatal(err)
				}
				say(t, s, "EHLO me", "STARTTLS")
				if err := s.Secure(t.Context()); err != nil {
					t.Fatal(err)
				}
				say(t, s, "EHLO me") // inside TLS nothing is offered, and nothing missing
				if got := warnings(s); !slices.Equal(n.kept, row.want) || len(got) > 0 {
					t.Errorf("it keeps %q, want %q; it tells %q", n.kept, row.want, got)
				}
			})
		})
	}
}

// The JSON line of a handshake says what the handshake came to.
func TestSecurityInJSON(t *testing.T) {
	cert, roots := certify(t, bubbleDay.Add(time.Hour), "mx.example.org", "other.example.org")
	synctest.Test(t, func(t *testing.T) {
		s, err := talk(t, mx, &tls.Config{Certificates: []tls.Certificate{cert}, MaxVersion: tls.VersionTLS12}, withResolver(Options{TLS: TLSOptions{Roots: roots, ServerName: "x.example"}}))
		if err != nil {
			t.Fatal(err)
		}
		say(t, s, "EHLO me", "STARTTLS")
		if err := s.Secure(t.Context()); err != nil {
			t.Fatal(err)
		}
		var line string
		for i := range s.Tape().Len() {
			if s.Tape().At(i).Fact == transcript.Secured {
				line = string(transcript.AppendJSONEvent(nil, s.Tape(), i))
			}
		}
		for _, want := range []string{
			`"tls":{"version":"TLS 1.2","cipher":"TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256","verified":false,"pinned":false,`,
			`"why":"the certificate is for mx.example.org, other.example.org, not for x.example","subject":"CN=mx.example.org"`,
			`"names":["mx.example.org","other.example.org"],"issuer":"CN=mx.example.org","from":"1999-12-30","until":"2000-01-01","sha256":"` + s.Security().Fingerprint,
		} {
			if !strings.Contains(line, want) {
				t.Errorf("%s is missing in\n%s", want, line)
			}
		}
		if end := string(transcript.AppendJSONEnd(nil, s.Tape(), s.Tape().Len())); !strings.Contains(end, `"unverified":true`) {
			t.Errorf("the end is %s", end)
		}
	})
}
