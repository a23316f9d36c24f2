package smtp

// A Span is the half-open range of octets [From, To) within a line or a reply.
// The zero value is empty.
type Span struct{ From, To int }

// Len returns the number of octets in the span.
func (s Span) Len() int { return s.To - s.From }

// Of returns the octets of b that the span names, clipped to b.
func (s Span) Of(b []byte) []byte {
	from, to := max(0, min(s.From, len(b))), max(0, min(s.To, len(b)))
	if from >= to {
		return nil
	}
	return b[from:to]
}
