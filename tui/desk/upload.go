package desk

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"ehlo/session/smtp"
	"ehlo/transcript"
)

// blockSize is how much of a file is sent in one write, in octets of the file.
const blockSize = 32 << 10

// upload is a file on its way into the message.
type upload struct {
	name   string // sanitised
	since  time.Time
	cancel context.CancelFunc
	ending bool    // it was told to stop
	chunks *chunks // it leaves by BDAT; nil: as message text
}

func (u *upload) on() bool { return u.cancel != nil }

// stop ends the upload behind the write under way: breaking that off would end the
// connection. It reports whether there was something to stop.
func (u *upload) stop() bool {
	if !u.on() || u.ending {
		return false
	}
	u.ending = true
	u.cancel()
	return true
}

// sendFile sends a file as message text and ends the message.
func (d *Desk) sendFile(c call) {
	path, s := c.arg, d.session
	stop, cancel := context.WithCancel(d.work.ctx)
	d.upload = upload{name: show(path), since: d.cfg.Now(), cancel: cancel}
	d.work.begin(d.crashed, func(ctx context.Context) func() {
		defer cancel()
		sent, err := sendText(path, &stuffing{ctx: ctx, stop: stop, session: s})
		return func() { d.uploaded(sent, err) }
	})
}

func (d *Desk) uploaded(sent int64, err error) {
	name := d.upload.name
	d.upload = upload{}
	switch {
	case err == nil || d.leaving:
	case sent == 0:
		d.sayError("nothing was sent of "+name, err, "")
	case errors.Is(err, context.Canceled):
		end := "a line that is one dot would end it as it is"
		if !d.state.LineStart() {
			end = "an empty line, then " + end
		}
		d.say(Warn, fmt.Sprintf("stopped: %d octets of %s were sent, the message is still open", sent, name), ":quit drops it; "+end)
	default:
		d.sayError(fmt.Sprintf("stopped after %d octets of %s, the message is still open", sent, name), err, "")
	}
}

// sendText sends the file at path and the end of the text, and returns how many
// octets of the file were sent.
func sendText(path string, u *stuffing) (int64, error) {
	f, err := openRegular(path)
	if err != nil {
		return 0, err
	}
	defer f.Close()
	n, err := io.CopyBuffer(u, struct{ io.Reader }{f}, make([]byte, blockSize))
	if err == nil {
		err = u.end()
	}
	return n, err
}

// openRegular opens a file for reading, but nothing that could keep us waiting,
// such as a named pipe.
func openRegular(path string) (*os.File, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, errors.New("it is not a file")
	}
	return os.Open(path)
}

// stuffing sends what is written to it as message text, with line ends made CRLF
// and dots doubled (RFC 5321 section 4.5.2).
type stuffing struct {
	ctx     context.Context
	stop    context.Context // ends between two blocks what is sent
	session Session
	stuffer smtp.Stuffer
	cr      bool // a CR is held back: an LF may follow in the next block
	block   []byte
	wire    []byte
}

// Write sends one block of a file.
func (u *stuffing) Write(b []byte) (int, error) {
	text := b
	if u.cr {
		text = append([]byte{'\r'}, b...)
	}
	if u.cr = bytes.HasSuffix(text, []byte{'\r'}); u.cr {
		text = text[:len(text)-1]
	}
	u.block = smtp.Canonical(u.block[:0], text)
	u.wire = u.stuffer.Write(u.wire[:0], u.block)
	if err := u.send(len(u.wire) != len(u.block)); err != nil {
		return 0, err
	}
	return len(b), nil
}

// end sends what is held back and the end of the text.
func (u *stuffing) end() error {
	u.wire = u.wire[:0]
	if u.cr {
		u.wire = u.stuffer.Write(u.wire, []byte{'\r'})
	}
	u.wire = u.stuffer.End(u.wire)
	return u.send(false)
}

func (u *stuffing) send(stuffed bool) error {
	if len(u.wire) == 0 {
		return nil
	}
	if err := u.stop.Err(); err != nil {
		return err
	}
	flags := transcript.Pasted
	if stuffed {
		flags |= transcript.Stuffed
	}
	return u.session.SendFlags(u.ctx, u.wire, flags)
}
