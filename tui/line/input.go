package line

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
)

// Limit bounds one line of the input, in octets without its end.
const Limit = 1 << 20

// A LimitError says that a line of the input is longer than [Limit].
type LimitError struct{ Line int }

// Error names the line.
func (e *LimitError) Error() string {
	return fmt.Sprintf("line %d of the input is longer than 1 MiB; send a long text as a file, with ehlo run and @data", e.Line)
}

// input reads lines in a goroutine of its own, one ahead, since reading can wait
// for ever.
type input struct {
	lines chan string   // closed at the end; then err is set
	err   error         // nil at the end of the input
	done  chan struct{} // closed when nobody wants a line any more
}

func read(r io.Reader) *input {
	in := &input{lines: make(chan string), done: make(chan struct{})}
	go func() {
		defer close(in.lines)
		b := bufio.NewReaderSize(r, 64<<10)
		for n := 1; ; n++ {
			line, err := next(b)
			if errors.Is(err, bufio.ErrTooLong) {
				err = &LimitError{n}
			}
			if err == nil || errors.Is(err, io.EOF) && len(line) > 0 {
				select {
				case in.lines <- string(line):
				case <-in.done:
					return
				}
			}
			if err != nil {
				if !errors.Is(err, io.EOF) {
					in.err = err
				}
				return
			}
		}
	}()
	return in
}

// next returns a line without its end, which is LF or CRLF. At the end of the
// input the last line may lack one; it is returned with io.EOF.
func next(b *bufio.Reader) ([]byte, error) {
	var line []byte
	for {
		piece, err := b.ReadSlice('\n')
		line = append(line, piece...)
		switch {
		case len(line) > Limit+2:
			return nil, bufio.ErrTooLong
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		}
		line = bytes.TrimSuffix(line, []byte("\n"))
		if err == nil {
			line = bytes.TrimSuffix(line, []byte("\r"))
		}
		return line, err
	}
}
