package cli

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"time"

	"ehlo/lessons/course"
	"ehlo/session"
	"ehlo/session/loopback"
	"ehlo/session/loopback/certificate"
	"ehlo/session/target"
	"ehlo/transcript"
)

// A lessonWorld is the included server as the goals of a lesson see it.
type lessonWorld struct{ server *loopback.Server }

// Addresses returns every mailbox.
func (w lessonWorld) Addresses() []string { return w.server.Boxes() }

// Box returns the messages of a mailbox.
func (w lessonWorld) Box(address string) []course.Letter {
	var letters []course.Letter
	for _, m := range w.server.Box(address) {
		letters = append(letters, course.Letter{From: m.From, Octets: m.Octets, Trace: m.TraceLen})
	}
	return letters
}

// A lessonPeer is a session with a server of its own.
type lessonPeer struct {
	*session.Session
	stop func() // ends the server, once
}

// Close ends the session and its server. A script may have closed it before.
func (p lessonPeer) Close() error {
	err := p.Session.Close()
	p.stop()
	return err
}

// openLesson opens a session with a fresh included server of a type, for the linter.
func openLesson(ctx context.Context, persona string) (transcript.Peer, *transcript.Transcript, course.World, error) {
	o := loopback.Options{Certify: certificate.New}.Fixed()
	if persona != "" {
		known := false
		if o.Persona, known = loopback.PersonaNamed(persona); !known {
			return nil, nil, nil, fmt.Errorf("there is no server type %s; there are %s", shown(persona), strings.Join(loopback.Personas(), ", "))
		}
	}
	return openIncluded(ctx, o)
}

// openIncluded opens a session with a fresh included server.
func openIncluded(ctx context.Context, o loopback.Options) (transcript.Peer, *transcript.Transcript, course.World, error) {
	server, err := startIncluded(o, "127.0.0.1:0")
	if err != nil {
		return nil, nil, nil, err
	}
	to, err := target.Parse(server.addr)
	if err != nil {
		server.close()
		return nil, nil, nil, err
	}
	tape := transcript.New(transcript.Start{Time: time.Now(), Target: "the included server", Persona: server.server.Persona()})
	s, err := session.Open(ctx, to, session.Options{Timeout: lessonWait, Tape: tape, TLS: server.trusting(to, session.TLSOptions{})})
	if err != nil {
		server.close()
		return nil, nil, nil, err
	}
	return lessonPeer{s, sync.OnceFunc(server.close)}, tape, lessonWorld{server.server}, nil
}

// lessonWait is how long the included server may take to answer the linter.
const lessonWait = 10 * time.Second
