package tui

import (
	"strings"
	"sync"

	"charm.land/lipgloss/v2"
)

// A role is what a piece of text is, not what it looks like. Each role that
// carries meaning has a sign as well, so that nothing rests on colour alone.
type role uint8

const (
	plain   role = iota
	strong       // a verb, a title
	faint        // notes, times, folded lines
	accent       // what has attention: the prompt, the line looked back at
	done         // 2yz ✓
	goOn         // 3yz →
	later        // 4yz ~
	no           // 5yz ✗
	broken       // a breach of the rules !
	value        // a path, a parameter's value
	keyword      // FROM:, the name of a parameter
	border
	under // the octet under the cursor
	roles
)

// styles are the sixteen ANSI colours, so that the person's theme holds.
var styles = [roles]lipgloss.Style{
	plain:   lipgloss.NewStyle(),
	strong:  lipgloss.NewStyle().Bold(true),
	faint:   lipgloss.NewStyle().Faint(true),
	accent:  lipgloss.NewStyle().Bold(true).Foreground(lipgloss.BrightBlue),
	done:    lipgloss.NewStyle().Foreground(lipgloss.Green),
	goOn:    lipgloss.NewStyle().Foreground(lipgloss.Cyan),
	later:   lipgloss.NewStyle().Foreground(lipgloss.Yellow),
	no:      lipgloss.NewStyle().Foreground(lipgloss.Red),
	broken:  lipgloss.NewStyle().Foreground(lipgloss.Magenta),
	value:   lipgloss.NewStyle().Foreground(lipgloss.Cyan),
	keyword: lipgloss.NewStyle().Foreground(lipgloss.BrightBlue),
	border:  lipgloss.NewStyle().Faint(true),
	under:   lipgloss.NewStyle().Bold(true).Reverse(true),
}

// brackets are what stands before and behind text of a role. A frame paints some
// hundred pieces; to let each be styled anew takes most of the frame's time. A run
// without a screen needs none.
var brackets = sync.OnceValue(func() *[roles][2]string {
	var b [roles][2]string
	for r := range b {
		b[r][0], b[r][1], _ = strings.Cut(styles[r].Render("x"), "x")
	}
	return &b
})

// paint gives text, which holds no line end, its role. Text of role plain stays as
// it is.
func paint(r role, text string) string {
	if r == plain || text == "" {
		return text
	}
	b := &brackets()[r]
	return b[0] + text + b[1]
}

// signRole is the role of a sign.
func signRole(sign rune) role {
	switch sign {
	case '✓':
		return done
	case '→':
		return goOn
	case '~':
		return later
	case '✗':
		return no
	case '!':
		return broken
	}
	return plain
}

// codeRole is the role of a reply code.
func codeRole(code int) role {
	return [...]role{2: done, 3: goOn, 4: later, 5: no, 9: plain}[min(code/100, 9)]
}
