package tui

// gathered draws the lines that :group has gathered, below everything that was
// said: they are still on this side.
func (r rowsOf) gathered() []string {
	var rows []string
	for _, line := range r.m.desk.Status().Group {
		rows = append(rows, r.wrapped("+ ", line, faint)...)
	}
	return rows
}

// sendsGroup says what Enter on an empty line does while lines are gathered.
func sendsGroup(n int) string {
	if n == 0 {
		return "the lines you type are gathered; Enter on an empty line sends them"
	}
	return "Enter sends the group in one write · :group drop drops it"
}
