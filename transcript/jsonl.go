package transcript

import (
	"encoding/base64"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// jsonFormat and jsonVersion stand in the first line of a file of JSON lines.
const (
	jsonFormat  = "ehlo-transcript"
	jsonVersion = 1
)

// WriteJSON writes the transcript as JSON lines, the form that loses nothing. The
// schema is stable: what version 1 says is never changed.
//
// The first line is the start, the last one the end:
//
//	{"format":"ehlo-transcript","version":1,"time":"2026-08-11T10:11:12.5+02:00","target":"mx.example.com","program":"ehlo 1.0"}
//	{"end":2,"unverified":true}
//
// with "local" and "remote" (address and port) if they were known at the start,
// "persona" (the server type of the included server) if it was not the usual one,
// "partial":true if it begins in the middle of a dialogue, and in "end" the number
// of events; "unverified":true says that one of them begins TLS with a server that
// did not prove its name. Each line between is one event:
//
//	{"i":0,"ms":0.021,"who":"local","fact":"connected","text":"127.0.0.1:40222 127.0.0.1:25"}
//	{"i":1,"ms":1.5,"who":"server","octets":"220 mx.example.com ESMTP\r\n"}
//
//	i       its index, counted from 0
//	ms      milliseconds since the start, at most six decimals
//	who     "local", "client" or "server"
//	fact    for local: what happened, a word of [Fact.String]
//	flags   a list of "tls", "stuffed", "secret", "cut", "stray", "early", "pasted", "omitted"
//	group   a number that the events of one write share
//	octets  what was said, if it is printable UTF-8 but for CR, LF and TAB
//	b64     otherwise the same in base64
//	text    for local: words; text64 if they are no UTF-8
//	mark    where in the octets the first secret was cut out
//	gone    how many octets are missing there, where the state must count them
//	reads   where in the octets reads from the network ended
//	tls     for the fact secured, what its text says: "version", "cipher", "verified"
//	        and "pinned" (true or false), "name" (whom it is verified for), "why" (why it
//	        is not, or would not be without the pin), and of the certificate "subject",
//	        "names" (a list), "issuer", "from", "until" (days), "sha256", "spki-sha256"
//	login   for the fact login, the same: "mechanism", "user", "protected" (false: others
//	        could read it, and that was allowed)
//
// What is empty is left out, "verified", "pinned" and "protected" excepted. A key occurs once, in this spelling; a reader may
// refuse any other.
func WriteJSON(w io.Writer, t *Transcript) error {
	b := appendJSONStart(make([]byte, 0, 96<<10), t.Start())
	n, unverified := t.Len(), false
	for i := range n {
		e := t.event(i)
		unverified = unverified || e.Unverified()
		b = appendJSONEvent(b, i, &e)
		if len(b) >= 64<<10 {
			if _, err := w.Write(b); err != nil {
				return err
			}
			b = b[:0]
		}
	}
	_, err := w.Write(appendJSONEnd(b, n, unverified))
	return err
}

func appendJSONStart(b []byte, s Start) []byte {
	b = append(b, `{"format":"`+jsonFormat+`","version":`...)
	b = strconv.AppendInt(b, jsonVersion, 10)
	b = append(b, `,"time":"`...)
	b = s.Time.AppendFormat(b, time.RFC3339Nano)
	b = append(b, '"')
	for _, f := range [...]struct{ key, value string }{
		{"target", s.Target}, {"local", s.Local}, {"remote", s.Remote}, {"program", s.Program}, {"persona", s.Persona},
	} {
		if f.value != "" {
			b = appendJSONKey(b, f.key)
			b = appendJSONString(b, []byte(strings.ToValidUTF8(f.value, "\ufffd")))
		}
	}
	if s.Partial {
		b = append(b, `,"partial":true`...)
	}
	return append(b, "}\n"...)
}

func appendJSONEvent(b []byte, i int, e *Event) []byte {
	b = append(b, `{"i":`...)
	b = strconv.AppendInt(b, int64(i), 10)
	b = append(b, `,"ms":`...)
	b = appendMilliseconds(b, e.At)
	b = append(b, `,"who":"`...)
	b = append(b, e.Who.String()...)
	b = append(b, '"')
	if e.Fact != NoFact {
		b = append(b, `,"fact":"`...)
		b = append(b, e.Fact.String()...)
		b = append(b, '"')
	}
	b = appendJSONFlags(b, e.Flags)
	if e.Group != 0 {
		b = appendJSONKey(b, "group")
		b = strconv.AppendUint(b, uint64(e.Group), 10)
	}
	b = appendJSONOctets(b, e.Octets)
	if e.Text != "" {
		b = appendJSONText(b, e.Text)
	}
	if e.Mark >= 0 {
		b = appendJSONKey(b, "mark")
		b = strconv.AppendInt(b, int64(e.Mark), 10)
	}
	if e.Gone > 0 {
		b = appendJSONKey(b, "gone")
		b = strconv.AppendInt(b, int64(e.Gone), 10)
	}
	b = appendJSONReads(b, e.Reads)
	return append(appendDetail(b, e), "}\n"...)
}

func appendJSONEnd(b []byte, n int, unverified bool) []byte {
	b = strconv.AppendInt(append(b, `{"end":`...), int64(n), 10)
	if unverified {
		b = append(b, `,"unverified":true`...)
	}
	return append(b, "}\n"...)
}

func appendJSONKey(b []byte, key string) []byte {
	b = append(b, `,"`...)
	b = append(b, key...)
	return append(b, `":`...)
}

// appendMilliseconds writes d without rounding.
func appendMilliseconds(b []byte, d time.Duration) []byte {
	b = strconv.AppendInt(b, int64(d/time.Millisecond), 10)
	rest := int64(d % time.Millisecond)
	if rest == 0 {
		return b
	}
	b = append(b, '.')
	for unit := int64(time.Millisecond / 10); rest > 0; unit /= 10 {
		b = append(b, byte('0'+rest/unit))
		rest %= unit
	}
	return b
}

func appendJSONFlags(b []byte, flags Flags) []byte {
	if flags == 0 {
		return b
	}
	b = append(b, `,"flags":[`...)
	for i, name := range flagNames {
		if flags&(1<<i) != 0 {
			b = append(b, '"')
			b = append(b, name...)
			b = append(b, '"', ',')
		}
	}
	b[len(b)-1] = ']'
	return b
}

func appendJSONOctets(b, octets []byte) []byte {
	if len(octets) == 0 {
		return b
	}
	if legible(octets) {
		return appendJSONString(append(b, `,"octets":`...), octets)
	}
	b = append(b, `,"b64":"`...)
	b = base64.StdEncoding.AppendEncode(b, octets)
	return append(b, '"')
}

func appendJSONText(b []byte, text string) []byte {
	if utf8.ValidString(text) {
		return appendJSONString(append(b, `,"text":`...), []byte(text))
	}
	b = append(b, `,"text64":"`...)
	b = base64.StdEncoding.AppendEncode(b, []byte(text))
	return append(b, '"')
}

func appendJSONReads(b []byte, reads []int) []byte {
	if len(reads) == 0 {
		return b
	}
	b = append(b, `,"reads":[`...)
	for _, r := range reads {
		b = strconv.AppendInt(b, int64(r), 10)
		b = append(b, ',')
	}
	b[len(b)-1] = ']'
	return b
}
