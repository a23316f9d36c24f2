package tui

import (
	"testing"

	tea "charm.land/bubbletea/v2"
)

// Ctrl+Z gives the terminal back to the shell, as everywhere; fg returns.
func TestSuspend(t *testing.T) {
	sit(t, 80, 24, func(p *person) {
		cmd := p.m.press(tea.KeyPressMsg{Code: 'z', Mod: tea.ModCtrl})
		if cmd == nil {
			t.Fatal("Ctrl+Z does nothing")
		}
		if _, ok := cmd().(tea.SuspendMsg); !ok {
			t.Error("Ctrl+Z does not suspend")
		}
	})
}
