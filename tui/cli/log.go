package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/netip"
	"strings"
	"sync"
	"time"

	"ehlo/session/loopback"
)

// refuseOthers refuses an address that other computers can reach, unless they are
// to be let in.
func (o *options) refuseOthers(listen string) error {
	at, err := netip.ParseAddrPort(address(listen))
	if err == nil && !at.Addr().IsLoopback() && !o.public {
		return fail(exitUsage, "listen on 127.0.0.1, or let them in with --public", "other computers could reach %s", shown(listen))
	}
	return nil
}

// A log prints what happens at the included server.
type log struct {
	out  io.Writer
	json bool

	mu sync.Mutex
}

// begin prints the first line: where the server listens, and behind it how to log in
// if that can be done. The password is made for this run and never logged again.
func (l *log) begin(s *included) {
	user, password, offered := s.server.Login()
	if l.json {
		first := logLine{Time: s.server.Now(), Listen: s.addr, Name: s.server.Name(), Persona: s.server.Persona()}
		if offered {
			first.User, first.Password = user, password
		}
		l.print(first)
		return
	}
	fmt.Fprintf(l.out, "listening on %s, %s, server type %s; Ctrl+C ends\n", s.addr, s.server.Name(), s.server.Persona())
	for _, mark := range s.server.Marks() {
		fmt.Fprintf(l.out, "! %s\n", shown(mark))
	}
	if offered {
		fmt.Fprintf(l.out, "log in as %s, password %s\n", user, password)
	}
}

// A logLine is one line of the log in JSON.
type logLine struct {
	Time     time.Time `json:"time"`
	Listen   string    `json:"listen,omitempty"`
	Name     string    `json:"name,omitempty"`
	Persona  string    `json:"persona,omitempty"`
	User     string    `json:"user,omitempty"` // who can log in
	Password string    `json:"password,omitempty"`
	Conn     int       `json:"conn,omitempty"`
	Peer     string    `json:"peer,omitempty"`
	Who      string    `json:"who,omitempty"`
	Octets   string    `json:"octets,omitempty"` // if they are ASCII
	Base64   []byte    `json:"b64,omitempty"`    // otherwise
	Secret   bool      `json:"secret,omitempty"` // one was cut out
	Faults   []string  `json:"faults,omitempty"`
	Text     string    `json:"text,omitempty"`
	ID       string    `json:"id,omitempty"`
	Size     int       `json:"size,omitempty"`
}

func (l *log) line(s loopback.Line) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.json {
		l.words(s)
		return
	}
	j := logLine{Time: s.Time, Conn: s.Conn, Peer: s.Peer, Who: s.Who.String(), Secret: s.Secret, Text: s.Text, ID: s.ID, Size: s.Size}
	if isASCII(s.Octets) {
		j.Octets = string(s.Octets)
	} else {
		j.Base64 = s.Octets
	}
	for _, f := range s.Faults {
		j.Faults = append(j.Faults, f.Kind.String())
	}
	l.print(j)
}

func (l *log) print(j logLine) {
	e := json.NewEncoder(l.out)
	e.SetEscapeHTML(false)
	_ = e.Encode(j) // nobody reads the log any more; the server goes on
}

func isASCII(octets []byte) bool {
	for _, b := range octets {
		if b > '~' || b < ' ' && b != '\r' && b != '\n' && b != '\t' {
			return false
		}
	}
	return true
}

// words prints a line of the log for a person.
func (l *log) words(s loopback.Line) {
	head := fmt.Sprintf("%s %d ", s.Time.Format("15:04:05"), s.Conn)
	switch s.Who {
	case loopback.Nobody:
		text := shown(s.Text)
		if s.ID != "" {
			text += fmt.Sprintf(" %s, %d octets", shown(s.ID), s.Size)
		}
		fmt.Fprintln(l.out, head+"- "+text)
		return
	case loopback.ByClient:
		head += "C "
	case loopback.ByServer:
		head += "S "
	}
	for line := range bytes.Lines(s.Octets) {
		text := shown(string(bytes.TrimRight(line, "\r\n")))
		if s.Secret {
			text = strings.TrimPrefix(text+" <secret, cut>", " ")
		}
		fmt.Fprintln(l.out, head+text)
	}
}
