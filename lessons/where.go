package lessons

import "ehlo/session/smtp"

// A Place says where a dialogue stands, ready to print.
type Place struct {
	Now   string // "recipients (1 accepted, 1 refused)"
	From  string // "<bob@example.org>", "" outside a transaction
	To    []To   // in the order of the RCPT commands
	Owner string // "yours (client)", "the server's", "there is none"
}

// To is one recipient and what the server said of it.
type To struct {
	Sign rune   // ✓ or ~ or ✗
	Path string // "<alice@example.com>"
	Code int
}

// Where returns the place of state s.
func Where(s smtp.State) Place { return Place{} }

// Lines returns the place as plain text of at most width columns.
func (p Place) Lines(width int) []string { return nil }
