package desk

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
	Guesses              // how predictions turned out: Lines
	Course               // the list of lessons with progress: Desk.Lessons; Lines has it as plain lines
	Step                 // the step of the lesson that is open, to be read again: Desk.Lesson
	Solution             // the solution of the step: Lines, of a script
	Summary              // what came of a lesson that is over: Lines
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
