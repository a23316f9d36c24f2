package smtp

import (
	"slices"
	"strings"
)

// A hello is what an accepted EHLO, HELO or LHLO established. One of the kind
// [NoHello] stands where STARTTLS made a new one necessary.
type hello struct {
	kind   Hello
	name   string
	offers []Offer
	late   bool   // it came behind a login
	plain  *hello // the one before STARTTLS, while this is the first inside TLS
}

// forgotten returns what stands for a hello that STARTTLS made void (RFC 3207
// section 4.2).
func (h *hello) forgotten() *hello {
	if h == nil || h.kind == NoHello {
		return nil
	}
	return &hello{plain: h}
}

// voided returns the hello that h stands for, if h is none itself.
func (h *hello) voided() *hello {
	if h == nil || h.kind != NoHello {
		return nil
	}
	return h.plain
}

// Hello returns how the client introduced itself on this connection.
func (s State) Hello() Hello {
	if s.info == nil {
		return NoHello
	}
	return s.info.kind
}

// HelloName returns the name that the client gave; "" before an accepted hello.
func (s State) HelloName() string {
	if s.info == nil {
		return ""
	}
	return s.info.name
}

// HelloAfterLogin reports whether the hello in force came behind a login. Whether the
// list that it brought is for who is logged in, or begins another session of which a
// paste lacks the beginning, can't be seen.
func (s State) HelloAfterLogin() bool { return s.info != nil && s.info.late }

// Offered returns the extensions that the last accepted EHLO or LHLO listed, in
// the server's order. After HELO there are none (RFC 5321 section 3.2).
func (s State) Offered() []Offer {
	if s.info == nil {
		return nil
	}
	return slices.Clip(s.info.offers)
}

// OfferedInPlain returns what the server had listed before STARTTLS, while the hello
// in force is the first inside TLS; false at any other time, and where nothing was
// listed before.
func (s State) OfferedInPlain() ([]Offer, bool) {
	if s.info == nil || s.info.plain == nil || s.info.kind == NoHello || s.info.plain.kind == PlainHello {
		return nil, false
	}
	return slices.Clip(s.info.plain.offers), true
}

// Offer returns the extension of that keyword, in any case.
func (s State) Offer(keyword string) (Offer, bool) {
	if s.info == nil {
		return Offer{}, false
	}
	for _, o := range s.info.offers {
		if strings.EqualFold(o.Keyword, keyword) {
			return o, true
		}
	}
	return Offer{}, false
}

// Offers reports whether the server offered the extension of that keyword.
func (s State) Offers(keyword string) bool {
	_, ok := s.Offer(keyword)
	return ok
}

// CommandLimit returns how many octets a command line may have here, its CRLF
// included: 512, for MAIL and RCPT more by what each offered extension adds (RFC
// 5321 section 4.5.3.1.4), 12,288 for AUTH (RFC 4954 section 4).
func (s State) CommandLimit(v Verb) int {
	if v == AUTH {
		return AuthLineLimit
	}
	limit := CommandLineLimit
	for _, o := range s.Offered() {
		limit += AddedOctets(o.Keyword, v)
	}
	return limit
}
