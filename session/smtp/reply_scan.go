package smtp

// NextReply returns the first complete reply in b and the number of octets it
// takes; ok is false while b does not hold one. With final nothing more will
// come: what is left is returned as one reply marked [ReplyCut].
func NextReply(b []byte, final bool) (r Reply, n int, ok bool) { return Reply{}, 0, false }

// ParseReply reads octets that are known to be one reply, such as those of a
// stored event.
func ParseReply(octets []byte) Reply { return Reply{Octets: octets} }

// A ReplyScanner cuts a stream of octets into replies, however the stream was
// split on its way. The zero value is ready for use.
type ReplyScanner struct{ buf []byte }

// Write adds octets that came from the server.
func (s *ReplyScanner) Write(octets []byte) {}

// Next returns the next complete reply. Its octets are a view that stays valid
// until the next Write.
func (s *ReplyScanner) Next() (r Reply, ok bool) { return Reply{}, false }

// Pending returns the octets that no reply has taken yet.
func (s *ReplyScanner) Pending() []byte { return s.buf }

// Skipped returns how many octets were thrown away behind replies that met a
// bound.
func (s *ReplyScanner) Skipped() int { return 0 }

// Rest returns what is held as one reply marked [ReplyCut] and forgets it; a
// reply with no lines means that nothing was held.
func (s *ReplyScanner) Rest() Reply { return Reply{} }
