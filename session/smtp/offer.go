package smtp

import "strings"

// ParseOffers returns what the server offers in its answer to EHLO: the lines
// behind the first, which only greets (RFC 5321 section 4.1.1.1). Keywords are
// in upper case, parameters as sent. "AUTH=LOGIN", from before RFC 4954, is an
// offer of AUTH; where a server writes both forms they become one. A reply that
// is no 2yz offers nothing.
func ParseOffers(r Reply) []Offer {
	if r.Class() != 2 {
		return nil
	}
	var offers []Offer
	auth := -1
	for l := range r.Lines() {
		words := strings.Fields(string(l.Text))
		if l.Span.From == 0 || l.Code == 0 || len(words) == 0 {
			continue
		}
		o := Offer{Upper(words[0]), words[1:]}
		if mechanism, ok := strings.CutPrefix(o.Keyword, "AUTH="); ok {
			o = Offer{"AUTH", append([]string{words[0][len("AUTH="):]}, words[1:]...)}
			if mechanism == "" {
				o.Params = words[1:]
			}
		}
		if o.Keyword == "AUTH" && auth >= 0 {
			offers[auth].Params = addMissing(offers[auth].Params, o.Params)
			continue
		}
		if o.Keyword == "AUTH" {
			auth = len(offers)
		}
		offers = append(offers, o)
	}
	return offers
}

// addMissing appends those of more that list does not hold in any case.
func addMissing(list, more []string) []string {
	have := make(map[string]bool, len(list)+len(more))
	for _, s := range list {
		have[Upper(s)] = true
	}
	for _, s := range more {
		if key := Upper(s); !have[key] {
			have[key] = true
			list = append(list, s)
		}
	}
	return list
}
