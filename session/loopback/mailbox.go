package loopback

import (
	"slices"
	"strings"
	"sync"
)

// A store holds the delivered copies of all mailboxes, in order of delivery. When
// they take more than the limit the oldest are dropped.
type store struct {
	mu    sync.Mutex
	limit int // octets
	held  int // octets
	mail  []Message
}

// messageCost is what a stored message takes besides its octets, roughly.
const messageCost = 512

// add stores the copies of one message. The newest message stays, however large.
func (s *store) add(copies []Message) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, m := range copies {
		s.held += len(m.Octets) + messageCost
	}
	s.mail = append(s.mail, copies...)
	drop := 0
	for s.held > s.limit && drop < len(s.mail)-len(copies) {
		s.held -= len(s.mail[drop].Octets) + messageCost
		s.mail[drop] = Message{}
		drop++
	}
	s.mail = s.mail[drop:]
}

func (s *store) box(mailbox string) []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	var found []Message
	for _, m := range s.mail {
		if strings.EqualFold(m.To, mailbox) {
			found = append(found, m)
		}
	}
	return found
}

// byID returns the first copy of a message; the newest are looked at first.
func (s *store) byID(id string) (Message, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	first := -1
	for i := len(s.mail) - 1; i >= 0 && (first < 0 || s.mail[i].ID == id); i-- {
		if s.mail[i].ID == id {
			first = i
		}
	}
	if first < 0 {
		return Message{}, false
	}
	return s.mail[first], true
}

// boxes returns known and every other mailbox that holds mail, sorted.
func (s *store) boxes(known []string) []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := slices.Clone(known)
	for _, m := range s.mail {
		all = append(all, m.To)
	}
	slices.Sort(all)
	return slices.Compact(all)
}
