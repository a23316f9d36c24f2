package loopback

import (
	"time"

	"ehlo/session/smtp"
)

// A Message is one delivered copy of a message, as it lies in a mailbox. Its
// slices are shared; do not change them.
type Message struct {
	ID       string             // the same for all copies of one message
	From     string             // the reverse-path of this copy, "<>" for none; a list puts its keeper here (RFC 5321 section 3.9.2)
	To       string             // the mailbox it was delivered to
	Rcpts    []string           // the accepted forward-paths of the envelope, as the client wrote them
	Params   []smtp.Parameter   // of MAIL, as RET and ENVID (RFC 3461 section 4)
	RcptWith [][]smtp.Parameter // of the RCPT behind each of Rcpts, as NOTIFY and ORCPT
	Helo     string             // the name the client gave
	Extended bool               // whether it said EHLO or LHLO
	Octets   []byte             // as stored: trace fields, then the text as sent
	TraceLen int                // octets of Octets that are trace fields (section 4.4)
	Body     []byte             // the text as sent, transparency removed (section 4.5.2)
	At       time.Time          // when it was stored, on the server's clock
	Faults   []smtp.Fault       // the first of each kind that breaks the rules, with spans in Body
}
