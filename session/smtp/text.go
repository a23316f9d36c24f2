package smtp

import "strings"

// CheckText finds what one line of message text should not be, as it crosses the
// wire, with or without its end: octets above 127 (allowed after BODY=8BITMIME),
// NUL, a CR or LF that is no part of CRLF, more than [TextLineLimit] octets. A
// leading dot is counted as one that stuffing added (RFC 5321 sections 2.3.8, 2.4,
// 4.5.2, 4.5.3.1.6). Of BINARYMIME none of this holds.
func CheckText(line []byte) []Fault {
	s := strings.TrimSuffix(string(line), "\r\n")
	var f faultList
	f.octets(s, textKind)
	allowed := TextLineLimit - len("\r\n")
	if strings.HasPrefix(s, ".") {
		allowed++
	}
	if len(s) > allowed {
		f.add(LineTooLong, allowed, len(s))
	}
	return f.sorted()
}

// textKind leaves all control octets but NUL alone: RFC 5321 section 4.1.1.4 only
// asks to avoid them.
func textKind(c byte) Kind {
	if k := octetKind(c); k != ControlOctet || c == 0 {
		return k
	}
	return NoFault
}
