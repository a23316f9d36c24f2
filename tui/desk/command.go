package desk

// A Command is one of ehlo's colon commands, as the list of commands shows it.
type Command struct {
	Name string // without the colon
	Args string // e.g. "on|off", "FILE"; in brackets what may be left out
	Help string // one line
	Why  string // why it is not available now, "" if it is
}

// A command is one row of the table of colon commands.
type command struct {
	name, args, help string
	run              func(*Desk, call)
	why              func(*Desk) string // why it is not available; nil: it always is
}

// A call is a colon command as given.
type call struct {
	arg  string
	bang bool // the name was followed by "!"
}

// commands is the table of colon commands, in the order in which they are listed.
func commands() []command {
	return []command{
		{"help", "[WORD]", "keys and commands", view(Help), nil},
		{"quit", "", "say QUIT and leave", (*Desk).quitNow, nil},
		{"connect", "TARGET", "leave this server and connect to another", (*Desk).connectTo, needsNetwork},
		{"reconnect", "", "connect to the same server again", (*Desk).connectAgain, needsNetwork},
		{"stuffing", "[on|off]", "whether ehlo doubles the dot that begins a text line", (*Desk).setStuffing, nil},
		{"dot", "", "send a text line that is one dot", (*Desk).sendDot, needsText},
		{"lesson", "[NAME]", "open a lesson by name or number; list, end", (*Desk).lessonCommand, needsCourse},
		{"hint", "", "a hint for this step of the lesson", (*Desk).hint, needsStep},
		{"solution", "", "a way to do this step", (*Desk).solution, needsStep},
		{"next", "[core]", "the next step of the lesson, or its next core step", (*Desk).nextStep, needsLesson},
		{"back", "", "the step before", (*Desk).backStep, needsLesson},
		{"skip", "", "go on without doing this step", (*Desk).skipStep, needsStep},
		{"reset", "", "begin the step again", (*Desk).resetStep, needsLesson},
		{"predict", "[on|off]", "guess each reply before you see it; alone: how you did", (*Desk).setPredict, nil},
		{"strict", "[on|off]", "ask before a line that breaks a rule is sent", (*Desk).setStrict, nil},
		{"eol", "[crlf|lf]", "what ends the lines you type", (*Desk).setEnding, nil},
		{"data", "FILE", "send a file as message text and end the message", (*Desk).sendFile, needsLineStart},
		{"bdat", "FILE [OCTETS]", "send a file with BDAT, in chunks of so many octets", (*Desk).sendChunks, needsPrompt},
		{"raw", `"OCTETS"`, `send octets as they stand: :raw "NOOP\r\n"`, (*Desk).sendRaw, needsConnection},
		{"drip", "[TIME [OCTETS]]", "typed lines leave octet by octet: :drip 200ms; :drip off", (*Desk).setDrip, nil},
		{"eof", "", "send nothing more, read on: half a close, as nc -N does", (*Desk).endInput, needsConnection},
		{"close", "", "drop the connection without QUIT, as @close does in a script", (*Desk).closeNow, needsConnection},
		{"group", "[send|drop]", "gather lines and send them in one write; alone it begins", (*Desk).setGroup, needsPrompt},
		{"stop", "", "stop waiting for the reply", (*Desk).stopNow, nil},
		{"read", "", "read on after too many unasked replies", (*Desk).readOn, needsConnection},
		{"where", "", "where we are in the dialogue", view(Where), nil},
		{"explain", "[WORD]", "look up a verb, a code, a keyword; alone: all there is", view(Explain), nil},
		{"card", "", "all about the last exchange", view(Card), nil},
		{"bytes", "", "the octets of the last exchange", view(Octets), nil},
		{"auth", "[MECH] [USER]", "log in by a mechanism; the password is asked for unseen", (*Desk).logIn, needsPeace},
		{"b64", "[TEXT]", "answer a 334 in base64; alone it asks for the answer unseen", (*Desk).answerBase64, needsChallenge},
		{"reveal", "", "show once the last secret that was cut", (*Desk).revealLast, needsConnection},
		{"mail", "", "the mailboxes of the included server", view(Mail), needsBoxes},
		{"persona", "[NAME]", "the server type, from the next connection on", (*Desk).setPersona, needsPersona},
		{"clock", "+TIME", "move the clock of the included server on: :clock +31m", (*Desk).moveClock, needsClock},
		{"note", "TEXT", "put a note into the transcript", (*Desk).note, nil},
		{"save", "FILE", "save as .ehlo or .jsonl; :save! replaces; --addresses masked", (*Desk).save, nil},
		{"journal", "", "where this session is kept", (*Desk).tellJournal, nil},
		{"forget", "", "delete the journal of this session", (*Desk).forget, needsJournal},
		{"history", "", "what you typed, without secrets", (*Desk).showHistory, nil},
		{"text", "", "the transcript alone, to select from", view(Text), nil},
		{"zoom", "[on|off]", "hide the sidebar", toggle(Zoom), nil},
		{"times", "[on|off]", "the time of every reply", toggle(Times), nil},
		{"lanes", "[on|off]", "typed, wire and stored side by side", toggle(Lanes), nil},
		{"mouse", "[on|off]", "the mouse scrolls; off, it selects", toggle(Mouse), nil},
	}
}

// Commands lists ehlo's colon commands.
func (d *Desk) Commands() []Command {
	var list []Command
	for _, c := range commands() {
		list = append(list, Command{Name: c.name, Args: c.args, Help: c.help, Why: c.unavailable(d)})
	}
	return list
}

// unavailable returns why c cannot be used now, "" if it can.
func (c command) unavailable(d *Desk) string {
	if c.why == nil {
		return ""
	}
	return c.why(d)
}

func named(name string) (command, bool) {
	for _, c := range commands() {
		if c.name == name {
			return c, true
		}
	}
	return command{}, false
}
