package desk

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"ehlo/session/smtp"
	"ehlo/transcript"
)

// chunks is a file on its way in chunks (RFC 3030 section 2): each is a BDAT with
// its octets, in one write, and the next one leaves behind its reply.
type chunks struct {
	text []byte // what has not left
	size int    // octets of a chunk; the last may be shorter
	out  int    // chunks that left
	sent int    // octets that left
	read bool   // text is there
	last bool   // the last chunk has left
	no   bool   // a reply said no
}

func (u *upload) chunked() bool { return u.chunks != nil }

// refuse notes that a reply said no: nothing more is sent.
func (u *upload) refuse() {
	if u.chunked() {
		u.chunks.no = u.chunks.out > 0
	}
}

// sendChunks sends a file with BDAT, in chunks of so many octets if a number
// follows its name.
func (d *Desk) sendChunks(c call) {
	path, size := chunkSize(c.arg)
	if size < 0 || size > transcript.ChunkLimit {
		d.say(Wrong, fmt.Sprintf("a chunk has 1 to %d octets", transcript.ChunkLimit), "")
		return
	}
	mail, _ := d.state.MailCommand()
	body, _ := mail.Param("BODY")
	exact := strings.EqualFold(body.Value, "BINARYMIME")
	_, cancel := context.WithCancel(d.work.ctx)
	u := &chunks{size: size}
	d.upload = upload{name: show(path), since: d.cfg.Now(), cancel: cancel, chunks: u}
	d.work.begin(d.crashed, func(context.Context) func() {
		text, err := readText(path, exact)
		return func() {
			switch {
			case d.upload.chunks != u:
			case err != nil:
				d.sayError("nothing was sent of "+d.upload.name, err, "")
				d.endUpload()
			default:
				u.text, u.read = text, true
			}
		}
	})
}

// chunkSize takes the octets of a chunk from behind the name of a file; 0 if none
// are named, negative if they make no chunk.
func chunkSize(arg string) (path string, size int) {
	i := strings.LastIndexByte(arg, ' ')
	if i < 0 || strings.Trim(arg[i+1:], "0123456789") != "" {
		return arg, 0
	}
	n, err := strconv.Atoi(arg[i+1:])
	if err != nil || n == 0 {
		n = -1
	}
	return strings.TrimSpace(arg[:i]), n
}

// readText reads a file whose size has to be known before it leaves. Its line ends
// are made CRLF unless it is to go exactly as it is.
func readText(path string, exact bool) ([]byte, error) {
	f, err := openRegular(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, transcript.ChunkLimit+1))
	switch {
	case err != nil:
		return nil, err
	case !exact:
		text = smtp.Canonical(nil, text)
	}
	if len(text) > transcript.ChunkLimit {
		return nil, errors.New("it is longer than ehlo sends in chunks; DATA and :data send any length")
	}
	return text, nil
}

// nextChunk moves a file on that leaves in chunks.
func (d *Desk) nextChunk() {
	switch u := d.upload.chunks; {
	case !u.read || d.awaited():
	case u.no:
		remedy := "RSET drops the message"
		if !offersChunking(d.state) {
			remedy = `what was read as a half line ends with :raw "\r\n"; then RSET`
		}
		d.say(Warn, "stopped at the refused chunk: "+u.gone(d.upload.name), remedy)
		d.endUpload()
	case u.last:
		d.say(Info, u.gone(d.upload.name), "")
		d.endUpload()
	case d.upload.ending:
		d.say(Warn, "stopped: "+u.gone(d.upload.name)+", the message is still open", "RSET drops it; BDAT 0 LAST would end it as it is")
		d.endUpload()
	default:
		d.queue = append(d.queue, u.next())
	}
}

// next returns the next chunk on its way out. What was agreed to for the first
// holds for all.
func (u *chunks) next() entry {
	n := len(u.text)
	if u.size > 0 {
		n = min(n, u.size)
	}
	end := ""
	if u.last = n == len(u.text); u.last {
		end = " LAST"
	}
	octets := append(fmt.Appendf(nil, "BDAT %d%s\r\n", n, end), u.text[:n]...)
	e := entry{line: octets, from: chunk, meant: smtp.AsCommand}
	if u.out > 0 {
		e.agreed = e.agreed.with(AboutChunking)
	}
	u.text, u.out, u.sent = u.text[n:], u.out+1, u.sent+n
	return e
}

// gone says how much of the file has left.
func (u *chunks) gone(name string) string {
	return fmt.Sprintf("%s left in %s, %d octets", name, counted(u.out, "one chunk", "%d chunks"), u.sent)
}

// endUpload forgets the file that was on its way.
func (d *Desk) endUpload() {
	if d.upload.cancel != nil {
		d.upload.cancel()
	}
	d.upload = upload{}
}

// offersChunking reports whether BDAT was offered, or nobody can tell.
func offersChunking(s smtp.State) bool { return s.Offers("CHUNKING") || s.IsPartial() }

func (d *Desk) chunkingQuestion() Question {
	return Question{
		About: AboutChunking,
		Words: show(d.target) + " did not offer CHUNKING and may read the octets as commands; send them?",
		Yes:   "sends BDAT and the octets",
		No:    "sends nothing; DATA and :data need no offer",
	}
}
