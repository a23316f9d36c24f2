package classroom

import (
	"ehlo/lessons/course"
	"ehlo/session/loopback"
)

// A World is the included server as the goals of a lesson see it.
type World struct{ Server *loopback.Server }

// Addresses returns every mailbox.
func (w World) Addresses() []string { return w.Server.Boxes() }

// Box returns the messages of a mailbox.
func (w World) Box(address string) (letters []course.Letter) {
	for _, m := range w.Server.Box(address) {
		letters = append(letters, course.Letter{From: m.From, Octets: m.Octets, Trace: m.TraceLen})
	}
	return letters
}

// Persona sets the server's type, "" only asks, and returns it and all there are: as
// the house of a desk has it.
func (w World) Persona(name string) (now string, known []string, err error) {
	if name != "" {
		err = w.Server.SetPersona(name)
	}
	return w.Server.Persona(), loopback.Personas(), err
}
