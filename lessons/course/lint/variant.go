package lint

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"

	"ehlo/lessons/course"
	"ehlo/session/smtp"
	"ehlo/transcript"
)

// A variant is the solution as another student may say it.
type variant struct {
	what    string // behind "not met": "with the verbs in lower case"
	script  *transcript.Script
	persona string // "": that of the step
	slow    bool
}

// vary plays the variants of the solution, all of which must meet the goals. A goal is
// named once.
func (c *checker) vary(k int, base *session) {
	all := c.variants(&c.lesson.Steps[k], base)
	strict := c.part()
	strict.each(len(all), func(i int, part *checker) { part.variant(k, all[i]) })
	named := map[int]bool{}
	for _, p := range strict.found {
		if !named[p.Line] {
			c.report(p)
		}
		named[p.Line] = true
	}
	c.missing = append(c.missing, strict.missing...)
}

func (c *checker) variant(k int, v variant) {
	step := &c.lesson.Steps[k]
	s := c.reach(k, cmp.Or(v.persona, step.Persona))
	if s == nil {
		return
	}
	defer s.close()
	s.slow = v.slow
	s.run(v.script, replyWait)
	i, ok := s.met()
	switch say, _ := s.play.Broken(); {
	case ok || c.ctx.Err() != nil:
	case i < 0:
		c.show(s, neverLine(step, say), false, "too strict: tripped %s: %s", v.what, say)
	default:
		c.show(s, goalLine(step, i), false, "too strict: not met %s: %s", v.what, step.Goals[i].Say)
	}
}

// variants makes them from the solution and the session that it led.
func (c *checker) variants(step *course.Step, base *session) []variant {
	script := relaxed(step.Solution.Script)
	moments := base.moments(script)
	all := []variant{
		{what: "with the verbs in lower case", script: changed(script, moments, lower)},
		{what: "with a NOOP before each command", script: between(script, moments, "NOOP", func(m moment) bool { return true })},
		{what: "with a RSET where no transaction is open", script: between(script, moments, "RSET", func(m moment) bool { return !m.open })},
		{what: "when each octet comes alone", script: script, slow: true},
	}
	if from, to := c.elsewhere(step, base, moments); from != nil {
		all = append(all, variant{
			what:   fmt.Sprintf("with %s instead of %s", strings.Join(to, " and "), strings.Join(from, " and ")),
			script: changed(script, moments, func(m moment) []byte { return readdressed(m, from, to) }),
		})
	}
	if other := swapped(script, moments); other != nil && !ordersRecipients(step) && !base.putsOff() {
		all = append(all, variant{what: "with the recipients in another order", script: other})
	}
	if (step.Persona == "" || step.Persona == "default") && !base.faulty(script) {
		for _, persona := range []string{"strict", "lenient"} {
			all = append(all, variant{what: "with the server type " + persona, script: script, persona: persona})
		}
	}
	return all
}

// changed returns the script with what its commands say changed.
func changed(s *transcript.Script, moments []moment, how func(moment) []byte) *transcript.Script {
	other := &transcript.Script{Name: s.Name, Steps: slices.Clone(s.Steps)}
	for _, m := range moments {
		if m.reading == smtp.AsCommand {
			other.Steps[m.step].Octets = how(m)
		}
	}
	return other
}

// lower writes the verb, and FROM and TO, in lower case.
func lower(m moment) []byte {
	if m.command.Verb.Standing() == smtp.Foreign {
		return m.octets
	}
	ends := " \r\n"
	if m.command.Verb == smtp.MAIL || m.command.Verb == smtp.RCPT {
		ends = ":\r\n"
	}
	n := bytes.IndexAny(m.octets, ends)
	if n < 0 {
		n = len(m.octets)
	}
	return append(bytes.ToLower(m.octets[:n]), m.octets[n:]...)
}

// between puts a command, and any reply to it, before each that is said when a command
// may be, and in no group.
func between(s *transcript.Script, moments []moment, command string, where func(moment) bool) *transcript.Script {
	other := &transcript.Script{Name: s.Name}
	for i, step := range s.Steps {
		k := slices.IndexFunc(moments, func(m moment) bool { return m.step == i })
		alone := i == 0 || s.Steps[i-1].Kind == transcript.ExpectReply
		if k >= 0 && alone && step.Kind == transcript.SayLine && moments[k].reading == smtp.AsCommand && where(moments[k]) {
			other.Steps = append(other.Steps,
				transcript.Step{Kind: transcript.SayLine, Line: step.Line, Octets: []byte(command + "\r\n")},
				transcript.Step{Kind: transcript.ExpectReply, Line: step.Line, Expect: &transcript.Expectation{}})
		}
		other.Steps = append(other.Steps, step)
	}
	return other
}

