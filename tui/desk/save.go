package desk

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"path/filepath"
	"strings"

	"ehlo/transcript"
	"ehlo/transcript/shelf"
)

// save writes the transcript into a file, whose name says in which form.
func (d *Desk) save(c call) {
	if why := hides(d); why != "" { // the file would show it
		d.say(Wrong, ":save: "+why, "")
		return
	}
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
		octets := func(w io.Writer) error { return write(w, tape) }
		var err error
		if c.bang {
			err = shelf.Replace(c.arg, octets)
		} else {
			err = shelf.Create(c.arg, 0o600, octets)
		}
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
