package loopback

import "ehlo/session/loopback/persona"

// A Persona is a server type: what the server offers, whom it knows and what it
// bears.
type Persona = persona.Persona

// Personas returns the names of the server types that come with ehlo, the default
// first.
func Personas() []string { return persona.Names() }

// PersonaNamed returns the server type of that name; false if none comes with ehlo.
func PersonaNamed(name string) (*Persona, bool) { return persona.Named(name) }
