package cli

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"ehlo/transcript"
	"ehlo/tui"
	"ehlo/tui/desk"
	"ehlo/tui/line"
)

func (p *program) openCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "open FILE|last",
		Short: "show a session that was saved, without a network",
		Long:  "Shows FILE, a .ehlo script, a .jsonl transcript or a journal; last is the last\nsession of which a journal was kept.",
		Args:  exactly(1, "a file, or the word last"),
		RunE:  func(_ *cobra.Command, args []string) error { return p.openFile(args[0]) },
	}
	p.opts.telling(c.Flags())
	c.Flags().BoolVar(&p.opts.plain, "plain", false, "line by line instead of the full screen")
	return c
}

// transcriptLimit bounds a saved session, in octets: more than a journal may have.
const transcriptLimit = 256 << 20

func (p *program) openFile(path string) error {
	if path == "last" {
		_, dir := folders()
		last, ok := transcript.LastJournal(dir)
		if !ok {
			return fail(exitUsage, "only the full screen keeps one", "no session was kept yet")
		}
		path = last
	}
	octets, err := readFile(path, transcriptLimit)
	if err != nil {
		return err
	}
	if len(bytes.TrimSpace(octets)) == 0 {
		return fail(exitUsage, "", "%s: no session was found in it", shown(path))
	}
	tape, err := transcript.Open(path, octets)
	var script *transcript.ScriptError
	if err != nil && !errors.As(err, &script) {
		return fail(exitUsage, "", "cannot read %s: %s", shown(path), shown(err.Error()))
	}
	if err != nil {
		return err
	}
	return p.show(tape)
}

// show shows a transcript without a network: nothing in it can open a connection.
func (p *program) show(tape *transcript.Transcript) error {
	o := &p.opts
	if !o.plain && !o.json && !o.quiet && tui.Possible() {
		d := desk.New(desk.Config{Tape: tape})
		defer d.Close()
		return tui.Run(d)
	}
	form := line.Spoken
	switch {
	case o.json:
		form = line.JSON
	case o.quiet:
		form = line.Bare
	}
	t := line.NewTeller(p.out, form, tape)
	t.Tell(tape.Len(), nil) // an error stays and is found in the end
	if err := t.Close(); err != nil {
		return fail(exitUsage, "", "cannot write: %s", shown(err.Error()))
	}
	return nil
}

// readFile reads a plain file of at most limit octets; "-" is no name for the
// standard input here.
func readFile(path string, limit int64) ([]byte, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fail(exitUsage, "", "there is no file %s", shown(path))
	case err != nil:
		return nil, fail(exitUsage, "", "cannot read %s: %s", shown(path), shown(err.Error()))
	case !info.Mode().IsRegular():
		return nil, fail(exitUsage, "", "%s is no plain file", shown(path))
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, fail(exitUsage, "", "cannot read %s: %s", shown(path), shown(err.Error()))
	}
	defer f.Close()
	octets, err := io.ReadAll(io.LimitReader(f, limit+1))
	switch {
	case err != nil:
		return nil, fail(exitUsage, "", "cannot read %s: %s", shown(path), shown(err.Error()))
	case int64(len(octets)) > limit:
		return nil, fail(exitUsage, "", "%s is too long; ehlo reads at most %d octets of it", shown(path), limit)
	}
	return octets, nil
}
