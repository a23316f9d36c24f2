package lessons

import (
	"encoding/base64"
	"strings"

	"ehlo/session/smtp"
)

// Challenge returns what a 334 says in base64 (RFC 4954 section 4); false for any
// other reply, for an empty challenge, and where it is no base64.
func Challenge(r smtp.Reply) (smtp.Text, bool) {
	if r.Code != 334 {
		return smtp.Text{}, false
	}
	plain, err := base64.StdEncoding.DecodeString(strings.TrimSpace(r.Text()))
	if err != nil || len(plain) == 0 {
		return smtp.Text{}, false
	}
	return smtp.Printable(plain), true
}
