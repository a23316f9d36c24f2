package desk

import "ehlo/session/smtp"

// Why commands are not available, in the words of the list of commands.

func needsNetwork(d *Desk) string {
	if d.cfg.Open == nil {
		return "there is no network here"
	}
	return ""
}

// hides says that a reply is hidden, "" while none is.
func hides(d *Desk) string {
	if d.veiled() {
		return "a reply is hidden; say first what you expect"
	}
	return ""
}

func needsConnection(d *Desk) string {
	if why := hides(d); why != "" {
		return why
	}
	if !d.connected() {
		return "there is no connection"
	}
	return ""
}

func needsPrompt(d *Desk) string {
	if why := needsConnection(d); why != "" {
		return why
	}
	if d.expected() != smtp.AsCommand {
		return "only where the server takes commands"
	}
	return ""
}

func needsText(d *Desk) string {
	if why := hides(d); why != "" {
		return why
	}
	if !d.connected() || d.outlook().Reading() != smtp.AsText {
		return "only in message text, behind DATA and its 354"
	}
	return ""
}

func needsLineStart(d *Desk) string {
	if why := needsText(d); why != "" {
		return why
	}
	if !d.outlook().LineStart() || len(d.queue) > 0 {
		return "only at the beginning of a line"
	}
	return ""
}

const onlyIncluded = "only with the included server"

func needsBoxes(d *Desk) string   { return onlyIf(d, d.House().Boxes != nil) }
func needsPersona(d *Desk) string { return onlyIf(d, d.House().Persona != nil) }
func needsClock(d *Desk) string   { return onlyIf(d, d.House().Advance != nil) }

func onlyIf(d *Desk, included bool) string {
	if why := hides(d); included || why != "" {
		return why
	}
	return onlyIncluded
}

func needsJournal(d *Desk) string {
	if d.cfg.Keeper == nil || d.cfg.Keeper.Where() == "" {
		return "no journal is kept"
	}
	return ""
}
