package lessons

// An Entry is one thing that the reference knows: a verb, a code, a keyword.
type Entry struct {
	Name    string // "RCPT", "550", "5.7.1", "SIZE"
	What    string // "command", "reply code", "enhanced status code", "EHLO keyword", …
	Title   string // a few words
	Text    []string
	Section string // the best section, "" where no RFC speaks of it
}

// Look returns the entries for each of words, in their order. A word that is
// not known gives the entries with the nearest names.
func Look(words ...string) []Entry { return nil }

// Lines returns the entry as plain text of at most width columns.
func (e Entry) Lines(width int) []string { return nil }
