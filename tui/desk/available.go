package desk

import "ehlo/session/smtp"

// Why commands are not available, in the words of the list of commands.

func needsNetwork(d *Desk) string {
	if d.cfg.Open == nil {
		return "there is no network here"
	}
	return ""
}

func needsConnection(d *Desk) string {
	if !d.connected() {
		return "there is no connection"
	}
	return ""
}

func needsPrompt(d *Desk) string {
	if !d.connected() {
		return "there is no connection"
	}
	if d.expected() != smtp.AsCommand {
		return "only where the server takes commands"
	}
	return ""
}

func needsText(d *Desk) string {
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

func needsBoxes(d *Desk) string   { return onlyIf(d.House().Boxes != nil) }
func needsPersona(d *Desk) string { return onlyIf(d.House().Persona != nil) }
func needsClock(d *Desk) string   { return onlyIf(d.House().Advance != nil) }

func onlyIf(included bool) string {
	if included {
		return ""
	}
	return onlyIncluded
}

func needsJournal(d *Desk) string {
	if d.cfg.Keeper == nil || d.cfg.Keeper.Where() == "" {
		return "no journal is kept"
	}
	return ""
}
