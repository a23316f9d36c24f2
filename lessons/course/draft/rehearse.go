package draft

import (
	"errors"
	"fmt"
	"strings"

	"ehlo/transcript"
)

// A Rehearsed is what the client of a session says, ready to be said to the included
// server.
type Rehearsed struct {
	Pieces  []string // a fragment for each connection; any reply is admitted
	Persona string   // the server type that it needs; "": the default
	Told    []string // what became of people and logins, a sentence each
}

// ErrNothing says that a session has nothing that a lesson could be made of.
var ErrNothing = errors.New("the client says nothing in it")

// Rehearsal returns what the client says in a session: users, mailboxes of the included
// server, play the recipients who were accepted, and other names of its world the rest.
// Logins and everything with a secret in it are left out, and text is cut to a few
// lines.
func Rehearsal(tape *transcript.Transcript, users []string) (Rehearsed, error) {
	s := read(tape)
	if len(s.turns) == 0 {
		return Rehearsed{}, ErrNothing
	}
	cast := newCast(s.turns, users)
	var r Rehearsed
	var piece []string
	left := 0
	for i := range s.turns {
		t := &s.turns[i]
		if t.fresh && piece != nil {
			r.Pieces, piece = append(r.Pieces, strings.Join(piece, "\n")+"\n"), nil
		}
		cast.play(t)
		piece = append(piece, rehearsed(t)...)
		left += t.left
	}
	r.Pieces = append(r.Pieces, strings.Join(piece, "\n")+"\n")
	switch {
	case s.local:
		r.Persona = "lmtp"
	case s.secure, s.chunks:
		r.Persona = "modern"
	}
	r.Told = append(cast.told(), s.told(left)...)
	return r, nil
}

// rehearsed returns a turn of a script that admits any reply.
func rehearsed(t *turn) []string {
	lines := t.says()
	for _, code := range t.codes {
		if t.verb == "DATA" && code != 354 {
			lines = append(lines, "S: 2xx|4xx|5xx") // what follows is no text, to be left out where DATA is refused
			continue
		}
		lines = append(lines, "S:")
	}
	if t.ended == byClient && t.inside {
		lines = append(lines, "@close")
	}
	return lines
}

func (s *score) told(left int) []string {
	var told []string
	if s.logins > 0 {
		told = append(told, "the login is left out, and every line with a secret in it")
	}
	if left > 0 {
		told = append(told, fmt.Sprintf("%d lines of message text are left out; %d of each message are kept", left, textLimit))
	}
	if s.long > 0 {
		told = append(told, fmt.Sprintf("%d commands or chunks are left out, which are too long for a lesson", s.long))
	}
	if s.more {
		told = append(told, fmt.Sprintf("the session goes on behind its first %d commands, which are all that was read", turnLimit))
	}
	for i := range s.turns {
		if s.turns[i].verb == "." {
			return append(told, "the text of the messages is in the lesson: read it before you pass it on")
		}
	}
	return told
}
