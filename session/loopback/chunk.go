package loopback

import (
	"fmt"

	"ehlo/session/smtp"
)

// chunks is the text that BDAT brought so far (RFC 3030 section 2), octet by octet as
// sent: nothing in it ends it, and no dot is taken away.
type chunks struct {
	body []byte
	size int64 // octets announced, at most one more than the largest message has
}

// announce makes room for n octets more. Text beyond the largest size is not kept.
func (c *chunks) announce(n, limit int64) {
	c.size += min(n, limit+1)
	c.size = min(c.size, limit+1)
	if c.size > limit {
		c.body = nil
	}
}

// brings reports whether octets follow the line: a BDAT that is well formed, of a
// server that does BDAT.
func (d *dialogue) brings(c smtp.Command) bool {
	_, _, ok := c.Chunk()
	return ok && d.persona.Does(c.Verb)
}

// chunk takes the octets behind a BDAT and answers it. Those of a BDAT that is refused
// are read and dropped before the answer (RFC 3030 section 2).
func (d *dialogue) chunk(c smtp.Command, a answer) error {
	size, last, _ := c.Chunk()
	limit := int64(d.persona.Size)
	taken := a.code/100 == 2
	if taken {
		if d.chunks == nil {
			d.chunks = &chunks{}
		}
		d.chunks.announce(size, limit)
	}
	if err := d.swallow(size, taken && d.chunks.size <= limit); err != nil {
		d.notice(TextLost, smtp.NoFault)
		return err
	}
	switch {
	case !taken:
		d.settle(a)
	case d.chunks.size > limit:
		d.settle(tooBig)
	case !last:
		d.settle(answer{code: 250, enhanced: "2.0.0", text: fmt.Sprintf("Ok: %d octets", size)})
	default:
		d.settle(d.verdicts(d.chunks.body, len(d.chunks.body), d.faultsOf(d.chunks.body))...)
	}
	return nil
}

// swallow reads size octets, and keeps them or not.
func (d *dialogue) swallow(size int64, keep bool) error {
	for size > 0 {
		if len(d.in.pending()) == 0 {
			if err := d.fill(); err != nil {
				return err
			}
		}
		piece := d.in.pending()
		piece = piece[:min(int64(len(piece)), size)]
		if keep {
			d.chunks.body = append(d.chunks.body, piece...)
		}
		d.state = d.state.Said(piece)
		size -= int64(len(piece))
		d.early = max(0, d.early-len(piece))
		d.in.use(len(piece))
	}
	return nil
}

// settle says the verdicts on a text and forgets what is done with.
func (d *dialogue) settle(verdicts ...answer) {
	for _, a := range verdicts {
		d.state = d.state.Answered(d.say(a))
	}
	d.told = false
	d.forget()
}

// faultsOf finds the faults of a whole text. Of BINARYMIME none of them holds.
func (d *dialogue) faultsOf(body []byte) []smtp.Fault {
	if d.binary() {
		return nil
	}
	var scan textScan
	scan.write(body)
	return scan.list(d.eightBit())
}
