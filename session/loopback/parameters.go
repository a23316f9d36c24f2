package loopback

import (
	"slices"
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
		a := d.parameter(c, p)
		if a.code == 501 {
			return a
		}
		if refused.code == 0 {
			refused = a
		}
	}
	return refused
}

func (d *dialogue) parameter(c smtp.Command, p smtp.Parameter) answer {
	switch {
	case !wellFormed(p):
		return badParameter
	case slices.ContainsFunc(p.OffersOf(c.Verb), d.state.Offers):
	case c.Verb != smtp.MAIL && c.Verb != smtp.RCPT:
		return unknownArgument
	default:
		return unknownParam
	}
	switch p.Keyword {
	case "SIZE":
		return d.size(p.Value)
	case "BODY":
		return body(p)
	}
	if !fits(c, p) {
		return badValue
	}
	return answer{}
}

// wellFormed reports whether p fits esmtp-param (RFC 5321 section 4.1.2).
func wellFormed(p smtp.Parameter) bool {
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-"
	return p.Keyword != "" && p.Keyword[0] != '-' && strings.Trim(p.Keyword, letters) == "" &&
		(!p.HasValue || p.Value != "" && !strings.Contains(p.Value, "="))
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

// body judges BODY=value (RFC 6152 section 2, RFC 3030 section 3) of a kind that is
// offered.
func body(p smtp.Parameter) answer {
	switch {
	case p.Value == "":
		return valueRequired
	case strings.EqualFold(p.Value, "7BIT"), strings.EqualFold(p.Value, "8BITMIME"), strings.EqualFold(p.Value, "BINARYMIME"):
		return answer{}
	}
	return unknownParam
}

// fits reports whether the value of a parameter has the form that its own RFC asks
// for.
func fits(c smtp.Command, p smtp.Parameter) bool {
	for _, f := range c.Faults {
		if f.Kind == smtp.BadParameter && p.Span.From <= f.Span.From && f.Span.To <= p.Span.To {
			return false
		}
	}
	switch p.Keyword {
	case "ENVID":
		return isPlain(decodeXtext(p.Value)) && isPlain(p.Value)
	case "ORCPT":
		kind, _, _ := strings.Cut(p.Value, ";")
		return strings.EqualFold(kind, "utf-8") || isPlain(p.Value) // RFC 6533 section 3
	case "AUTH":
		return p.Value == "<>" || isMailbox(decodeXtext(p.Value))
	}
	return true
}

// decodeXtext returns what a well-formed xtext stands for (RFC 3461 section 4).
func decodeXtext(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '+' && i+2 < len(s) {
			if n, err := strconv.ParseUint(s[i+1:i+3], 16, 8); err == nil {
				b.WriteByte(byte(n))
				i += 2
				continue
			}
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// isPlain reports whether s is printable US-ASCII (RFC 3461 section 4.4).
func isPlain(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return (r < ' ' || r > '~') && r != '\t' }) < 0
}

// isMailbox reports whether s is a mailbox without brackets (RFC 4954 section 5).
func isMailbox(s string) bool {
	_, faults := smtp.ParsePath([]byte(s))
	return s != "" && s[0] != '<' && !slices.ContainsFunc(faults, func(f smtp.Fault) bool { return f.Kind != smtp.SingleLabel })
}

// eightBit reports whether the open transaction may have octets above 127 in its
// text: it said BODY=8BITMIME, or SMTPUTF8, which allows them in the header (RFC 6531
// section 3.6).
func (d *dialogue) eightBit() bool {
	p, _ := mailParameter(d.state, "BODY")
	_, utf8 := mailParameter(d.state, "SMTPUTF8")
	return utf8 || strings.EqualFold(p.Value, "8BITMIME")
}

// binary reports whether it said BODY=BINARYMIME, under which text has no lines (RFC
// 3030 section 3).
func (d *dialogue) binary() bool {
	p, _ := mailParameter(d.state, "BODY")
	return strings.EqualFold(p.Value, "BINARYMIME")
}
