package session

import (
	"bufio"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/xdg-go/scram"

	"ehlo/transcript"
)

func b64(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }

// TestMechanisms holds what is said in each mechanism to what its RFC says, octet
// for octet. C is the client's line, S what the server answers to it.
func TestMechanisms(t *testing.T) {
	alice := Credentials{User: "alice", Secret: []byte("wonder land")}
	long := Credentials{User: "alice", Secret: []byte(strings.Repeat("token", 100))}
	for _, tt := range []struct {
		name  string
		c     Credentials
		lines []string
		err   string
	}{
		{"PLAIN", alice, []string{"C AUTH PLAIN " + b64("\x00alice\x00wonder land"), "S 235 in"}, ""},
		{"plain", Credentials{User: "tim", As: "bob", Secret: []byte("tanstaaftanstaaf")}, []string{"C AUTH PLAIN " + b64("bob\x00tim\x00tanstaaftanstaaf"), "S 535 no"}, ""},
		{"PLAIN", long, []string{"C AUTH PLAIN", "S 334 ", "C " + b64("\x00alice\x00"+string(long.Secret)), "S 235 in"}, ""},
		{"PLAIN", alice, []string{"C AUTH PLAIN " + b64("\x00alice\x00wonder land"), "S 334 ", "C " + b64("\x00alice\x00wonder land"), "S 235 in"}, ""},
		{"LOGIN", alice, []string{"C AUTH LOGIN", "S 334 " + b64("Username:"), "C " + b64("alice"), "S 334 " + b64("Password:"), "C " + b64("wonder land"), "S 235 in"}, ""},
		{"LOGIN", alice, []string{"C AUTH LOGIN", "S 504 unknown"}, ""},
		{"LOGIN", alice, []string{"C AUTH LOGIN", "S 334 "}, "connect"}, // and it closes
		{"LOGIN", alice, []string{"C AUTH LOGIN", "S 334 ", "C " + b64("alice"), "S 334 ", "C " + b64("wonder land"), "S 334 " + b64("Colour:"), "C *", "S 501 stopped"}, "more than a user"},
		// RFC 2195 section 2.
		{"CRAM-MD5", Credentials{User: "tim", Secret: []byte("tanstaaftanstaaf")}, []string{
			"C AUTH CRAM-MD5", "S 334 PDE4OTYuNjk3MTcwOTUyQHBvc3RvZmZpY2UucmVzdG9uLm1jaS5uZXQ+",
			"C dGltIGI5MTNhNjAyYzdlZGE3YTQ5NWI0ZTZlNzMzNGQzODkw", "S 235 in"}, ""},
		{"CRAM-MD5", alice, []string{"C AUTH CRAM-MD5", "S 334 ???", "C *", "S 501 stopped"}, "no base64"},
		{"EXTERNAL", Credentials{}, []string{"C AUTH EXTERNAL =", "S 235 in"}, ""},
		{"EXTERNAL", Credentials{User: "alice"}, []string{"C AUTH EXTERNAL " + b64("alice"), "S 235 in"}, ""},
		{"EXTERNAL", Credentials{User: "bob", As: "alice"}, []string{"C AUTH EXTERNAL " + b64("alice"), "S 235 in"}, ""},
		{"ANONYMOUS", Credentials{User: "sirhc"}, []string{"C AUTH ANONYMOUS " + b64("sirhc"), "S 235 in"}, ""},
		{"XOAUTH2", Credentials{User: "someuser@example.com", Secret: []byte("ya29.token")}, []string{
			"C AUTH XOAUTH2 " + b64("user=someuser@example.com\x01auth=Bearer ya29.token\x01\x01"),
			"S 334 " + b64(`{"status":"401"}`), "C ", "S 535 no"}, ""},
		// RFC 7628 section 4.
		{"OAUTHBEARER", Credentials{User: "user@example.com", Secret: []byte("vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg==")}, []string{
			"C AUTH OAUTHBEARER " + b64("n,a=user@example.com,\x01host=mx.example.org\x01port=25\x01auth=Bearer vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg==\x01\x01"),
			"S 334 " + b64(`{"status":"invalid_token"}`), "C AQ==", "S 535 no"}, ""},
		{"SCRAM-SHA-256", alice, []string{"C AUTH SCRAM-SHA-256 *", "S 334 " + b64("r=other,s=c2FsdA==,i=4096"), "C *", "S 501 stopped"}, "SCRAM does not hold"},
		{"SCRAM-SHA-256", alice, []string{"C AUTH SCRAM-SHA-256 *", "S 334 " + b64("r=other,s=c2FsdA==,i=99999999999999999999"), "C *", "S 501 stopped"}, "rounds"},
		{"SCRAM-SHA-256", alice, []string{"C AUTH SCRAM-SHA-256 *", "S 334 " + b64("r=other,s=c2FsdA==,i=many"), "C *", "S 501 stopped"}, "SCRAM does not hold"},
		{"SCRAM-SHA-256", alice, []string{"C AUTH SCRAM-SHA-256 *", "S 235 in"}, "without proving"},
		{"SCRAM-SHA-256-PLUS", alice, nil, "this connection is plain"},
		{"NTLM", alice, nil, "knows no login mechanism"},
		{"PLAIN", Credentials{User: "a\x00b"}, nil, "no NUL"},
	} {
		synctest.Test(t, func(t *testing.T) {
			s, heard := scripted(t, tt.lines)
			err := s.Login(t.Context(), tt.name, tt.c, false)
			if tt.err == "" && err != nil || tt.err != "" && (err == nil || !strings.Contains(err.Error(), tt.err)) {
				t.Errorf("%s: %v, want %q", tt.name, err, tt.err)
			}
			s.Close()
			for _, wrong := range <-heard {
				t.Errorf("%s: %s", tt.name, wrong)
			}
			checkCut(t, s.Tape(), tt.c.Secret)
		})
	}
}

