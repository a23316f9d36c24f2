package transcript

import (
	"bytes"
	"time"
	"unicode/utf8"
)

// The scanner knows of JSON what the lines of a transcript need: objects of one
// level and another within, lists of words or numbers, strings, natural numbers. Its place is the
// reader's; every function leaves it behind what it took.

func (p *jsonReader) blanks() {
	for p.pos < len(p.b) && (p.b[p.pos] == ' ' || p.b[p.pos] == '\t' || p.b[p.pos] == '\r') {
		p.pos++
	}
}

// take reports whether c comes next, and passes it.
func (p *jsonReader) take(c byte) bool {
	if p.pos < len(p.b) && p.b[p.pos] == c {
		p.pos++
		return true
	}
	p.blanks()
	if p.pos < len(p.b) && p.b[p.pos] == c {
		p.pos++
		return true
	}
	return false
}

// object reports whether there is one more key in the object; first it opens it.
func (p *jsonReader) object() bool {
	if p.pos == 0 {
		if !p.take('{') {
			p.fail("a line is an object; { is missing")
			return false
		}
		return p.err == nil && !p.take('}')
	}
	return p.more('}', "the object goes on with a comma or ends with }")
}

// inner is object for one within another; open is false before the first call.
func (p *jsonReader) inner(open *bool) bool {
	if *open {
		return p.more('}', "the object goes on with a comma or ends with }")
	}
	*open = true
	if !p.take('{') {
		p.fail("an object belongs here; { is missing")
	}
	return p.err == nil && !p.take('}')
}

// list does the same for a list.
func (p *jsonReader) list() bool {
	if !p.inList {
		if !p.take('[') {
			p.fail("a list belongs here; [ is missing")
			return false
		}
		p.inList = p.err == nil && !p.take(']')
		return p.inList
	}
	p.inList = p.more(']', "the list goes on with a comma or ends with ]")
	return p.inList
}

func (p *jsonReader) more(end byte, what string) bool {
	switch {
	case p.err != nil:
		return false
	case p.take(','):
		return true
	case !p.take(end):
		p.fail(what)
	}
	return false
}

// lineEnd refuses anything behind the object.
func (p *jsonReader) lineEnd() {
	if p.blanks(); p.pos != len(p.b) {
		p.fail("something follows the object on its line")
	}
}

// key takes a key and the colon behind it.
func (p *jsonReader) key() []byte {
	k := p.word()
	if !p.take(':') {
		p.fail("a colon belongs behind a key")
	}
	return k
}

// word takes a string without escapes and returns a view of it.
func (p *jsonReader) word() []byte {
	if !p.take('"') {
		p.fail("a string belongs here")
		return nil
	}
	n := plain(p.b[p.pos:])
	w := p.b[p.pos : p.pos+n]
	if p.pos += n; !p.take('"') {
		p.fail("this string needs its closing quote, and no escapes")
	}
	return w
}

func (p *jsonReader) oneOf(names []string) int {
	i := indexOf(names, p.word())
	if i < 0 || names[i] == "" {
		p.fail("this word is unknown here")
		return 0
	}
	return i
}

// short takes a string of at most 64 KiB.
func (p *jsonReader) short() string {
	s := p.string(nil)
	if len(s) > maxText {
		p.fail("the string is longer than 64 KiB")
	}
	return string(s)
}

// string takes a string and appends it, without escapes, to dst.
func (p *jsonReader) string(dst []byte) []byte {
	if !p.take('"') {
		p.fail("a string belongs here")
		return dst
	}
	for p.err == nil {
		n := plain(p.b[p.pos:])
		dst = append(dst, p.b[p.pos:p.pos+n]...)
		if p.pos += n; p.pos == len(p.b) {
			p.fail("the string has no closing quote")
			break
		}
		switch c := p.b[p.pos]; {
		case c == '"':
			p.pos++
			return dst
		case c == '\\':
			p.pos++
			dst = p.escape(dst)
		case c < ' ':
			p.fail("a control octet stands in a string")
		case c < utf8.RuneSelf:
			dst = append(dst, c)
			p.pos++
		default:
			dst = p.rune(dst)
		}
	}
	return dst
}

