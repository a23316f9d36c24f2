package loopback

import (
	"net/netip"
	"strings"
)

// isAddress reports whether an address literal, with its brackets, is addr
// (RFC 5321 section 4.1.3).
func isAddress(literal string, addr netip.Addr) bool {
	text := strings.TrimSuffix(strings.TrimPrefix(literal, "["), "]")
	if len(text) > 5 && strings.EqualFold(text[:5], "IPv6:") {
		text = text[5:]
	}
	a, err := netip.ParseAddr(text)
	return err == nil && a.Unmap() == addr
}
