package transcript

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"

	"ehlo/session/smtp"
)

// fileBlock is how much of a file leaves in one write, in octets.
const fileBlock = 64 << 10

// A textReader reads a file with every LF that has no CR before it as CRLF.
type textReader struct {
	from io.Reader
	buf  []byte
	held bool // a CR whose LF may follow
	end  error
}

// next returns the next piece, at most twice [fileBlock] long; it is valid until
// the next call. The error is io.EOF at the end.
func (t *textReader) next() ([]byte, error) {
	if t.end != nil {
		return nil, t.end
	}
	block := make([]byte, 0, fileBlock+1)
	if t.held {
		block = append(block, '\r')
	}
	n, err := io.ReadFull(t.from, block[len(block):fileBlock])
	block = block[:len(block)+n]
	if errors.Is(err, io.ErrUnexpectedEOF) {
		err = io.EOF
	}
	t.end, t.held = err, false
	if err == nil && bytes.HasSuffix(block, []byte("\r")) {
		block, t.held = block[:len(block)-1], true
	}
	t.buf = smtp.Canonical(t.buf[:0], block)
	return t.buf, nil
}

// cause is what is wrong with a file, without its name.
func cause(err error) string {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err.Error()
	}
	return err.Error()
}

// data sends a file as message text, dots stuffed, with its end.
func (r *runner) data(s Step, name string, exact bool) error {
	if r.skipping {
		r.skip([]byte(".\r\n"))
		return nil
	}
	switch st := r.state(); {
	case st.Phase() == smtp.Ended:
		return errClosed
	case st.Reading() != smtp.AsText:
		return s.fail(r.script.Name, s.Directive.Col, "C: DATA, and the server's 354, come first", "@data: the server does not wait for message text")
	}
	file, err := r.opts.Files.Open(below(name))
	if err != nil {
		return r.unfit(s, errors.New(cause(err)))
	}
	defer file.Close()
	next := (&textReader{from: file}).next
	if exact {
		next = blocks(file)
	}
	var stuffer smtp.Stuffer
	var wire []byte
	for {
		text, err := next()
		if err == io.EOF {
			return r.send(stuffer.End(nil), Pasted|Stuffed)
		}
		if err != nil {
			return r.unfit(s, errors.New(cause(err)))
		}
		wire = stuffer.Write(wire[:0], text)
		if err := r.send(wire, Pasted|Stuffed); err != nil {
			return err
		}
	}
}

// blocks reads a file as it stands.
func blocks(file io.Reader) func() ([]byte, error) {
	buf := make([]byte, fileBlock)
	return func() ([]byte, error) {
		n, err := file.Read(buf)
		if n > 0 {
			return buf[:n], nil
		}
		return nil, err
	}
}

// bdat sends a file in chunks (RFC 3030 section 2), the last one marked LAST. A
// size of 0 means one chunk.
func (r *runner) bdat(s Step, name string, size int, exact bool) error {
	r.skipping = false
	text, err := r.load(name, exact)
	if err != nil {
		return r.unfit(s, errors.New(cause(err)))
	}
	if size == 0 {
		size = max(1, len(text))
	}
	w := groupWriter{runner: r, state: r.state()}
	for first := true; first || len(text) > 0; first = false {
		chunk := text[:min(size, len(text))]
		text = text[len(chunk):]
		last := ""
		if len(text) == 0 {
			last = " LAST"
		}
		octets := append(fmt.Appendf(nil, "BDAT %d%s\r\n", len(chunk), last), chunk...)
		if err := w.say(octets, false); err != nil {
			return err
		}
		if err := w.flush(); err != nil {
			return err
		}
	}
	return nil
}

// load reads a whole file for @bdat, which must know its size.
func (r *runner) load(name string, exact bool) ([]byte, error) {
	file, err := r.opts.Files.Open(below(name))
	if err != nil {
		return nil, err
	}
	defer file.Close()
	text, err := io.ReadAll(io.LimitReader(file, ChunkLimit+1))
	if err != nil {
		return nil, err
	}
	if !exact {
		text = smtp.Canonical(nil, text)
	}
	if len(text) > ChunkLimit {
		return nil, fmt.Errorf("%s has more than %d octets; send it with DATA and @data", shown(name), ChunkLimit)
	}
	return text, nil
}
