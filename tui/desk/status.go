package desk

import (
	"time"

	"ehlo/session/smtp"
)

// A Wait is what the person waits for.
type Wait struct {
	On      bool          // whether anything is awaited; the rest is zero otherwise
	For     string        // e.g. "the reply to EHLO", "the greeting", "the connection to mx.example.org:25"
	Since   time.Time     // when the last octet had been sent
	Of      time.Duration // how long is waited at most; 0: the opener decides
	Section string        // of RFC 5321, where Of comes from there
	Chosen  bool          // Of is ehlo's choice: no RFC names a time here
}

// A Status is what is to be seen at any time.
type Status struct {
	Target   string        // what was asked for; sanitised
	Peer     string        // the address at the other end, "" while there is none; sanitised
	Server   smtp.Text     // the name in the greeting
	Included bool          // it is the included server
	Foreign  bool          // it is outside this computer
	Open     bool          // a connection stands
	TLS      bool          // it is encrypted
	Wait     Wait          // what is awaited
	Held     smtp.Text     // the line that is sent when the reply is complete; no secret
	HasHeld  bool          // whether there is one
	Queued   int           // typed or pasted text lines on their way out
	Stuffing bool          // dots are added by ehlo
	Ending   smtp.Ending   // what Enter adds to a line: CRLF or LF
	Idle     time.Duration // since the last octet of either side
	Pasted   int           // pasted lines that wait
	Next     smtp.Text     // the first of them; no secret
}
