package transcript

import (
	"bytes"
	"encoding/base64"

	"ehlo/session/smtp"
)

// Bounds of what is remembered for the sake of an echo.
const (
	maxEchoes = 8  // secrets
	maxMeant  = 64 // spellings of what they mean, beside those of the last
	echoHead  = 8  // octets of one by which it is known; servers cut what they repeat
	echoLeast = 4  // octets; shorter ones would be found in any reply
)

// echoes are the secrets that were said and not answered yet: a server that does
// not understand a line likes to repeat it, and one that does may repeat what it
// means.
type echoes struct {
	secrets [][]byte
	meant   []meant // by them in base64
	open    bool    // the last one may go on
}

// A meant is one spelling of what was said in base64. If that was all of it, it may
// be a user name, which the next challenge may tell: a challenge is no secret.
type meant struct {
	form
	alone bool
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
		if h.open = s.To == len(octets); !h.open {
			h.decode(h.secrets[len(h.secrets)-1])
		}
	}
}

// decode remembers what a secret holds that is an answer in base64: a password, or one
// behind the names before it (RFC 4616 section 2), or the token of a bearer (RFC 7628
// section 3.1).
func (h *echoes) decode(secret []byte) {
	words, err := base64.StdEncoding.DecodeString(string(secret))
	if err != nil {
		return
	}
	parts := bytes.FieldsFunc(words, func(r rune) bool { return r <= 1 })
	for i, part := range parts {
		token, bears := bytes.CutPrefix(part, []byte("auth=Bearer "))
		if !bears && i < len(parts)-1 || len(token) < echoLeast {
			continue
		}
		h.meant = h.meant[max(0, len(h.meant)-maxMeant):]
		for _, f := range formsOf(token) {
			h.meant = append(h.meant, meant{f, len(parts) == 1})
		}
	}
}

// find appends where the beginning of a secret stands in b, as far as it goes.
func (h *echoes) find(spans []smtp.Span, b []byte) []smtp.Span {
	for _, secret := range h.secrets {
		if len(secret) < echoLeast || len(bytes.Trim(secret, string(stopgap[:1]))) == 0 {
			continue // of a secret that was cut before, what stands for it says nothing
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
	asked := bytes.HasPrefix(b, []byte("334"))
	for _, m := range h.meant {
		if !m.alone || !asked {
			spans = m.find(spans, b)
		}
	}
	return spans
}

// forget overwrites what is remembered.
func (h *echoes) forget() {
	for _, secret := range h.secrets {
		clear(secret)
	}
	for _, m := range h.meant {
		clear(m.octets)
	}
	*h = echoes{}
}
