package loopback

import (
	"context"
	"time"

	"ehlo/session/smtp"
)

// readyForTLS answers STARTTLS (RFC 3207 section 4).
func (d *dialogue) readyForTLS() answer {
	if _, err := d.server.identity(); err != nil {
		d.fact(err.Error())
		return noTLS
	}
	return readyForTLS
}

// startTLS makes the handshake behind the 220 to STARTTLS (RFC 3207 section 4). What
// came in plain text behind the command is dropped and never read: inside TLS it
// would look as if the client had said it there.
func (d *dialogue) startTLS() error {
	if n := len(d.in.pending()); n > 0 {
		d.in.use(n)
		d.notice(Injected, smtp.LineAfterLast)
	}
	d.early, d.told = 0, false
	if err := d.flush(); err != nil {
		return err
	}
	if err := d.secure(d.server.opt.Handshake); err != nil {
		return err
	}
	d.state = d.state.Secured()
	d.forget()
	return nil
}

// secure makes TLS over the connection. A peer that stalls is not waited for longer
// than limit, which passes in real time.
func (d *dialogue) secure(limit time.Duration) error {
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	id, err := d.server.identity()
	if err != nil {
		return err
	}
	stream, agreed, err := id.handshake(ctx, d.conn)
	if err != nil {
		if ctx.Err() != nil {
			err = errStalled
		}
		d.notice(NoTLS, smtp.NoFault)
		return err
	}
	d.secured, d.stream = stream, stream
	d.heard.Store(d.server.advanced.Load())
	d.fact(agreed)
	return nil
}

// forget drops what does not outlive its transaction or login.
func (d *dialogue) forget() {
	if _, open := d.state.Sender(); !open {
		d.chunks = nil
	}
	if d.state.Phase() != smtp.InAuth {
		d.login = nil
	}
}
