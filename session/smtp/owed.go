package smtp

// Owed returns what the next reply will be for; false if the server owes none.
func (s State) Owed() (Owed, bool) {
	if s.owed.front == nil {
		return Owed{}, false
	}
	return *s.owed.front.value, true
}

// OwedCount returns how many replies the server owes. A line held behind DATA or
// AUTH is not counted until it is known to be a command.
func (s State) OwedCount() int { return int(s.owed.n) }

func (s State) owe(o Owed) State {
	s.owed = s.owed.push(&o)
	return s
}
