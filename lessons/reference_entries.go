package lessons

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

func (c commandFact) entry() Entry {
	e := Entry{Name: c.Verb, What: "command", Title: c.Name, Section: c.Section}
	e.say("%s", c.Purpose)
	e.say("Form: `%s`", c.Syntax)
	for _, p := range c.Params {
		e.say("%s", p.line())
	}
	e.say("When: %s", c.Order)
	e.say("Effect: %s", c.Effect)
	for _, r := range c.Replies {
		e.say("%d: %s", r.Code, r.When)
	}
	if c.Keyword != "" {
		e.say("Offered as: %s", c.Keyword)
	}
	if c.Wait > 0 {
		e.say("Wait at least %d minutes for the reply.", c.Wait/60)
	}
	if c.Status != "current" {
		e.say("Status: %s", c.Status)
	}
	e.say("In a pipelined group: %s", c.Group)
	e.say("Example:")
	for _, line := range c.Example {
		e.say("%s", line)
	}
	for _, n := range c.Notes {
		e.say("%s", n)
	}
	return e
}

func (p paramFact) line() string {
	name := p.Name
	if p.Syntax != "" {
		name = "`" + p.Syntax + "`"
	}
	line := name + ": " + p.Meaning
	if p.Extension != "" {
		line += " (offered as " + p.Extension + ")"
	}
	return line
}

// entry is for a parameter of [parameterFacts].
func (p paramFact) entry() Entry {
	e := Entry{Name: p.Name, What: "parameter of " + p.Verb, Title: "offered as " + p.Extension, Section: p.Section}
	e.say("%s", p.Meaning)
	e.say("Form: `%s`", p.Syntax)
	return e
}

func (r replyFact) entry() Entry {
	code := strconv.Itoa(r.Code)
	e := Entry{Name: code, What: "reply code", Title: r.Short, Section: r.Section}
	e.say("%s", r.Meaning)
	e.say("Next: %s", r.Next)
	if len(r.To) > 0 {
		e.say("Answers: %s", strings.Join(r.To, ", "))
	}
	if r.Closes {
		e.say("The server closes the connection after it.")
	}
	e.say("%s", digitsInWords(code))
	e.say("%s", r.Notes)
	return e
}

// digitsInWords takes a code apart in one sentence.
func digitsInWords(code string) string {
	return fmt.Sprintf("%c: %s; %c: %s; %c: the detail.", code[0], firstDigit(code), code[1], secondDigit(code), code[2])
}

// entry returns the fact for a class of '2', '4' or '5'; 'X' for any class.
func (f enhancedFact) entry(class byte) Entry {
	name := string(class) + f.Code[1:]
	e := Entry{Name: name, What: "enhanced status code", Title: f.Short, Section: f.Section}
	e.say("%s", f.Meaning)
	e.say("Next: %s", f.Next)
	e.say("Registered as: %s", f.Title)
	if class != 'X' {
		e.say("Class %c: %s", class, firstDigit(string(class)))
		e.say("%s", f.meantFor(class))
	}
	if len(f.With) > 0 {
		e.say("Goes with: %s", strings.Join(f.With, ", "))
	}
	e.say("%s", f.Notes)
	return e
}

// meantFor says which classes the code is meant for, if this is none of them.
func (f enhancedFact) meantFor(class byte) string {
	if f.Classes == "" || strings.IndexByte(f.Classes, class) >= 0 {
		return ""
	}
	return "Meant for class " + strings.Join(strings.Split(f.Classes, ""), " or ") + "."
}

func (k keywordFact) entry() Entry {
	title := k.Name
	if title == "" {
		title = k.Short
	}
	e := Entry{Name: k.Keyword, What: "EHLO keyword", Title: title, Section: k.Section}
	e.say("%s", k.Meaning)
	if k.Behind != "" {
		e.say("Behind it in the list: %s", k.Behind)
	}
	if len(k.Verbs) > 0 {
		e.say("Brings the command %s.", strings.Join(k.Verbs, ", "))
	}
	for _, p := range k.Params {
		e.say("Brings for %s: %s", p.Verb, p.line())
	}
	for _, verb := range []string{"MAIL", "RCPT"} {
		if n := k.Adds[verb]; n > 0 {
			e.say("A %s line may be %s octets longer.", verb, thousands(n))
		}
	}
	if k.Status != "" && k.Status != "current" {
		e.say("Status: %s", k.Status)
	}
	e.say("%s", k.Vendor)
	e.say("%s", k.Notes)
	return e
}

func (m mechanismFact) entry() Entry {
	e := Entry{Name: m.Name, What: "login mechanism", Title: "AUTH " + m.Name, Section: m.Section}
	e.say("%s", m.Security)
	e.say("First to speak: the %s. Round trips: %s.", m.First, m.Trips)
	e.say("Messages: %s", m.Message)
	e.say("Initial response: %s", m.Initial)
	if len(m.Secret) > 0 {
		e.say("Secret: %s", strings.Join(m.Secret, ", "))
	}
	e.say("Status: %s", m.Status)
	e.say("%s", m.Source)
	return e
}

func (l limitFact) entry() Entry {
	e := Entry{Name: l.Name, What: l.Kind, Title: l.Value, Section: l.Section}
	if l.Bound != "" {
		e.Title += " (" + l.Bound + ")"
	}
	e.say("%s", l.Meaning)
	if l.Exceeded != "" {
		e.say("When it is exceeded: %s", l.Exceeded)
	}
	e.say("%s", l.Notes)
	return e
}

// say adds a paragraph, unless it is empty.
func (e *Entry) say(format string, values ...any) {
	text := format
	if len(values) > 0 {
		text = fmt.Sprintf(format, values...)
	}
	if text != "" {
		e.Text = append(e.Text, sentence(text))
	}
}

// thousands writes n with commas: 10,485,760.
func thousands(n int) string {
	digits := []byte(strconv.Itoa(n))
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = slices.Insert(digits, i, ',')
	}
	return string(digits)
}
