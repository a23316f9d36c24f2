package loopback

import (
	"strconv"
	"strings"

	"ehlo/session/smtp"
)

// parameters answers what stands behind a path and is not taken. After HELO, and
// behind a forward-path, no parameter is known (RFC 5321 section 4.1.1.11). What
// breaks the syntax comes before what is not done here.
func (d *dialogue) parameters(c smtp.Command) answer {
	var refused answer
	for _, p := range c.Params {
		a := d.parameter(c.Verb, p)
		if a.code == 501 {
			return a
		}
		if refused.code == 0 {
			refused = a
		}
	}
	return refused
}

func (d *dialogue) parameter(v smtp.Verb, p smtp.Parameter) answer {
	switch {
	case !wellFormed(p):
		return badParameter
	case v != smtp.MAIL && v != smtp.RCPT:
		return unknownArgument
	case v == smtp.RCPT || !d.state.Offers(keywordOf(p)):
		return unknownParam
	case p.Keyword == "SIZE":
		return d.size(p.Value)
	case p.Keyword == "BODY":
		return body(p)
	}
	return unknownParam
}

// wellFormed reports whether p fits esmtp-param (RFC 5321 section 4.1.2).
func wellFormed(p smtp.Parameter) bool {
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-"
	return p.Keyword != "" && p.Keyword[0] != '-' && strings.Trim(p.Keyword, letters) == "" &&
		(!p.HasValue || p.Value != "" && !strings.Contains(p.Value, "="))
}

// keywordOf is the EHLO keyword that offers a parameter of MAIL.
func keywordOf(p smtp.Parameter) string {
	if p.Keyword == "BODY" {
		return "8BITMIME"
	}
	return p.Keyword
}

// size judges SIZE=value (RFC 1870 section 4).
func (d *dialogue) size(value string) answer {
	if value == "" || len(value) > smtp.SizeDigitsLimit || strings.Trim(value, "0123456789") != "" {
		return notASize
	}
	if n, err := strconv.ParseUint(value, 10, 64); err != nil || n > uint64(d.persona.Size) {
		return tooBig
	}
	return answer{}
}

// body judges BODY=value (RFC 6152 section 2).
func body(p smtp.Parameter) answer {
	switch {
	case p.Value == "":
		return valueRequired
	case strings.EqualFold(p.Value, "7BIT"), strings.EqualFold(p.Value, "8BITMIME"):
		return answer{}
	}
	return unknownParam
}

// eightBit reports whether the open transaction said BODY=8BITMIME.
func (d *dialogue) eightBit() bool {
	c, _ := d.state.MailCommand()
	p, ok := c.Param("BODY")
	return ok && strings.EqualFold(p.Value, "8BITMIME")
}
