package smtp

// An Owner says whose message it is: who must see that it is delivered or
// returned (RFC 5321 sections 4.2.5 and 6.1).
type Owner uint8

// The owners of a message.
const (
	Nobody  Owner = iota // there is no message
	Client               // the server has not taken it
	Server               // the server has taken it
	Divided              // LMTP: the server has taken it for some recipients, not for others
)

// Owner returns whose message it is: the client's until the reply of 2yz to the
// final dot or to BDAT LAST, the server's from then on (RFC 5321 section 4.2.5).
// In LMTP each recipient has a reply of its own, and the message may be [Divided]
// (RFC 2033 section 4.2); [State.Handed] says for whom it is whose.
func (s State) Owner() Owner {
	switch h := s.handed; {
	case h == nil:
	case h.accepted == 0:
		return Client
	case s.tx != nil || h.refused > 0:
		return Divided
	default:
		return s.owner
	}
	if s.tx != nil {
		return Client
	}
	return s.owner
}

// Handed returns the recipients of the last message that LMTP handed over, each
// with the reply to the final dot that was for it (RFC 2033 section 4.2), as far as
// they came. It is empty in SMTP, where one reply is for all, and from the next
// accepted MAIL on.
func (s State) Handed() []Recipient { return s.handed.list() }

// handedOver notes the reply that one recipient got behind the final dot.
func (s State) handedOver(o Owed, r Reply) State {
	if !o.HasRcpt {
		return s
	}
	var before transaction
	if s.handed != nil {
		before = *s.handed
	}
	s.handed = before.with(Recipient{Path: o.Rcpt, Code: r.Code, Enhanced: r.Enhanced})
	return s
}
