package lessons

import (
	"strconv"
	"strings"

	"ehlo/session/smtp"
	"ehlo/transcript"
)

// LookUp is [Look] for what a person wrote: the whole text if the reference has it,
// "command line", otherwise each of its words.
func LookUp(text string) []Entry {
	if inReference(text) {
		return Look(text)
	}
	return Look(strings.Fields(text)...)
}

// inReference reports whether the reference has a word.
func inReference(word string) bool {
	found := Look(word)
	return len(found) > 0 && found[0].What != "unknown"
}

// WordAt returns what to look up for octet at of a line that is being typed in
// state s: of a path or of a host name what it belongs to. "" if nothing is typed
// there.
func WordAt(line string, at int, s smtp.State) string {
	if s.Reading() != smtp.AsCommand && s.Reading() != smtp.AsHeld {
		return textWord(line, at, s)
	}
	c := smtp.ParseCommand([]byte(line))
	word := ""
	for i, token := range c.Tokens {
		if token.Span.From > at {
			break
		}
		if found := tokenTopic(c, i); found != "" {
			word = found
		}
	}
	return word
}

// tokenTopic returns what to look up for token i of a command.
func tokenTopic(c smtp.Command, i int) string {
	text := strings.Trim(string(c.Tokens[i].Span.Of(c.Line)), ":")
	verb := string(c.Verb)
	if v, ok := smtp.SuggestVerb(verb); ok {
		verb = string(v)
	}
	switch c.Tokens[i].Role {
	case smtp.RoleVerb:
		return verb
	case smtp.RolePath:
		if path := tokenWord(c, i); inReference(path) {
			return path
		}
		return verb
	case smtp.RoleParam:
		return smtp.Upper(text)
	case smtp.RoleValue:
		if inReference(text) {
			return smtp.Upper(text)
		}
		return "" // the parameter before it
	case smtp.RoleArgument:
		if (c.Verb == smtp.AUTH || c.Verb == smtp.HELP) && i == 1 {
			return smtp.Upper(text)
		}
	}
	return verb
}

// textWord returns the word at an octet of a line that is no command, if the
// reference has it.
func textWord(line string, at int, s smtp.State) string {
	at = max(0, min(at, len(line)))
	from, to := strings.LastIndexAny(line[:at], " \t")+1, at
	for to < len(line) && line[to] != ' ' && line[to] != '\t' {
		to++
	}
	word := strings.Trim(line[from:to], ".,:;<>()\"")
	switch {
	case s.Reading() == smtp.AsAnswer:
		return "AUTH" // what is typed may be a secret
	case word != "" && inReference(word):
		return word
	case s.Reading() == smtp.AsChunk:
		return "BDAT"
	}
	return "DATA"
}

// Topics returns what can be looked up of event e, which came upon state before: of
// a reply the verb that it answers and its codes, of a command its verb.
func Topics(e transcript.Event, before smtp.State) []string {
	var words []string
	if c, ok := commandOf(e, before); ok && c.Verb.Standing() != smtp.Foreign {
		words = append(words, string(c.Verb))
	}
	if owed, ok := before.Owed(); ok && e.Who == transcript.Server {
		switch owed.Matter {
		case smtp.ForText:
			words = append(words, "DATA")
		case smtp.ForAnswer:
			words = append(words, "AUTH")
		}
	}
	if e.Who != transcript.Server || e.Flags&transcript.Stray != 0 {
		return words
	}
	r := e.Reply()
	if !r.Malformed() {
		words = append(words, strconv.Itoa(r.Code))
	}
	if !r.Enhanced.IsZero() {
		words = append(words, r.Enhanced.String())
	}
	return words
}
