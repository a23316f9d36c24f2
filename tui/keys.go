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
}

func newKeymap() keymap { return keymap{promptKeys(), backKeys(), sheetKeys()} }

func promptKeys() []binding {
	return []binding{
		bind("Enter", "send", (*Model).enter, "enter"),
		bind("Tab", "complete", (*Model).complete, "tab"),
		bind("→", "complete", (*Model).right, "right"),
		bind("↑", "history", (*Model).earlier, "up", "ctrl+p"),
		bind("↓", "later line", (*Model).later, "down", "ctrl+n"),
		bind("Esc", "look back", (*Model).lookBack, "esc", "shift+tab"),
		bind("PgUp", "scroll", (*Model).pageUp, "pgup"),
		bind("PgDn", "scroll", (*Model).pageDown, "pgdown"),
		bind("Ctrl+Y", "put back what was cut", (*Model).yank, "ctrl+y"),
		bind("Ctrl+D", "say QUIT and leave", (*Model).endOfFile, "ctrl+d"),
		bind("Ctrl+C", "clear, stop waiting, twice: leave", (*Model).interrupt, "ctrl+c"),
		bind("F1", "help", colon(":help"), "f1"),
		bind("F2", "lesson", colon(":lesson"), "f2"),
		bind("F3", "octets", colon(":bytes"), "f3"),
		bind("F4", "mailboxes", colon(":mail"), "f4"),
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
		bind("y", "copy", (*Model).backCopy, "y"),
		bind("Esc", "return to the prompt", (*Model).backLeave, "esc", "shift+tab", "q"),
		bind("Ctrl+C", "return", (*Model).backLeave, "ctrl+c"),
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