// TestAskedWithoutEnd: a server that answers every line of a login with a 334 cannot
// keep it going. What it asks may be empty, a challenge, or an error.
func TestAskedWithoutEnd(t *testing.T) {
	alice := Credentials{User: "alice", Secret: []byte("wonder land")}
	for _, challenge := range []string{"", "<x@y>", "{}"} {
		for _, name := range []string{"SCRAM-SHA-256", "SCRAM-SHA-1", "CRAM-MD5", "EXTERNAL", "OAUTHBEARER", "XOAUTH2", "PLAIN", "LOGIN", "ANONYMOUS"} {
			synctest.Test(t, func(t *testing.T) {
				s, p := open(t, Options{})
				play(t, s, p, "S 220 a\r\n")
				done := make(chan error, 1)
				go func() { done <- s.Login(t.Context(), name, alice, false) }()
				for range 2 * answersLimit {
					synctest.Wait()
					p.say("334 " + b64(challenge) + "\r\n")
				}
				synctest.Wait()
				select {
				case err := <-done:
					if !errors.Is(err, transcript.ErrLogin) || !strings.HasSuffix(p.heard(), "\r\n*\r\n") {
						t.Errorf("%s, asked %q: %v, said %q", name, challenge, err, p.heard())
					}
				default:
					t.Errorf("%s, asked %q: goes on for ever", name, challenge)
				}
				s.Close()
			})
		}
	}
}

