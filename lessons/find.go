package lessons

import (
	"bytes"
	"slices"

	"ehlo/session/smtp"
	"ehlo/transcript"
)

// moments are all tables of moments.
var moments = [...][]moment{commandMoments[:], heldMoments[:], textMoments[:], headerMoments[:], chunkMoments[:], loginMoments[:], factMoments[:]}

// Find returns the rules that event e, which came upon state before, gives reason
// to speak of, what is against the RFC first. Of a whole piece of message text, as
// from a file, it says nothing; what more than one event shows [JudgeAt] finds.
func Find(e transcript.Event, before smtp.State) []Finding {
	switch e.Who {
	case transcript.Server:
		return append(serverFindings(e, before), replyFindings(e, before)...)
	case transcript.Client:
		return sceneOf(e, before).said()
	}
	return append(serverFindings(e, before), factFindings(e, before)...)
}

// said finds what there is to say of the client's octets.
func (x scene) said() []Finding {
	switch x.before.Reading() {
	case smtp.AsText:
		return x.ofText()
	case smtp.AsChunk:
		return x.moments(chunkMoments[:], nil)
	case smtp.AsHeld:
		if x.typed { // it will wait for the reply
			return x.moments(commandMoments[:], nil)
		}
		return x.moments(heldMoments[:], nil)
	case smtp.AsAnswer:
		return x.moments(loginMoments[:], nil)
	case smtp.AsCommand:
		return x.ofCommand(commandFaults(x.command, x.before))
	}
	return nil
}

// ofCommand finds what there is to say of a command: the faults of the line, then
// the moment.
func (x scene) ofCommand(faults []smtp.Fault) []Finding {
	found := x.faults(faults)
	if len(x.command.Line) == 0 {
		return found
	}
	found = x.moments(commandMoments[:], found)
	if x.command.Verb == smtp.AUTH {
		found = x.moments(loginMoments[:], found)
	}
	return gravest(found)
}

// gravest puts what is against the RFC before what is worth knowing.
func gravest(found []Finding) []Finding {
	slices.SortStableFunc(found, func(a, b Finding) int {
		switch {
		case a.Rule.broken() == b.Rule.broken():
			return 0
		case a.Rule.broken():
			return -1
		}
		return 1
	})
	return found
}

// ofText finds what there is to say of a line of message text.
func (x scene) ofText() []Finding {
	if !x.typed && (x.event.Flags&transcript.Omitted != 0 || bytes.Count(x.event.Octets, []byte("\r\n")) > 1) {
		return nil
	}
	found := x.moments(textMoments[:], nil)
	if len(found) == 0 {
		found = x.moments(headerMoments[:], nil)
	}
	octets := x.event.Octets
	if x.typed {
		octets = append(x.wire(), x.end...)
	}
	faults := textFaults(octets, x.before)
	if _, loose := isDotWithoutCRLF(x); loose {
		faults = nil // the same is said of the end that is none
	}
	if x.typed && x.stuffed {
		for i := range faults {
			faults[i].Span.From, faults[i].Span.To = faults[i].Span.From-1, faults[i].Span.To-1
		}
	}
	return gravest(append(found, x.faults(faults)...))
}

// faults finds the rules that have the words for faults: one of each kind.
func (x scene) faults(faults []smtp.Fault) []Finding {
	var found []Finding
	for _, f := range faults {
		same := func(other Finding) bool { return other.Rule.Kind == f.Kind }
		if r, ok := x.ruleFor(f.Kind); ok && !slices.ContainsFunc(found, same) {
			found = append(found, x.find(r, f.Span))
		}
	}
	return found
}

// moments adds the findings of a table of moments.
func (x scene) moments(table []moment, found []Finding) []Finding {
	for i := range table {
		if at, ok := table[i].when(x); ok {
			found = append(found, x.find(table[i].Rule, at))
		}
	}
	return found
}

// factFindings are those about what happened without anybody speaking.
func factFindings(e transcript.Event, before smtp.State) []Finding {
	return scene{before: before, event: e}.moments(factMoments[:], nil)
}

// serverFindings are those about what the server did, its faults first.
func serverFindings(e transcript.Event, before smtp.State) []Finding {
	var found []Finding
	for _, r := range Judge(e, before).Server {
		found = append(found, r.Finding)
	}
	return found
}

// replyFindings finds what there is to say of a reply.
func replyFindings(e transcript.Event, before smtp.State) []Finding {
	if e.Flags&transcript.Stray != 0 || e.Reply().Marks.Has(smtp.ReplyCut) {
		return nil
	}
	x := newExchange(e, before)
	s := findSaying(x.to, x.reply.Code, x.status(), x.tags)
	r, ok := s.rule()
	if !ok {
		return nil
	}
	return []Finding{{Rule: r, Say: x.words(s.say)}}
}
