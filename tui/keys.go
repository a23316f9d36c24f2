package tui

import "charm.land/bubbles/v2/key"

// A binding is one thing a key does: the keys, what they are called and what they
// do. The help and Update share the table.
type binding struct {
	key.Binding
	do func(*Model) (quit bool)
}

func bind(name, help string, do func(*Model) bool, keys ...string) binding {
	return binding{Binding: key.NewBinding(key.WithKeys(keys...), key.WithHelp(name, help)), do: do}
}

// A keymap holds the bindings of each place.
type keymap struct {
	prompt []binding // while the prompt is being typed into
	back   []binding // while looking back
	sheet  []binding // while a sheet covers the session; the prompt keeps every other key
	octets []binding // the same for the octet sheet
	card   []binding // beside those of a sheet, for a card
	course []binding // of the list of lessons, while nothing is typed
}

func newKeymap() keymap {
	return keymap{promptKeys(), backKeys(), sheetKeys(), octetKeys(), cardKeys(), courseKeys()}
}

func promptKeys() []binding {
	return []binding{
		bind("Enter", "send the line", (*Model).enter, "enter"),
		bind("Tab", "take the suggestion; in text a TAB", (*Model).complete, "tab"),
		bind("→", "at the end: take the suggestion", (*Model).right, "right"),
		bind("↑ Ctrl+P", "earlier line that begins like this", (*Model).earlier, "up", "ctrl+p"),
		bind("↓ Ctrl+N", "later line", (*Model).later, "down", "ctrl+n"),
		bind("Esc", "look back; Shift+Tab as well", (*Model).lookBack, "esc", "shift+tab"),
		bind("PgUp", "scroll the session up", (*Model).pageUp, "pgup"),
		bind("PgDn", "scroll it down", (*Model).pageDown, "pgdown"),
		bind("Ctrl+Y", "put back what was cut", (*Model).yank, "ctrl+y"),
		bind("Ctrl+D", "empty prompt: QUIT and leave", (*Model).endOfFile, "ctrl+d"),
		bind("Ctrl+C", "clear, stop waiting; twice: leave", (*Model).interrupt, "ctrl+c"),
		bind("F1", "the word under the cursor; empty: help", (*Model).explainHere, "f1"),
		bind("F2", "lessons; in one: its text, and back", (*Model).lessonKey, "f2"),
		bind("F3", "octets", colon(":bytes"), "f3"),
		bind("F4", "mailboxes", colon(":mail"), "f4"),
	}
}

// editKeys are told in the help; the prompt itself takes them.
func editKeys() []binding {
	return []binding{
		bind("Ctrl+A", "beginning of the line", nil), bind("Ctrl+E", "end of the line", nil),
		bind("Ctrl+U", "cut what is before the cursor", nil), bind("Ctrl+K", "cut what is behind it", nil),
		bind("Ctrl+W", "cut the word before it", nil),
		bind("Ctrl+L", "draw the screen anew", nil),
		bind(":", "list of ehlo's commands", nil),
	}
}

func backKeys() []binding {
	return []binding{
		bind("↑ k", "earlier", (*Model).backUp, "up", "k", "ctrl+p"),
		bind("↓ j", "later", (*Model).backDown, "down", "j", "ctrl+n"),
		bind("Home", "first", (*Model).backFirst, "home"),
		bind("End", "last", (*Model).backLast, "end"),
		bind("PgUp", "ten up", (*Model).backPageUp, "pgup"),
		bind("PgDn", "ten down", (*Model).backPageDown, "pgdown"),
		bind("Enter", "card", (*Model).backCard, "enter"),
		bind("b", "octets", (*Model).backOctets, "b", "f3"),
		bind("t", "card, then a line to try", (*Model).backTry, "t"),
		bind("F1", "look up its verb and codes", (*Model).explainBack, "f1"),
		bind("F2", "return, with the lesson", (*Model).backLesson, "f2"),
		bind("y", "copy", (*Model).backCopy, "y"),
		bind("Esc", "return to the prompt", (*Model).backLeave, "esc", "shift+tab", "q"),
		bind("Ctrl+C", "return", (*Model).backLeave, "ctrl+c"),
		bind(":", "return, with a command of ehlo's", (*Model).backColon, ":"),
	}
}

func sheetKeys() []binding {
	return []binding{
		bind("↑", "scroll", (*Model).sheetUp, "up"),
		bind("↓", "scroll", (*Model).sheetDown, "down"),
		bind("PgUp", "page", (*Model).sheetPageUp, "pgup"),
		bind("PgDn", "page", (*Model).sheetPageDown, "pgdown"),
		bind("Esc", "close", (*Model).sheetClose, "esc", "shift+tab"),
	}
}

func colon(line string) func(*Model) bool {
	return func(m *Model) bool { return m.take(m.desk.Enter(line), false) }
}
