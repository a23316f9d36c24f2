package desk

// A Level says how much a notice matters.
type Level uint8

// The levels of notices, each with the sign that stands for it beside colour.
const (
	Info  Level = iota // →
	Warn               // !
	Wrong              // ✗: what was asked for did not happen
)

// A Notice is something ehlo says itself: not the server, and no lesson. It is no
// part of the transcript. Its text is sanitised and never holds a secret.
type Notice struct {
	Level  Level
	Words  string // what happened, lower case, no full stop
	Remedy string // what to do next, "" if there is nothing
	Before int    // it was said before the event of this number
}

// String returns the notice in one line.
func (n Notice) String() string {
	if n.Remedy == "" {
		return n.Words
	}
	return n.Words + "; " + n.Remedy
}

// A View is something that only a front end can do. A colon command asks for it.
type View uint8

// The views.
const (
	Help     View = iota // keys and commands
	Card                 // the card of the last exchange, or of Event
	Octets               // the octets of the last exchange
	Mail                 // the mailboxes of the included server
	Text                 // the transcript alone, secrets cut, to select from
	Zoom                 // without the sidebar; Arg on, off or "" to toggle
	Times                // the times of replies; Arg as for Zoom
	Lanes                // typed, wire and stored side by side; Arg as for Zoom
	Mouse                // Arg as for Zoom
	Explain              // Arg: the word to look up
	Where                // where the dialogue stands
	Past                 // what was typed: Lines
	Reveal               // the octets of Event with their secret: Lines; for the eye, not to be kept
	Commands             // the list of ehlo's commands: Desk.Commands
)

// A Request asks the front end for a view.
type Request struct {
	View  View
	Arg   string   // sanitised
	Event int      // the event it is about; -1 for the last
	Lines []string // sanitised
}

// A Shown is what a call asks the front end to show, all of it new.
type Shown struct {
	From, To int       // the events [From, To) of the tape are new
	Notices  []Notice  // in order; each stands before the event it names
	Views    []Request // in order
	Put      string    // what the prompt holds now, if HasPut
	HasPut   bool      // false: after Enter the prompt is empty, after any other call as it was
	Insert   string    // from Paste: goes in at the cursor
	Quit     bool      // the desk is left: end the program
}
