package smtp

// Has reports whether the set holds k.
func (m Marks) Has(k Kind) bool { return false }
