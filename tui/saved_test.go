package tui

import (
	"strings"
	"testing"
)

// A saved session offers no connection.
func TestSavedSession(t *testing.T) {
	for _, w := range []int{60, 80, 120} {
		m := screenOver(t, recorded(10, 0))
		m.resize(w, 24)
		got := m.View().Content
		if !strings.Contains(got, "a saved session") || !strings.Contains(got, "Esc looks back") || strings.Contains(got, ":connect") || strings.Contains(got, ":reconnect") || strings.Contains(got, "no network") {
			t.Errorf("at %d columns\n%s", w, got)
		}
	}
}
