package session

import (
	"context"
	"errors"
	"net"
	"strings"
	"time"

	"ehlo/transcript"
)

// nameWait is how long the names of a server's address are looked for.
const nameWait = 5 * time.Second

// nameServer records the names that the DNS has for the server's address.
func (s *Session) nameServer(lookup func(context.Context, string) ([]string, error)) {
	ctx, cancel := context.WithTimeout(context.Background(), nameWait)
	defer cancel()
	address, _, err := net.SplitHostPort(s.conn.RemoteAddr().String())
	if err != nil {
		return
	}
	text := address + " has no name in the DNS"
	names, err := lookup(ctx, address)
	var dns *net.DNSError
	switch {
	case err != nil && !(errors.As(err, &dns) && dns.IsNotFound):
		return // nobody knows
	case len(names) > 0:
		const most = 4
		text = address + " is " + strings.TrimSuffix(strings.Join(names[:min(len(names), most)], ", "), ".")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.ended() {
		s.local(transcript.Resolved, text)
		s.changed()
	}
}
