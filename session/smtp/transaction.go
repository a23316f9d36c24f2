package smtp

import "slices"

// A transaction is an open mail transaction (RFC 5321 section 3.3).
type transaction struct {
	mail     Command
	rcpts    *rcptNode // latest first
	accepted int
	refused  int
	chunked  bool // BDAT carried the text; known once it is over
}

type rcptNode struct {
	rcpt Recipient
	next *rcptNode
}

// with returns a copy of t with one more recipient; t itself stays as it is.
func (t transaction) with(r Recipient) *transaction {
	t.rcpts = &rcptNode{r, t.rcpts}
	if r.Accepted() {
		t.accepted++
	} else {
		t.refused++
	}
	return &t
}

// done returns t as it is kept once its message was accepted.
func (t *transaction) done(chunked bool) *transaction {
	if t == nil {
		return nil
	}
	kept := *t
	kept.chunked = chunked
	return &kept
}

// Sender returns the reverse-path of the open transaction; false if none is open.
func (s State) Sender() (Path, bool) {
	if s.tx == nil {
		return Path{}, false
	}
	return s.tx.mail.Path, true
}

// MailCommand returns the MAIL that opened the transaction; false if none is open.
func (s State) MailCommand() (Command, bool) {
	if s.tx == nil {
		return Command{}, false
	}
	return s.tx.mail, true
}

// Recipients returns each RCPT of the open transaction with its verdict, in order.
func (s State) Recipients() []Recipient { return s.tx.list() }

// list returns the recipients in order; none of no transaction.
func (t *transaction) list() []Recipient {
	if t == nil {
		return nil
	}
	var list []Recipient
	for n := t.rcpts; n != nil; n = n.next {
		list = append(list, n.rcpt)
	}
	slices.Reverse(list)
	return list
}

// Accepted returns how many recipients of the open transaction were accepted.
func (s State) Accepted() int {
	if s.tx == nil {
		return 0
	}
	return s.tx.accepted
}

// Last returns the MAIL of the transaction whose message was accepted last on this
// connection, with each RCPT and its verdict in order; false if there is none.
func (s State) Last() (mail Command, recipients []Recipient, ok bool) {
	if s.last == nil {
		return Command{}, nil, false
	}
	return s.last.mail, State{tx: s.last}.Recipients(), true
}

// LastChunked reports whether BDAT carried the message that was accepted last.
func (s State) LastChunked() bool { return s.last != nil && s.last.chunked }

// Refused returns how many recipients of the open transaction were refused.
func (s State) Refused() int {
	if s.tx == nil {
		return 0
	}
	return s.tx.refused
}

// JustReset reports whether the last reply was the 2yz to a RSET, which leaves the
// hello in force (RFC 5321 section 4.1.1.5).
func (s State) JustReset() bool { return s.flags&justReset != 0 }

// JustRefused reports whether the last reply was a 4yz or a 5yz.
func (s State) JustRefused() bool { return s.flags&justRefused != 0 }
