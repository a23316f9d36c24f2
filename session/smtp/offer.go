package smtp

// ParseOffers returns what the server offers in its answer to EHLO.
func ParseOffers(r Reply) []Offer { return nil }
