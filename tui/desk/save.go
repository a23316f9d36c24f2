package desk

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"ehlo/transcript"
)

// save writes the transcript into a file, whose name says in which form.
func (d *Desk) save(c call) {
	path, masked := strings.CutSuffix(c.arg, maskedSuffix)
	c.arg = strings.TrimSpace(path)
	write := form(c.arg)
	if write == nil {
		d.say(Wrong, "a session is saved as FILE.ehlo or FILE.jsonl", ".ehlo can be read and run again, .jsonl keeps every octet and time")
		return
	}
	tape := d.tape
	d.work.files.Add(1)
	d.work.begin(d.crashed, func(context.Context) func() {
		defer d.work.files.Done()
		if masked {
			tape = transcript.Masked(tape)
		}
		err := writeFile(c.arg, c.bang, func(w io.Writer) error { return write(w, tape) })
		return func() { d.saved(c.arg, masked, err) }
	})
}

// maskedSuffix stands behind a file whose addresses are not for everybody.
const maskedSuffix = " --addresses masked"

func form(path string) func(io.Writer, *transcript.Transcript) error {
	switch strings.ToLower(filepath.Ext(path)) {
	case ".ehlo":
		return transcript.WriteScript
	case ".jsonl":
		return transcript.WriteJSON
	}
	return nil
}

func (d *Desk) saved(path string, masked bool, err error) {
	switch {
	case errors.Is(err, fs.ErrExist):
		d.say(Wrong, show(path)+" is there already and was not touched", ":save! "+show(path)+" replaces it")
	case err != nil:
		d.sayError(show(path)+" was not saved", err, "")
	case masked:
		d.say(Info, "saved in "+show(path)+", secrets cut, local parts of addresses replaced", "what is in base64 was not looked into")
	default:
		d.say(Info, "saved in "+show(path)+", secrets cut", "")
	}
}

// writeFile writes a new file of mode 0600. With replace an old one is replaced as
// a whole, by renaming; without, the error is fs.ErrExist if there is one.
func writeFile(path string, replace bool, write func(io.Writer) error) error {
	if !replace {
		f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if err != nil {
			return err
		}
		return fill(f, write)
	}
	if info, err := os.Lstat(path); err == nil && !info.Mode().IsRegular() {
		return errors.New("it is not a file; nothing was replaced")
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".ehlo-*")
	if err != nil {
		return err
	}
	if err := fill(f, write); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return nil
}

// fill writes into f and closes it; a file that could not be written whole is
// removed.
func fill(f *os.File, write func(io.Writer) error) error {
	err := write(f)
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return nil
}