// scripted returns a session with a server that wants the lines marked C and says
// those marked S. A line that ends in " *" may go on in any way. What was otherwise
// is on the channel in the end.
func scripted(t *testing.T, lines []string) (*Session, <-chan []string) {
	t.Helper()
	client, server := net.Pipe()
	wrong := make(chan []string, 1)
	go func() {
		var list []string
		defer func() { wrong <- list }()
		defer server.Close()
		io.WriteString(server, "220 a\r\n")
		r := bufio.NewReader(server)
		for _, line := range lines {
			if said, ok := strings.CutPrefix(line, "S "); ok {
				io.WriteString(server, said+"\r\n")
				continue
			}
			got, err := r.ReadString('\n')
			got = strings.TrimSuffix(got, "\r\n")
			want := strings.TrimPrefix(line, "C ")
			open, any := strings.CutSuffix(want, " *")
			if err != nil || got != want && !(any && strings.HasPrefix(got, open+" ")) {
				list = append(list, fmt.Sprintf("said %q (%v), want %q", got, err, want))
				return
			}
		}
	}()
	o := withResolver(Options{Dial: func(context.Context, string, string) (net.Conn, error) { return client, nil }})
	s, err := Open(t.Context(), mx, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	if err := s.Settled(t.Context()); err != nil {
		t.Fatal(err)
	}
	return s, wrong
}

// checkCut wants no form of the secret in the tape.
func checkCut(t *testing.T, tape *transcript.Transcript, secret []byte) {
	t.Helper()
	if len(secret) == 0 {
		return
	}
	for i := range tape.Len() {
		e := tape.At(i)
		for _, form := range []string{string(secret), b64(string(secret)), b64("\x00alice\x00" + string(secret))} {
			if strings.Contains(string(e.Octets)+e.Text, form) {
				t.Errorf("event %d holds the secret: %q %q", i, e.Octets, e.Text)
			}
		}
	}
}

// TestScram holds both sides of SCRAM to each other, with the server's side from a
// library.
func TestScram(t *testing.T) {
	for name, hash := range map[string]scram.HashGeneratorFcn{"SCRAM-SHA-1": scram.SHA1, "SCRAM-SHA-256": scram.SHA256} {
		for password, code := range map[string]string{"pencil": "235", "chalk": "535"} {
			t.Run(name+" "+code, func(t *testing.T) { testScram(t, name, hash, password, code) })
		}
	}
}

func testScram(t *testing.T, name string, hash scram.HashGeneratorFcn, password, code string) {
	synctest.Test(t, func(t *testing.T) {
		client, server := net.Pipe()
		defer server.Close()
		go serveScram(server, hash)
		o := withResolver(Options{Dial: func(context.Context, string, string) (net.Conn, error) { return client, nil }})
		s, err := Open(t.Context(), mx, o)
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		if err := s.Login(t.Context(), name, Credentials{User: "alice", Secret: []byte(password)}, false); err != nil {
			t.Fatal(err)
		}
		last := s.Tape().At(s.Tape().Len() - 1)
		if !strings.HasPrefix(string(last.Octets), code) || s.state().Authenticated() != (code == "235") {
			t.Errorf("%q, logged in %t", last.Octets, s.state().Authenticated())
		}
	})
}

// serveScram takes one login of alice with the password pencil.
func serveScram(conn net.Conn, hash scram.HashGeneratorFcn) {
	user, _ := hash.NewClient("alice", "pencil", "")
	known, _ := user.GetStoredCredentialsWithError(scram.KeyFactors{Salt: "salt", Iters: 4096})
	server, _ := hash.NewServer(func(string) (scram.StoredCredentials, error) { return known, nil })
	talk := server.NewConversation()
	io.WriteString(conn, "220 a\r\n")
	r := bufio.NewReader(conn)
	for {
		line, err := r.ReadString('\n')
		if err != nil {
			return
		}
		words := strings.Fields(line)
		if talk.Done() {
			code := "535 no\r\n"
			if talk.Valid() {
				code = "235 in\r\n"
			}
			io.WriteString(conn, code)
			continue
		}
		message, _ := base64.StdEncoding.DecodeString(words[len(words)-1])
		answer, err := talk.Step(string(message))
		if err != nil {
			io.WriteString(conn, "535 no\r\n")
			continue
		}
		io.WriteString(conn, "334 "+b64(answer)+"\r\n")
	}
}

// TestLoginUnprotected: on a connection that others may read nothing is said unless
// it is asked for, each time.
func TestLoginUnprotected(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client, server := net.Pipe()
		defer server.Close()
		p := &peer{t: t, conn: server}
		go p.listen()
		o := withResolver(Options{Dial: func(context.Context, string, string) (net.Conn, error) { return farAway{client}, nil }})
		s, err := Open(t.Context(), mx, o)
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		play(t, s, p, "S 220 a\r\n")
		alice := Credentials{User: "alice", Secret: []byte("wonder land")}
		if err := s.Login(t.Context(), "PLAIN", alice, false); !errors.Is(err, ErrUnprotected) || p.heard() != "" {
			t.Errorf("%v, said %q", err, p.heard())
		}
		go s.Login(t.Context(), "PLAIN", alice, true)
		synctest.Wait()
		if !strings.HasPrefix(p.heard(), "AUTH PLAIN ") {
			t.Errorf("said %q", p.heard())
		}
	})
}