// elsewhere returns addresses of the solution that its goals do not name, and others
// that will do as well.
func (c *checker) elsewhere(step *course.Step, base *session, moments []moment) (from, to []string) {
	if base.world == nil {
		return nil, nil
	}
	users := base.world.Addresses()
	known := func(address string) bool {
		return slices.ContainsFunc(users, func(u string) bool { return strings.EqualFold(u, address) })
	}
	used := string(bytes.ToLower(said(moments)))
	asked := conditions(step)
	free := slices.DeleteFunc(slices.Clone(users), func(u string) bool {
		return strings.Contains(used, strings.ToLower(u)) || named(asked, u) || strings.HasPrefix(strings.ToLower(u), "postmaster@")
	})
	for _, m := range moments {
		address := m.command.Path.Mailbox()
		if len(m.command.Faults) > 0 || !strings.Contains(address, "@") || slices.Contains(from, address) || named(asked, address) {
			continue
		}
		switch {
		case m.command.Verb == smtp.MAIL && !known(address):
			from, to = append(from, address), append(to, "ann@"+otherDomain(address))
		case m.command.Verb == smtp.RCPT && known(address) && len(free) > 0:
			from, to = append(from, address), append(to, free[0])
			free = free[1:]
		}
	}
	return from, to
}

func said(moments []moment) []byte {
	var all []byte
	for _, m := range moments {
		if m.reading == smtp.AsCommand {
			all = append(all, m.octets...)
		}
	}
	return all
}

func otherDomain(address string) string {
	if strings.HasSuffix(strings.ToLower(address), "@example.net") {
		return "example.org"
	}
	return "example.net"
}

// conditions returns what a step asks, in lower case.
func conditions(step *course.Step) string {
	var b strings.Builder
	for _, g := range step.Goals {
		b.WriteString(g.When.Source + "\n")
	}
	for _, n := range step.Never {
		b.WriteString(n.When.Source + "\n")
	}
	return strings.ToLower(b.String())
}

// named reports whether an expression names an address, or its local-part, or its
// domain alone.
func named(conditions, address string) bool {
	local, domain, _ := strings.Cut(strings.ToLower(address), "@")
	return strings.Contains(conditions, `"`+local) || strings.Contains(conditions, "<"+local) || strings.Contains(conditions, local+"@") ||
		strings.Contains(strings.ReplaceAll(conditions, "@"+domain, "@"), domain)
}

// readdressed says a command for others.
func readdressed(m moment, from, to []string) []byte {
	octets := m.octets
	if m.command.Verb == smtp.MAIL || m.command.Verb == smtp.RCPT {
		for i := range from {
			if m.command.Path.Mailbox() == from[i] {
				return bytes.ReplaceAll(octets, []byte(from[i]), []byte(to[i]))
			}
		}
	}
	return octets
}

// swapped returns the script with each run of recipients turned round; nil if there is
// none of two or more.
func swapped(s *transcript.Script, moments []moment) *transcript.Script {
	other := &transcript.Script{Name: s.Name}
	turned := false
	for i := 0; i < len(s.Steps); {
		var run [][]transcript.Step
		for i < len(s.Steps) && recipient(moments, i) {
			from, to := unit(s, i)
			run = append(run, s.Steps[from:to])
			i = to
		}
		turned = turned || len(run) > 1
		slices.Reverse(run)
		other.Steps = append(other.Steps, slices.Concat(run...)...)
		if len(run) == 0 {
			other.Steps = append(other.Steps, s.Steps[i])
			i++
		}
	}
	if !turned {
		return nil
	}
	return other
}

func recipient(moments []moment, step int) bool {
	return slices.ContainsFunc(moments, func(m moment) bool { return m.step == step && m.command.Verb == smtp.RCPT })
}

// putsOff reports whether a recipient was told to come later: who that is depends on
// the order.
func (s *session) putsOff() bool {
	for i := range s.tape.Len() {
		if s.tape.At(i).Who != transcript.Server || s.tape.At(i).Reply().Class() != 4 {
			continue
		}
		if q := s.tape.Question(i); q >= 0 && smtp.ParseCommand(s.tape.At(q).Octets).Verb == smtp.RCPT {
			return true
		}
	}
	return false
}

// ordersRecipients reports whether a goal asks for replies to RCPT in an order.
func ordersRecipients(step *course.Step) bool {
	for _, g := range step.Goals {
		if _, list, ok := strings.Cut(g.When.Source, "order("); ok && strings.Count(list, `"RCPT`) > 1 {
			return true
		}
	}
	return false
}
