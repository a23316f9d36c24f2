package cli

import (
	"context"
	"encoding/pem"
	"errors"
	"io"
	"io/fs"
	"net"
	"strings"
	"sync/atomic"
	"time"

	"ehlo/session"
	"ehlo/session/loopback"
	"ehlo/session/loopback/certificate"
	"ehlo/session/loopback/persona"
	"ehlo/session/target"
	"ehlo/transcript"
	"ehlo/transcript/shelf"
	"ehlo/tui/desk"
)

// An included is the included server while it runs.
type included struct {
	server *loopback.Server
	addr   string // where it listens
	served chan error
	own    map[string]*persona.Persona // server types that came from files, by name
}

// serverOptions returns what the command line says of the included server.
func (o *options) serverOptions() loopback.Options {
	s := loopback.Options{Certify: certificate.New}
	if o.fixed {
		s = s.Fixed()
	}
	s.Public, s.Maildir, s.TLS = o.public, o.maildir, o.smtps
	s.Persona = o.serverType
	return s
}

// start returns the beginning of a transcript of what is said to the included server.
func (s *included) start() transcript.Start {
	begin := start(s.addr)
	if now := s.server.Persona(); now != loopback.Personas()[0] {
		begin.Persona = now
	}
	return begin
}

// startIncluded opens the included server.
func startIncluded(o loopback.Options, listen string) (*included, error) {
	s := &included{server: loopback.New(o), served: make(chan error, 1), own: map[string]*persona.Persona{}}
	if o.Persona != nil {
		s.own[o.Persona.Name] = o.Persona
	}
	addr, err := s.server.Listen(address(listen))
	if err != nil {
		return nil, fail(exitUsage, "", "%s", shown(err.Error()))
	}
	s.addr = addr.String()
	go func() { s.served <- s.server.Serve(context.Background()) }()
	return s, nil
}

// address completes a port alone to an address of this computer.
func address(listen string) string {
	if port := strings.TrimPrefix(listen, ":"); port != "" && strings.Trim(port, "0123456789") == "" {
		return "127.0.0.1:" + port
	}
	return listen
}

// trusting returns what is asked of the certificate at a target. The included server
// proves itself with its own, on its own clock, unless another authority was named.
// A nil server changes nothing, nor does any other target.
func (s *included) trusting(to target.Target, tls session.TLSOptions) session.TLSOptions {
	if !s.leads(to) {
		return tls
	}
	if tls.Roots == nil {
		tls.Roots = s.server.Roots()
	}
	tls.Now = s.server.Now
	return tls
}

// leads reports whether a target is the included server; never for a nil one.
func (s *included) leads(to target.Target) bool {
	return s != nil && net.JoinHostPort(to.Host, to.Port) == s.addr
}

// writeCA writes the server's certificate, so that a client can verify it.
func (s *included) writeCA(path string) error {
	c, err := s.server.Certificate()
	if err == nil {
		err = shelf.Replace(path, func(w io.Writer) error {
			return pem.Encode(w, &pem.Block{Type: "CERTIFICATE", Bytes: c.Raw})
		})
	}
	if err != nil {
		return fail(exitUsage, "", "the certificate was not written: %s", shown(err.Error()))
	}
	return nil
}

func (s *included) close() {
	s.server.Close() // whoever is still connected gets a 421
	<-s.served
}

// remarks returns what records what the server remarks about the client whose
// session is recorded in tape. It may be called before there is a tape.
func remarks(tape *atomic.Pointer[transcript.Transcript]) func(loopback.Notice) {
	return func(n loopback.Notice) {
		tape := tape.Load()
		if tape == nil || n.Remark == loopback.TextLost || n.Peer != localEnd(tape) {
			return // the client says itself that it left; others have their own screen
		}
		tape.Record(transcript.Entry{Who: transcript.Local, Fact: transcript.Warning, At: transcript.Now,
			Text: "the included server: " + n.Remark.String()})
	}
}

// localEnd returns our address in the last connection of tape.
func localEnd(tape *transcript.Transcript) string {
	for i := tape.Len() - 1; i >= 0; i-- {
		if e := tape.At(i); e.Fact == transcript.Connected {
			local, _, _ := strings.Cut(strings.TrimPrefix(e.Text, "from "), " to ")
			return local
		}
	}
	return ""
}

// house returns what the desk may see of the server.
func (s *included) house() desk.House {
	return desk.House{
		Target:  s.addr,
		Stored:  s.stored,
		Boxes:   s.boxes,
		Advance: s.server.Advance,
		Persona: s.persona,
		Marks:   s.server.Marks,
		Login:   s.server.Login,
	}
}

func (s *included) stored(id string) (desk.Message, bool) {
	m, ok := s.server.Stored(id)
	return message(m), ok
}

func (s *included) boxes() []desk.Box {
	var boxes []desk.Box
	for _, name := range s.server.Boxes() {
		box := desk.Box{Address: name}
		for _, m := range s.server.Box(name) {
			box.Messages = append(box.Messages, message(m))
		}
		boxes = append(boxes, box)
	}
	return boxes
}

func message(m loopback.Message) desk.Message {
	return desk.Message{ID: m.ID, From: m.From, To: m.Rcpts, Octets: m.Octets, Trace: m.TraceLen, At: m.At, Faults: m.Faults}
}

// persona sets the server type of the next connection; "" only asks. A file that
// cannot be read says all there is to know.
func (s *included) persona(name string) (now string, known []string, err error) {
	known = persona.Names()
	if name != "" {
		if err = firstLine(s.become(name, readPersona)); err != nil && isPersonaFile(name) {
			known = nil
		}
	}
	return s.server.Persona(), known, err
}

// become sets the server type of the next connection by its name or its file. One that
// came from a file before has a name, too: a lesson gives it back in the end.
func (s *included) become(name string, read func(path string) ([]byte, error)) error {
	t, had := s.own[name]
	if !had {
		var err error
		if t, err = personaAt(name, read); err != nil {
			return err
		}
		if isPersonaFile(name) {
			s.own[t.Name] = t
		}
	}
	return s.server.Become(t)
}

// wear sets the server type of the next connection to the one in a file of a lesson. It is
// told by its name, so it takes the place of no other that is called alike.
func (s *included) wear(path string, read func(path string) ([]byte, error)) error {
	t, err := personaAt(path, read)
	if err != nil {
		return err
	}
	if other := s.own[t.Name]; other != nil && other.YAML() != t.YAML() {
		return fail(exitUsage, "", "%s is called %s, as another server type that was read before", shown(path), t.Name)
	}
	s.own[t.Name] = t
	return s.server.Become(t)
}

// A scripted lets a script move the included server.
type scripted struct {
	*included
	files fs.FS // what it may read
}

// Persona sets the server type by its name, or by a file that the script may read.
func (s scripted) Persona(name string) error {
	return firstLine(s.become(name, readBelow(s.files, "a script"))) // the script has a caret of its own
}

// firstLine is an error without what its words show below the first line.
func firstLine(err error) error {
	if f := (*failure)(nil); errors.As(err, &f) {
		first, _, _ := strings.Cut(f.words, "\n")
		return errors.New(first)
	}
	return err
}

func (s scripted) Advance(d time.Duration) error {
	s.server.Advance(d)
	return nil
}
