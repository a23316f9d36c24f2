package smtp

import "slices"

// A transaction is an open mail transaction (RFC 5321 section 3.3).
type transaction struct {
	mail     Command
	rcpts    *rcptNode // latest first
	accepted int
	refused  int
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
func (s State) Recipients() []Recipient {
	if s.tx == nil {
		return nil
	}
	var list []Recipient
	for n := s.tx.rcpts; n != nil; n = n.next {
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