func (p *jsonReader) rune(dst []byte) []byte {
	r, n := utf8.DecodeRune(p.b[p.pos:])
	if r == utf8.RuneError && n <= 1 {
		p.fail("these octets are not UTF-8")
		return dst
	}
	p.pos += n
	return utf8.AppendRune(dst, r)
}

// escape takes what follows a backslash.
func (p *jsonReader) escape(dst []byte) []byte {
	if p.pos == len(p.b) {
		p.fail("the escape is cut off")
		return dst
	}
	c := p.b[p.pos]
	p.pos++
	switch c {
	case '"', '\\', '/':
		return append(dst, c)
	case 'n':
		return append(dst, '\n')
	case 'r':
		return append(dst, '\r')
	case 't':
		return append(dst, '\t')
	case 'b':
		return append(dst, '\b')
	case 'f':
		return append(dst, '\f')
	case 'u':
		return p.escapedRune(dst)
	}
	p.fail("JSON has no such escape")
	return dst
}

// escapedRune takes the digits of one escape, or of two that make a pair.
func (p *jsonReader) escapedRune(dst []byte) []byte {
	r := p.hex4()
	if r >= 0xd800 && r < 0xdc00 && len(p.b)-p.pos >= 6 && p.b[p.pos] == '\\' && p.b[p.pos+1] == 'u' {
		p.pos += 2
		low := p.hex4()
		if low < 0xdc00 || low > 0xdfff {
			p.fail("half a character stands alone")
			return dst
		}
		r = 0x10000 + (r-0xd800)<<10 + low - 0xdc00
	}
	if r >= 0xd800 && r <= 0xdfff {
		p.fail("half a character stands alone")
		return dst
	}
	return utf8.AppendRune(dst, r)
}

func (p *jsonReader) hex4() (r rune) {
	if len(p.b)-p.pos < 4 {
		p.fail("the escape is cut off")
		return 0
	}
	for _, c := range p.b[p.pos : p.pos+4] {
		switch {
		case c-'0' < 10:
			r = r<<4 | rune(c-'0')
		case c|0x20-'a' < 6:
			r = r<<4 | rune(c|0x20-'a'+10)
		default:
			p.fail("four digits of base 16 belong here")
			return 0
		}
	}
	p.pos += 4
	return r
}

// number takes a natural number of at most most, which is below 1<<60.
func (p *jsonReader) number(most uint64) uint64 {
	p.blanks()
	from := p.pos
	var v uint64
	for ; p.pos < len(p.b) && p.b[p.pos]-'0' < 10; p.pos++ {
		if v = v*10 + uint64(p.b[p.pos]-'0'); v > most {
			p.fail("the number is too large here")
			return 0
		}
	}
	if p.pos == from || p.b[from] == '0' && p.pos > from+1 {
		p.fail("a natural number belongs here")
		return 0
	}
	return v
}

// milliseconds takes a number with at most six decimals.
func (p *jsonReader) milliseconds() time.Duration {
	d := time.Duration(p.number(uint64(maxAt/time.Millisecond))) * time.Millisecond
	if p.pos == len(p.b) || p.b[p.pos] != '.' {
		return d
	}
	p.pos++
	from := p.pos
	for unit := time.Millisecond / 10; p.pos < len(p.b) && p.b[p.pos]-'0' < 10; p.pos++ {
		d += time.Duration(p.b[p.pos]-'0') * unit
		unit /= 10
	}
	if n := p.pos - from; n == 0 || n > 6 {
		p.fail("a time has one to six decimals")
	}
	return min(d, maxAt)
}

func (p *jsonReader) yes() bool {
	for _, c := range []byte("true") {
		if p.pos == len(p.b) || p.b[p.pos] != c {
			if c != 't' || !p.take('t') {
				p.fail("true belongs here")
				return false
			}
			continue
		}
		p.pos++
	}
	return true
}

func (p *jsonReader) bool() bool {
	if p.blanks(); bytes.HasPrefix(p.b[p.pos:], []byte("false")) {
		p.pos += len("false")
		return false
	}
	return p.yes()
}
