package transcript

import (
	"bytes"

	"ehlo/session/smtp"
)

// Bounds of what is remembered for the sake of an echo.
const (
	maxEchoes = 8 // secrets
	echoHead  = 8 // octets of one by which it is known; servers cut what they repeat
	echoLeast = 4 // octets; shorter ones would be found in any reply
)

// echoes are the secrets that were said and not answered yet: a server that does
// not understand a line likes to repeat it.
type echoes struct {
	secrets [][]byte
	open    bool // the last one may go on
}

// said remembers what was secret in octets of the client.
func (h *echoes) said(octets []byte, spans []smtp.Span) {
	for _, s := range spans {
		secret := s.Of(octets)
		if last := len(h.secrets) - 1; h.open && s.From == 0 && last >= 0 {
			h.secrets[last] = append(h.secrets[last], secret...)
		} else {
			h.secrets = append(h.secrets[max(0, len(h.secrets)-maxEchoes+1):], bytes.Clone(secret))
		}
		h.open = s.To == len(octets)
	}
}

// find appends where the beginning of a secret stands in b, as far as it goes.
func (h *echoes) find(spans []smtp.Span, b []byte) []smtp.Span {
	for _, secret := range h.secrets {
		if len(secret) < echoLeast {
			continue
		}
		head := secret[:min(echoHead, len(secret))]
		for from := 0; ; {
			i := bytes.Index(b[from:], head)
			if i < 0 {
				break
			}
			at := from + i
			from = at + len(head)
			for n := len(head); n < len(secret) && from < len(b) && b[from] == secret[n]; n++ {
				from++
			}
			spans = append(spans, smtp.Span{From: at, To: from})
		}
	}
	return spans
}

// forget overwrites what is remembered.
func (h *echoes) forget() {
	for _, secret := range h.secrets {
		clear(secret)
	}
	*h = echoes{}
}
