package desk

// A Command is one of ehlo's colon commands, as the list of commands shows it.
type Command struct {
	Name string // without the colon
	Args string // e.g. "on|off", "FILE"
	Help string // one line
	Why  string // why it is not available now, "" if it is
}

// A Completion is what a half-typed colon command may become.
type Completion struct {
	Line string // the whole line
	Help string
	Why  string // why it is not available now, "" if it is
}
