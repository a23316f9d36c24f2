package lessons

import (
	"fmt"
	"slices"
	"strings"

	"ehlo/session/smtp"
)

// whereSection is the section that the whole of a place ends in.
const whereSection = "RFC 5321 §4.3.2"

// Lines returns the whole place as plain text of at most width columns.
func (p Place) Lines(width int) []string {
	lines := append(wrap("now: "+p.Now, width), wrap(p.goalLine(), width)...)
	if len(p.Map) > 0 {
		lines = append(append(lines, ""), p.stationLines(width)...)
	}
	lines = append(append(lines, ""), wrap("whose message is it now? "+p.Owner, width)...)
	lines = append(lines, wrap(p.Timeout(), width)...)
	lines = append(lines, wrap(p.refusals(), width)...)
	if steps := p.Steps(); len(steps) > 0 {
		lines = append(append(lines, ""), wrap("What may come now, and its replies: ✓ yes, → go on, ~ not now, ✗ no.", width)...)
		lines = append(append(lines, stepLines(steps, width)...), whereSection)
	}
	return lines
}

// stationLines are the stations one below the other, each with what is known of it.
func (p Place) stationLines(width int) []string {
	var lines []string
	for _, station := range p.Map {
		head := string(station.Mark.Sign()) + " " + station.Name
		known := p.known(station)
		if len(known) == 0 {
			lines = append(lines, clip(head, width))
		}
		for i, text := range known {
			if i > 0 {
				head = ""
			}
			lines = append(lines, clip(fmt.Sprintf("%-11s %s", head, text), width))
		}
	}
	return lines
}

// known is what there is to say of a station, foreign octets made safe.
func (p Place) known(at Station) []string {
	if at.Mark == ToCome {
		return nil
	}
	var text string
	switch at.Name {
	case "greeting":
		text = shownText(p.state.ServerName(), 60)
	case "hello":
		text = helloLine(p.state)
	case "MAIL":
		text = p.From
	case "RCPT":
		if p.From != "" {
			return recipientLines(p.To)
		}
	case "text", "BDAT":
		text = thousands(int(p.state.TextOctets())) + " octets sent"
	case "accepted":
		if p.From == "" {
			return recipientLines(p.To)
		}
	}
	return compact(text)
}

func helloLine(s smtp.State) string {
	verb := map[smtp.Hello]string{smtp.PlainHello: "HELO ", smtp.ExtendedHello: "EHLO ", smtp.LocalHello: "LHLO "}[s.Hello()]
	return verb + shownText(s.HelloName(), 60)
}

func recipientLines(to []To) []string {
	var lines []string
	for _, t := range to {
		line := string(t.Sign) + " "
		if t.Whom != "" {
			line += t.Whom + ": "
		}
		lines = append(lines, line+t.Path+" "+t.Said)
	}
	return lines
}

// refusals counts what was refused, "" if nothing was.
func (p Place) refusals() string {
	switch {
	case p.Refused == 0:
		return ""
	case p.Warning == "":
		return fmt.Sprintf("refused on this connection: %d", p.Refused)
	}
	return fmt.Sprintf("refused on this connection: %d; recorded of others: %s", p.Refused, patience)
}

// stepLines are the commands that are legal, each with its replies behind it.
func stepLines(steps []Step, width int) []string {
	var lines []string
	for _, step := range steps {
		head, rest := fmt.Sprintf("%-9s ", step.Say), step.replies()
		if step.Verb == "" {
			lines, head = append(lines, wrap(step.Say, width)...), "  "
		}
		lines = append(lines, hanging(head, rest, width)...)
	}
	return append(lines, hanging(fmt.Sprintf("%-9s ", "any"), strings.Join(failures(smtp.Anywhere), " "), width)...)
}

// replies are the codes of a step behind their signs.
func (s Step) replies() string {
	var parts []string
	if len(s.Success) > 0 {
		sign := string(signOf(s.Success[0]))
		parts = append(parts, sign+" "+spaced(s.Success))
	}
	return strings.Join(append(parts, failures(s.Failure)...), " ")
}

// failures are codes behind the sign of their first digit: not now before no.
func failures(codes []int) []string {
	var parts []string
	for _, class := range []int{4, 5} {
		of := slices.DeleteFunc(slices.Clone(codes), func(code int) bool { return code/100 != class })
		slices.Sort(of)
		if len(of) > 0 {
			parts = append(parts, string(signOf(of[0]))+" "+spaced(of))
		}
	}
	return parts
}

func spaced(codes []int) string { return strings.Trim(fmt.Sprint(codes), "[]") }

// hanging puts text behind head and goes on below it.
func hanging(head, text string, width int) []string {
	var lines []string
	for _, line := range wrap(text, width-columns(head)) {
		lines = append(lines, clip(head+line, width))
		head = strings.Repeat(" ", columns(head))
	}
	return lines
}

// Spoken returns the whole place in lines to be read aloud: no sign, no drawing.
func (p Place) Spoken() []string {
	lines := compact("now: "+p.Now, p.goalLine())
	if len(p.Map) > 0 {
		var way []string
		for _, station := range p.Map {
			way = append(way, station.Name+" "+station.Mark.String())
		}
		lines = append(lines, "the way: "+strings.Join(way, ", "))
	}
	if p.From != "" {
		lines = append(lines, "from "+p.From)
	}
	for _, t := range p.To {
		line := "to " + t.Path + ", " + t.Said
		if t.Whom != "" {
			line += ", " + t.Whom
		}
		lines = append(lines, line)
	}
	lines = append(lines, "whose message is it now? "+p.Owner)
	lines = append(lines, compact(p.Timeout(), p.refusals())...)
	for _, step := range p.Steps() {
		lines = append(lines, step.spoken())
	}
	return lines
}

func (s Step) spoken() string {
	text := "may come: " + s.Say
	if len(s.Success) > 0 {
		text += "; yes is " + codes(s.Success)
	}
	if len(s.Failure) > 0 {
		text += ", no is " + codes(s.Failure)
	}
	return text
}
