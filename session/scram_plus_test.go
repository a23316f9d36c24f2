package session

import (
	"bufio"
	"context"
	"crypto/tls"
	"encoding/base64"
	"fmt"
	"io"
	"net"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/xdg-go/scram"

	"ehlo/session/target"
)

// A bound server is the server's side of SCRAM with channel binding, as the library
// has it, inside TLS. It knows alice, whose password is wonderland.
type boundServer struct {
	conn   net.Conn
	config *tls.Config
	hash   scram.HashGeneratorFcn
	wrong  bool // it binds to something else than this connection
}

func (b boundServer) serve() {
	inside := tls.Server(b.conn, b.config)
	defer inside.Close()
	if inside.Handshake() != nil {
		return
	}
	talk, err := b.conversation(inside.ConnectionState())
	if err != nil {
		panic(err)
	}
	io.WriteString(inside, "220 mx\r\n")
	r := bufio.NewReader(inside)
	for line, err := r.ReadString('\n'); err == nil; line, err = r.ReadString('\n') {
		io.WriteString(inside, b.answer(talk, strings.TrimSpace(line)))
	}
}

func (b boundServer) answer(talk *scram.ServerConversation, line string) string {
	if strings.HasPrefix(line, "EHLO") {
		return "250-mx\r\n250 AUTH SCRAM-SHA-256-PLUS SCRAM-SHA-1-PLUS\r\n"
	}
	said, err := base64.StdEncoding.DecodeString(line[strings.LastIndexByte(line, ' ')+1:])
	if line == "*" || err != nil {
		return "501 stopped\r\n"
	}
	if talk.Done() && talk.Valid() {
		return "235 in\r\n"
	}
	next, err := talk.Step(string(said))
	if err != nil {
		return "535 " + strings.ReplaceAll(err.Error(), "\n", " ") + "\r\n"
	}
	return "334 " + base64.StdEncoding.EncodeToString([]byte(next)) + "\r\n"
}

// conversation knows alice and will have no login without binding.
func (b boundServer) conversation(state tls.ConnectionState) (*scram.ServerConversation, error) {
	user, err := b.hash.NewClient("alice", "wonderland", "")
	if err != nil {
		return nil, err
	}
	stored, err := user.GetStoredCredentialsWithError(scram.KeyFactors{Salt: "salt", Iters: 4096})
	if err != nil {
		return nil, err
	}
	server, err := b.hash.NewServer(func(name string) (scram.StoredCredentials, error) {
		if name != "alice" {
			return stored, fmt.Errorf("nobody is called %s", name)
		}
		return stored, nil
	})
	if err != nil {
		return nil, err
	}
	binding := scram.NewTLSUniqueBinding(state.TLSUnique)
	if state.Version == tls.VersionTLS13 {
		binding, err = scram.NewTLSExporterBinding(&state)
	}
	if b.wrong {
		binding.Data[0] ^= 1
	}
	return server.NewConversationWithChannelBindingRequired(binding), err
}

// TestScramPlus has another implementation of SCRAM judge the channel binding: the
// login succeeds on the connection to which the server binds it and on no other, as it
// would through somebody in between.
func TestScramPlus(t *testing.T) {
	for mechanism, hash := range map[string]scram.HashGeneratorFcn{"SCRAM-SHA-256-PLUS": scram.SHA256, "SCRAM-SHA-1-PLUS": scram.SHA1} {
		for _, version := range []uint16{tls.VersionTLS12, tls.VersionTLS13} {
			for _, wrong := range []bool{false, true} {
				t.Run(fmt.Sprintf("%s, %s, wrong %t", mechanism, tls.VersionName(version), wrong), func(t *testing.T) {
					synctest.Test(t, func(t *testing.T) {
						cert, roots := certify(t, bubbleDay.Add(time.Hour), mx.Host)
						client, server := net.Pipe()
						go boundServer{server, &tls.Config{Certificates: []tls.Certificate{cert}, MaxVersion: version}, hash, wrong}.serve()
						o := withResolver(Options{TLS: TLSOptions{Roots: roots, Verify: true}})
						o.Dial = func(context.Context, string, string) (net.Conn, error) { return client, nil }
						s, err := Open(t.Context(), target.Target{Scheme: target.SMTPS, Host: mx.Host, Port: "465"}, o)
						if err != nil {
							t.Fatal(err)
						}
						defer s.Close()
						say(t, s, "EHLO a")
						if best := s.ChooseMechanism(); best != "SCRAM-SHA-256-PLUS" {
							t.Errorf("chosen: %s", best)
						}
						err = s.Login(t.Context(), mechanism, Credentials{User: "alice", Secret: []byte("wonderland")}, false)
						if err != nil || s.answeredState().Authenticated() == wrong {
							t.Errorf("%v, logged in %t", err, s.answeredState().Authenticated())
						}
						if told := s.Tape().At(s.Tape().Len() - 1); wrong && !strings.Contains(string(told.Octets), "channel binding mismatch") {
							t.Errorf("refused for something else: %s", told.Octets)
						}
					})
				})
			}
		}
	}
}