// TestUnverifiedIsUnprotected: encryption alone protects no login, for nobody knows who
// is at the other end.
func TestUnverifiedIsUnprotected(t *testing.T) {
	for _, trusted := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			client, server := net.Pipe()
			cert, roots := certify(t, bubbleDay.Add(time.Hour), "mx.example.org")
			o := withResolver(Options{Dial: func(context.Context, string, string) (net.Conn, error) { return farAway{client}, nil }})
			if o.TLS.Roots = x509.NewCertPool(); trusted {
				o.TLS.Roots = roots
			}
			go tlsServer{&tls.Config{Certificates: []tls.Certificate{cert}}, server}.serve(true)
			s, err := Open(t.Context(), mx, o)
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			say(t, s, "EHLO a", "STARTTLS")
			if err := s.Secure(t.Context()); err != nil || s.Unprotected() == trusted {
				t.Errorf("trusted is %t: unprotected is %t, %v", trusted, s.Unprotected(), err)
			}
			if err := s.Login(t.Context(), "PLAIN", Credentials{User: "alice", Secret: []byte(canary)}, false); errors.Is(err, ErrUnprotected) == trusted {
				t.Errorf("trusted is %t: %v", trusted, err)
			}
		})
	}
}

// farAway is a connection in memory that says it leaves this machine.
type farAway struct{ net.Conn }

func (farAway) RemoteAddr() net.Addr { return &net.TCPAddr{IP: net.IPv4(192, 0, 2, 1), Port: 25} }

// TestFieldsStayInTheirLine: whatever a name or a password holds, it cannot become a
// line of its own, nor a part of a token's message.
func TestFieldsStayInTheirLine(t *testing.T) {
	for _, evil := range []string{"a\r\nRSET", "a\nRSET\n", "\r", "a\x01auth=Bearer x\x01\x01", "a\x00b"} {
		for _, c := range []Credentials{
			{User: evil, Secret: []byte("b")}, {User: "b", As: evil, Secret: []byte("b")}, {User: "b", Secret: []byte(evil)},
		} {
			for _, name := range Mechanisms() {
				synctest.Test(t, func(t *testing.T) { tryFields(t, name, c) })
			}
		}
	}
}

// tryFields has a server ask three times and wants nothing but lines of base64.
func tryFields(t *testing.T, name string, c Credentials) {
	s, p := open(t, Options{})
	play(t, s, p, "S 220 a\r\n")
	done := make(chan error, 1)
	go func() { done <- s.Login(t.Context(), name, c, true) }()
	for range 3 {
		synctest.Wait()
		p.say("334 " + b64("<x@y>") + "\r\n")
	}
	synctest.Wait()
	s.Close()
	<-done
	for i, line := range strings.SplitAfter(p.heard(), "\r\n") {
		line, ended := strings.CutSuffix(strings.TrimPrefix(line, "AUTH "+name), "\r\n")
		line = strings.TrimPrefix(line, " ")
		octets, err := base64.StdEncoding.DecodeString(line)
		if line != "" && line != "*" && line != "=" && (err != nil || !ended) {
			t.Errorf("%s, %+q: line %d is %q", name, c, i, line)
		}
		if strings.Count(string(octets), "\x01auth=") > 1 {
			t.Errorf("%s, %+q: %q", name, c, octets)
		}
	}
}
