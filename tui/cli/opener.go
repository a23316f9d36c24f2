package cli

import (
	"context"
	"net"
	"strings"
	"time"

	"ehlo/session"
	"ehlo/session/target"
	"ehlo/transcript"
	"ehlo/tui/desk"
)

// replyWait is how long line mode and run wait for a reply. The full screen, where
// a person can wait, takes the times of RFC 5321 section 4.5.3.2.
const replyWait = 30 * time.Second

// waitOr returns how long to wait for replies: what was said, or d.
func (o *options) waitOr(d time.Duration) time.Duration {
	if o.timeout > 0 {
		return o.timeout
	}
	return d
}

// dialling returns how to connect to a target, with replies awaited for wait. server
// is the included one if it runs, else nil; no proxy stands before it.
func (o *options) dialling(wait time.Duration, to target.Target, tape *transcript.Transcript, tls session.TLSOptions, server *included) session.Options {
	s := session.Options{
		Timeout: wait, Network: o.network(), Tape: tape, TLS: server.trusting(to, tls),
		LookupCNAME: net.DefaultResolver.LookupCNAME, LookupAddr: net.DefaultResolver.LookupAddr,
	}
	var patience time.Duration
	if o.timeout == 0 {
		// A reply may take its time; an address that does not answer is tried no
		// longer than ever.
		patience = session.ConnectWait
	}
	_ = o.reach.apply(&s) // check has looked at it
	source, _ := o.reach.local()
	s.Dial = session.DialFrom(source, patience)
	s.Memory = o.memory
	if server.leads(to) { // it may change its type
		s.Via, s.Memory = session.Proxy{}, nil
	}
	return s
}

// opener returns how a desk connects; server is the included one if it runs, else nil.
func (o *options) opener(wait time.Duration, tls session.TLSOptions, server *included) desk.Opener {
	return func(ctx context.Context, target string, tape *transcript.Transcript) (desk.Session, error) {
		to, err := o.reach.target(target)
		if err != nil {
			return nil, err
		}
		s, err := session.Open(ctx, to, o.dialling(wait, to, tape, tls, server))
		if err != nil {
			return nil, err
		}
		return s, nil
	}
}

// foreign reports whether a target lies outside this computer by its name. The
// desk looks at the real address as well.
func (o *options) foreign(target string) bool {
	to, err := o.reach.target(target)
	return err != nil || o.reach.via+o.reach.socks != "" || !to.Loopback() && !strings.EqualFold(to.Host, "localhost")
}

// start is how the transcript of a session with target begins.
func start(target string) transcript.Start {
	return transcript.Start{Time: time.Now(), Target: target, Program: "ehlo " + Version}
}
