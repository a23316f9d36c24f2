package session

import (
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"slices"
	"strings"
)

// A Pin names the one certificate, or the one public key, that a server may show. The
// zero value fits none.
type Pin struct {
	key bool // of the public key, which a renewed certificate may keep
	sum [sha256.Size]byte
}

// How a pin begins.
const (
	certificatePin = "sha256:"
	keyPin         = "spki-sha256:"
)

// ParsePin reads sha256:HEX, the SHA-256 of a certificate in DER, and spki-sha256:HEX
// or spki-sha256:BASE64, that of its public key (the SubjectPublicKeyInfo of RFC 5280
// section 4.1). Colons may stand within the hexadecimal digits.
func ParsePin(text string) (Pin, error) {
	var p Pin
	digits, ok := strings.CutPrefix(text, certificatePin)
	if !ok {
		digits, p.key = strings.CutPrefix(text, keyPin)
	}
	sum, err := hex.DecodeString(strings.ReplaceAll(digits, ":", ""))
	if err != nil && p.key {
		sum, err = base64.RawStdEncoding.DecodeString(strings.TrimRight(digits, "="))
	}
	if err != nil || len(sum) != len(p.sum) || !ok && !p.key {
		return Pin{}, errors.New("a pin is written sha256:HEX for a certificate, spki-sha256:BASE64 for its key")
	}
	copy(p.sum[:], sum)
	return p, nil
}

// String returns the pin as [ParsePin] reads it.
func (p Pin) String() string {
	if p.key {
		return keyPin + base64.StdEncoding.EncodeToString(p.sum[:])
	}
	return certificatePin + hex.EncodeToString(p.sum[:])
}

// pinOf returns the pin that c would fit.
func pinOf(c *x509.Certificate, key bool) Pin {
	if key {
		return Pin{true, sha256.Sum256(c.RawSubjectPublicKeyInfo)}
	}
	return Pin{false, sha256.Sum256(c.Raw)}
}

// A pinError is that the server showed another certificate than the pinned ones.
type pinError struct {
	shown  []Pin // what would fit it, of the kinds that were asked for
	pinned []Pin
}

func (e *pinError) Error() string {
	return "the server's certificate is not the pinned one: it is " + pinWords(e.shown) + ", pinned is " + pinWords(e.pinned)
}

func pinWords(pins []Pin) string {
	var words []string
	for _, p := range pins {
		words = append(words, p.String())
	}
	return strings.Join(words, " or ")
}

// checkPins returns nil if the server's own certificate, or its key, is pinned.
func checkPins(chain []*x509.Certificate, pins []Pin) error {
	if len(chain) == 0 {
		return errNoCertificate
	}
	var shown []Pin
	for _, p := range pins {
		has := pinOf(chain[0], p.key)
		if has == p {
			return nil
		}
		if !slices.Contains(shown, has) {
			shown = append(shown, has)
		}
	}
	return &pinError{shown, pins}
}
