package smtp

// ParseEnhanced reads an enhanced status code at the start of b and returns the
// octets it takes, without the blank behind it.
func ParseEnhanced(b []byte) (e Enhanced, n int, ok bool) { return Enhanced{}, 0, false }

// String returns the code as written, "5.1.1"; "" for the zero value.
func (e Enhanced) String() string { return "" }

// IsZero reports whether there is no code.
func (e Enhanced) IsZero() bool { return e == Enhanced{} }
