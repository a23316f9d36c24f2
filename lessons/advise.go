package lessons

import "ehlo/session/smtp"

// A Setting is what suggestions are made of. The zero value suggests example
// names only.
type Setting struct {
	HelloName  string   // for EHLO; "" means client.example
	Sender     string   // the last sender's address without brackets
	Recipients []string // addresses used before, the latest first, without brackets
}

// Advice is what there is to say of a line that is being typed.
type Advice struct {
	Say         []string // at most two lines
	Sign        rune     // ✓ fits here, ! breaks a rule, 0 while it is too early to say
	Suggestion  string   // what would complete the line, "" for nothing
	Completions []string // whole lines that begin like this one
	Tokens      []smtp.Token
	Faults      []smtp.Fault
}

// Advise is [Setting.Advise] with the zero setting.
func Advise(line string, s smtp.State) Advice { return Setting{}.Advise(line, s) }

// Advise returns advice on line, which stands at the prompt without a line end,
// in state s. It says what the rules say, never what this server will do.
func (t Setting) Advise(line string, s smtp.State) Advice { return Advice{} }
