package session

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"ehlo/session/target"
	"ehlo/transcript"
)

// TestClientCertificate: a server that wants one takes the one it knows; without it,
// or with another, ehlo says what is wanted. In TLS 1.3 that is told only behind the
// handshake.
func TestClientCertificate(t *testing.T) {
	for _, version := range []uint16{tls.VersionTLS12, tls.VersionTLS13} {
		for _, own := range []string{"known", "none", "unknown"} {
			t.Run(tls.VersionName(version)+", "+own, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					cert, roots := certify(t, bubbleDay.Add(time.Hour), mx.Host)
					known, clients := certify(t, bubbleDay.Add(time.Hour), "client.example")
					unknown, _ := certify(t, bubbleDay.Add(time.Hour), "client.example")
					o := withResolver(Options{TLS: TLSOptions{Roots: roots, Verify: true}})
					o.TLS.Certificates = map[string][]tls.Certificate{"known": {known}, "unknown": {unknown}}[own]
					err := attempted(t, o, &tls.Config{
						Certificates: []tls.Certificate{cert}, MaxVersion: version,
						ClientAuth: tls.RequireAndVerifyClientCert, ClientCAs: clients, Time: func() time.Time { return bubbleDay },
					})
					if own == "known" {
						if err != nil {
							t.Error(err)
						}
						return
					}
					var failed *TLSError
					if !errors.As(err, &failed) || !errors.Is(err, transcript.ErrTLS) {
						t.Fatalf("%v", err)
					}
					if !strings.HasPrefix(failed.Error(), "the server ended ") || strings.Contains(failed.Error(), "verify") || !strings.Contains(failed.Hint(), "--cert FILE and --key FILE") {
						t.Errorf("%v; hint: %s", failed, failed.Hint())
					}
				})
			})
		}
	}
}

// attempted returns what comes of TLS from the first octet, up to the greeting.
func attempted(t *testing.T, o Options, config *tls.Config) error {
	t.Helper()
	client, server := net.Pipe()
	o.Dial = func(context.Context, string, string) (net.Conn, error) { return client, nil }
	go tlsServer{config, server}.serve(false)
	s, err := Open(t.Context(), target.Target{Scheme: target.SMTPS, Host: mx.Host, Port: "465"}, o)
	if err != nil {
		return err
	}
	defer s.Close()
	return s.Settled(t.Context())
}
