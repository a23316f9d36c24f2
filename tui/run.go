package tui

import (
	"context"
	"errors"
	"os"
	"os/signal"
	"syscall"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/term"

	"ehlo/tui/desk"
)

// ErrNoTerminal says that there is no terminal to draw on.
var ErrNoTerminal = errors.New("standard input and output must be a terminal; use --plain for line mode")

// Possible reports whether the full screen can be drawn: input and output are
// terminals that can move the cursor.
func Possible() bool {
	return os.Getenv("TERM") != "dumb" && term.IsTerminal(os.Stdin.Fd()) && term.IsTerminal(os.Stdout.Fd())
}

// Run draws d until the person leaves. Whatever ends it, the terminal is given
// back as it was; the connection is closed by the caller, who closes the desk.
func Run(d *desk.Desk) error {
	if !Possible() {
		return ErrNoTerminal
	}
	// Bubble Tea takes SIGINT and SIGTERM; SIGHUP alone would leave the terminal raw.
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGHUP)
	defer stop()
	_, err := tea.NewProgram(New(d), tea.WithContext(ctx), tea.WithFPS(120)).Run()
	if errors.Is(err, tea.ErrInterrupted) || ctx.Err() != nil {
		return nil
	}
	return err
}
