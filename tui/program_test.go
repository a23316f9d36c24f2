package tui

import (
	"errors"
	"io"
	"strings"
	"sync"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/hinshun/vt10x"

	"ehlo/session/loopback"
	"ehlo/session/loopback/certificate"
	"ehlo/tui/desk"
)

// A terminal is a screen in this process: it draws what the program writes.
type terminal struct {
	mu     sync.Mutex
	screen vt10x.Terminal
	stream strings.Builder // all that was written
	keys   *io.PipeWriter
	ended  chan error
}

// Write draws.
func (t *terminal) Write(b []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.stream.Write(b)
	return t.screen.Write(b)
}

func (t *terminal) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.screen.String()
}

// starts runs the whole program with a terminal of 80 by 24.
func starts(t *testing.T, d *desk.Desk, environment ...string) *terminal {
	t.Helper()
	keys, press := io.Pipe()
	term := &terminal{screen: vt10x.New(vt10x.WithSize(80, 24)), keys: press, ended: make(chan error, 1)}
	io.WriteString(term.screen, "\x1b[20h") // without a real terminal Bubble Tea takes LF for CR LF
	env := append([]string{"TERM=xterm-256color"}, environment...)
	options := []tea.ProgramOption{
		tea.WithInput(keys), tea.WithOutput(term), tea.WithWindowSize(80, 24),
		tea.WithEnvironment(env), tea.WithoutSignalHandler(),
	}
	if len(environment) == 0 {
		options = append(options, tea.WithColorProfile(colorprofile.TrueColor))
	}
	go func() {
		_, err := tea.NewProgram(New(d), options...).Run()
		term.ended <- err
	}()
	t.Cleanup(func() { d.Close(); press.Close() })
	return term
}

// shows waits until a text is on the screen.
func (t *terminal) shows(test *testing.T, text string) {
	test.Helper()
	for range 1000 {
		if strings.Contains(t.String(), text) {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	test.Fatalf("%q does not come:\n%s", text, t)
}

func (t *terminal) types(keys string) { io.WriteString(t.keys, keys) }

func newDesk(t *testing.T) *desk.Desk {
	server := loopback.New(loopback.Options{Certify: certificate.New}.Fixed())
	t.Cleanup(func() { server.Close() })
	return desk.New(desk.Config{Target: here, Open: piped(server.ServeConn), House: houseOf(server)})
}

// The whole program: it starts, a person says EHLO and QUIT, and leaves.
func TestProgram(t *testing.T) {
	term := starts(t, newDesk(t))
	term.shows(t, "S 220 smtp.example.com ESMTP ehlo")
	term.types("\t\r")
	term.shows(t, "S 250 HELP")
	term.types("quit\r")
	term.shows(t, "S 221 2.0.0")
	term.shows(t, "there is no connection")
	term.types("\x03")
	term.shows(t, "Ctrl+C once more leaves")
	term.types("\x03")
	if err := <-term.ended; err != nil {
		t.Error(err)
	}
	restored(t, term.stream.String())
}

// restored demands that all that was switched on in a terminal is off again.
func restored(t *testing.T, stream string) {
	t.Helper()
	for _, mode := range []struct{ on, off, last string }{
		{"\x1b[?1049h", "\x1b[?1049l", "\x1b[?1049l"}, // the alternate screen
		{"\x1b[?2004h", "\x1b[?2004l", "\x1b[?2004l"}, // pastes are told from typing
		{"\x1b[?25h", "\x1b[?25l", "\x1b[?25h"},       // the cursor
	} {
		last := mode.on
		if strings.LastIndex(stream, mode.off) > strings.LastIndex(stream, mode.on) {
			last = mode.off
		}
		if last != mode.last || !strings.Contains(stream, mode.on) {
			t.Errorf("the terminal is left with %q", last)
		}
	}
}

// A panic while drawing gives the terminal back.
func TestProgramPanics(t *testing.T) {
	server := loopback.New(loopback.Options{Certify: certificate.New}.Fixed())
	t.Cleanup(func() { server.Close() })
	house := houseOf(server)
	house.Boxes = func() []desk.Box { panic("a test of what happens then") }
	term := starts(t, desk.New(desk.Config{Target: here, Open: piped(server.ServeConn), House: house}))
	term.shows(t, "S 220")
	term.types(":mail\r")
	if err := <-term.ended; !errors.Is(err, tea.ErrProgramPanic) {
		t.Errorf("ended with %v", err)
	}
	restored(t, term.stream.String())
}

// Without colour the screen says the same.
func TestProgramWithoutColour(t *testing.T) {
	screens := map[string]string{}
	for _, environment := range []string{"", "NO_COLOR=1"} {
		var env []string
		if environment != "" {
			env = []string{environment}
		}
		term := starts(t, newDesk(t), env...)
		term.shows(t, "S 220")
		term.types("EHLO client.example\rMAIL FROM:<bob@example.org>\rRCPT TO:<zoe@example.com>\r")
		term.shows(t, "✗ <zoe")
		term.shows(t, "name one recipient; repeat for more.")
		screens[environment] = term.String()
		term.types("\x03\x03")
		<-term.ended
		coloured := false
		for _, sequence := range ours.FindAllString(term.stream.String(), -1) {
			coloured = coloured || colours(sequence)
		}
		if coloured != (environment == "") {
			t.Errorf("with %q: colours are written: %v", environment, coloured)
		}
	}
	if screens[""] != screens["NO_COLOR=1"] {
		t.Errorf("the screen differs:\n%s\n%s", screens[""], screens["NO_COLOR=1"])
	}
}

// colours reports whether an SGR sequence sets a colour.
func colours(sequence string) bool {
	for _, n := range strings.Split(strings.Trim(sequence, "\x1b[m"), ";") {
		switch {
		case len(n) == 2 && (n[0] == '3' || n[0] == '4') && n[1] != '9':
			return true
		case len(n) == 2 && n[0] == '9', len(n) == 3 && n[:2] == "10":
			return true
		}
	}
	return false
}
