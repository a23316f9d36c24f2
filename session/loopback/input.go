package loopback

import (
	"bytes"
	"errors"
	"io"
	"net"
	"os"
	"sync"
	"time"

	"ehlo/session/smtp"
)

// inputSize bounds what is held of octets that were not understood yet.
const inputSize = 64 << 10

var inputs = sync.Pool{New: func() any { return new([inputSize]byte) }}

// An input is what came from the client and was not used yet. What the server
// answers is written only when the input holds no complete line any more, so the
// replies to a group go out in one write (RFC 2920 section 3.2).
type input struct {
	buf     *[inputSize]byte
	r, w    int
	scanned int // octets behind r that are known to hold no CRLF
}

func (in *input) pending() []byte { return in.buf[in.r:in.w] }

func (in *input) use(n int) {
	in.r += n
	in.scanned = 0
	if in.r == in.w {
		in.r, in.w = 0, 0
	}
}

// line returns the next command line with its CRLF, which alone ends it (RFC 5321
// section 2.3.8); the octets are valid until the next call. Of a line that is
// longer than the input can hold only the end is returned, and long is true.
func (d *dialogue) line() (line []byte, long bool, err error) {
	in := &d.in
	for {
		b := in.pending()
		if i := bytes.Index(b[in.scanned:], []byte("\r\n")); i >= 0 {
			n := in.scanned + i + 2
			in.use(n)
			return b[:n], long, nil
		}
		d.noticeLoose(b[in.scanned:])
		in.scanned = max(0, len(b)-1)
		if len(b) == inputSize {
			long = true
			in.use(len(b) - 1) // the last octet may be the CR of the CRLF
		}
		if err := d.fill(); err != nil {
			return nil, long, err
		}
	}
}

// noticeLoose tells, once for each line, that the client wrote a line end that is
// none and will wait for ever. It looks at a piece of a line that holds no CRLF.
func (d *dialogue) noticeLoose(line []byte) {
	if d.told {
		return
	}
	switch lf, cr := bytes.IndexByte(line, '\n'), bytes.IndexByte(line, '\r'); {
	case lf >= 0:
		d.told = true
		d.notice(LooseLF, smtp.BareLF)
	case cr >= 0 && cr < len(line)-1:
		d.told = true
		d.notice(LooseCR, smtp.BareCR)
	}
}

// fill writes what is to be answered and waits for more octets of the client.
func (d *dialogue) fill() error {
	in := &d.in
	if in.r > 0 {
		in.w = copy(in.buf[:], in.pending())
		in.r = 0
	}
	if d.server.opt.Public {
		d.server.setDeadline(d, time.Now().Add(IdleLimit))
	}
	if err := d.flush(); err != nil {
		return err
	}
	for {
		n, err := d.stream.Read(in.buf[in.w:])
		in.w += n
		switch {
		case n > 0:
			d.heard.Store(d.server.advanced.Load())
			return nil
		case errors.Is(err, os.ErrDeadlineExceeded):
			if err := d.overdue(); err != nil {
				return err
			}
		case err != nil:
			return err
		}
	}
}

// overdue is asked when a read was stopped. It says goodbye if the server closes or
// the client was silent for too long; otherwise the wait goes on.
func (d *dialogue) overdue() error {
	s := d.server
	switch {
	case s.isClosing():
		d.goodbye("4.3.2", "Service shutting down and closing transmission channel")
	case s.opt.Public || s.isIdle(d):
		d.goodbye("4.4.2", "Timeout exceeded, closing transmission channel")
	default:
		s.setDeadline(d, time.Time{})
		return nil
	}
	return errHungUp
}

var (
	errHungUp  = errors.New("the server closed the connection")
	errStalled = errors.New("the client did not finish the TLS handshake in time")
)

func (d *dialogue) flush() error {
	if len(d.out) == 0 {
		return nil
	}
	_, err := d.stream.Write(d.out)
	d.out = d.out[:0]
	return err
}

// isOver reports whether err is the ordinary end of a connection.
func isOver(err error) bool {
	return err == nil || errors.Is(err, io.EOF) || errors.Is(err, net.ErrClosed) || errors.Is(err, errHungUp) || errors.Is(err, io.ErrClosedPipe)
}
