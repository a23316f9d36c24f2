package transcript

import (
	"bytes"
	"strconv"
	"strings"

	"ehlo/session/smtp"
)

// Masked returns a copy of t for the eyes of others: each local part of an address
// is replaced, the same one always by the same name, wherever it stands: in
// commands, replies, message text and notes, also alone where it is a whole word.
// The domains and postmaster are kept. A name is as long as what it replaces, so
// that sizes, spans and the marks of secrets stay right. The xtext of a parameter and
// the base64 of a 334 are looked into; what else is encoded, in a message, is not.
func Masked(t *Transcript) *Transcript {
	m := &mask{events: t.Len(), names: map[string]string{}, used: map[string]bool{}}
	said := [...][]byte{Client: m.gather(t, Client), Server: m.gather(t, Server)}
	m.gatherAlone(t)
	for _, octets := range said {
		m.replace(octets)
	}
	masked, state := New(t.Start()), t.State(0)
	for i := range m.events {
		e, before := t.At(i), state
		state = e.After(before)
		if e.Who == Local {
			text := []byte(e.Text)
			m.replace(text)
			if e.Fact == Note {
				m.words(text)
			}
			m.write(loginUser(&e, text))
			e.Text = string(text)
		} else {
			e.Octets, said[e.Who] = said[e.Who][:len(e.Octets)], said[e.Who][len(e.Octets):]
			m.event(e, before)
		}
		masked.restore(&e)
	}
	return masked
}

// A mask knows the local parts of a transcript, in lower case, and their names.
type mask struct {
	events int // how many there were when it began
	order  []string
	names  map[string]string
	used   map[string]bool
}

// gather returns what one side said in one piece, since an address may be cut
// anywhere, and meets the local parts in it.
func (m *mask) gather(t *Transcript, who Who) []byte {
	var octets []byte
	for i := range m.events {
		if e := t.At(i); e.Who == who {
			octets = append(octets, e.Octets...)
		} else if e.Who == Local && who == Client {
			eachLocalPart([]byte(e.Text), m.meet)
			eachCoded([]byte(e.Text), m.meetCoded)
		}
	}
	eachCoded(octets, m.meetCoded)
	eachLocalPart(octets, m.meet)
	return octets
}

// gatherAlone meets the local parts that stand without a domain: in a path, behind
// VRFY and EXPN.
func (m *mask) gatherAlone(t *Transcript) {
	state := t.State(0)
	for i := range m.events {
		e, before := t.At(i), state
		state = e.After(before)
		m.meet(loginUser(&e, []byte(e.Text)))
		if e.Who != Client || before.Reading() != smtp.AsCommand {
			continue
		}
		c := smtp.ParseCommand(e.Octets)
		if c.HasP && c.Path.Domain == "" && c.Path.Local != "" {
			m.meet([]byte(c.Path.Local))
		}
		if c.Verb == smtp.VRFY || c.Verb == smtp.EXPN {
			eachWord([]byte(c.Arg), m.meet)
		}
	}
	for _, local := range m.order { // only now is known which names mean nobody
		m.names[local] = m.free(len(local))
	}
}

// meet notes a local part as it is written.
func (m *mask) meet(local []byte) {
	key := localKey(local)
	if _, known := m.names[key]; known || key == "" || key == "postmaster" {
		return
	}
	m.names[key] = ""
	m.order = append(m.order, key)
}

// localKey is what one local part has in common however it is written.
func localKey(local []byte) string {
	return strings.ToLower(strings.ReplaceAll(string(local), `\`, ""))
}

// free returns a name of n octets that nobody has; where there is none any more,
// one for all that are left.
func (m *mask) free(n int) string {
	for k := int64(1); ; k++ {
		digits := strconv.FormatInt(k, 36)
		if len(digits) > n {
			return strings.Repeat("x", n)
		}
		stem := "user"[:min(4, n-len(digits))]
		name := stem + strings.Repeat("0", n-len(stem)-len(digits)) + digits
		if _, real := m.names[name]; !real && !m.used[name] {
			m.used[name] = true
			return name
		}
	}
}

// replace writes names over the local parts of the addresses in octets.
func (m *mask) replace(octets []byte) {
	eachCoded(octets, m.writeCoded)
	eachLocalPart(octets, m.write)
}

// words writes names over the words that are local parts.
func (m *mask) words(octets []byte) { eachWord(octets, m.write) }

// write writes the name over a local part, as far as it is known.
func (m *mask) write(local []byte) {
	name := m.names[localKey(local)]
	for i, k := 0, 0; i < len(local) && name != ""; i++ {
		if local[i] == '\\' {
			continue
		}
		local[i] = 'x'
		if k < len(name) {
			local[i] = name[k]
		}
		k++
	}
}

// event masks the local parts that stand alone in what was said in state before.
func (m *mask) event(e Event, before smtp.State) {
	owed, _ := before.Owed()
	switch reading := before.Reading(); {
	case e.Who == Server:
		if v := owed.Command.Verb; v != smtp.EHLO && v != smtp.LHLO && v != smtp.HELO {
			m.reply(e.Octets)
		}
	case reading == smtp.AsText || reading == smtp.AsChunk:
		m.text(e.Octets)
	case reading == smtp.AsCommand:
		m.command(e.Octets)
	}
}

// reply masks the text of a reply, not its codes.
func (m *mask) reply(octets []byte) {
	for line := range bytes.Lines(octets) {
		switch {
		case bytes.HasPrefix(line, []byte("334")):
			m.challenge(line)
		case len(line) > 4:
			m.words(line[4:])
		}
	}
}

// text masks message text, not the names of its header fields.
func (m *mask) text(octets []byte) {
	for line := range bytes.Lines(octets) {
		if n := bytes.IndexByte(line, ':'); n > 0 && bytes.IndexByte(line[:n], ' ') < 0 {
			line = line[n:]
		}
		m.words(line)
	}
}

// command masks what may be a name in a command: nothing of its verb, nor of what a
// hello or a login says.
func (m *mask) command(octets []byte) {
	c := smtp.ParseCommand(octets)
	for _, t := range c.Tokens {
		known := c.Verb == smtp.VRFY || c.Verb == smtp.EXPN || c.Verb == smtp.HELP || c.Verb == smtp.NOOP
		if t.Role == smtp.RolePath || t.Role != smtp.RoleVerb && known {
			m.words(t.Span.Of(octets))
		}
	}
}
