package smtp

import (
	"encoding/binary"
	"math/bits"
	"slices"
)

// Transparency on whole blocks. Eight octets are looked at in one word: a word is
// XORed with a repeated octet, so that an equal one becomes zero, and a zero octet
// is found by arithmetic. The same is done with the words that begin one and two
// octets earlier, and the three results are ORed: an octet of it is zero exactly
// where CR LF dot ends. So the cost does not depend on how long lines are.

const (
	block = 64       // octets looked at in one step
	piece = 16 << 10 // what is looked at and then copied while it is still near
)

const (
	allCR  = lows * '\r'
	allLF  = lows * '\n'
	allDot = lows * '.'
	lower7 = highs - lows // 0x7f in each octet
)

func load(b []byte) uint64     { return binary.LittleEndian.Uint64(b) }
func store(b []byte, x uint64) { binary.LittleEndian.PutUint64(b, x) }

// zeros returns a word with the highest bit set in those octets of x that are
// zero, and in no other.
func zeros(x uint64) uint64 { return ^((x&lower7 + lower7) | x | lower7) }

// lineDots returns a word with the highest bit set in those of the octets b[2:10]
// that are a dot behind CR LF.
func lineDots(b *[10]byte) uint64 {
	x := (load(b[2:]) ^ allDot) | (load(b[1:9]) ^ allLF) | (load(b[:8]) ^ allCR)
	return zeros(x)
}

// stuff appends text with the dot doubled at each line start; e is how the
// octets before text end.
func stuff(dst, text []byte, e lineEnding) []byte {
	i := 0
	for ; i < len(text) && i < 2; i++ {
		if e == lineStart && text[i] == '.' {
			dst = append(dst, '.')
		}
		dst = append(dst, text[i])
		e = e.after(text[i])
	}
	if i == len(text) {
		return dst
	}
	// Room for what is likely; each piece sees to it that its worst case fits.
	dst = slices.Grow(dst, len(text)+len(text)/64+min(len(text), piece)/3+block)
	for len(text)-i >= block {
		n := min(len(text)-i, piece)
		dst = slices.Grow(dst, n+n/3+block)
		out, taken := stuffBlocks(dst[len(dst):cap(dst)], text[i-2:i+n])
		dst = dst[:len(dst)+out]
		i += taken
	}
	for ; i < len(text); i++ {
		if text[i] == '.' && text[i-1] == '\n' && text[i-2] == '\r' {
			dst = append(dst, '.')
		}
		dst = append(dst, text[i])
	}
	return dst
}

// quiet returns how many octets from b[2] on are surely free of line dots, in
// whole blocks: LF dot does not stand in them. It stops early rarely.
func quiet(b []byte) int {
	n := len(b)
	for len(b) >= block+2 {
		p := (*[block + 2]byte)(b)
		x := lfDots((*[18]byte)(p[:18])) | lfDots((*[18]byte)(p[16:34]))
		y := lfDots((*[18]byte)(p[32:50])) | lfDots((*[18]byte)(p[48:66]))
		if (x|y)&highs != 0 {
			break
		}
		b = b[block:]
	}
	return n - len(b)
}

// lfDots returns a word with one of the highest bits set if one of the octets
// b[2:18] is a dot behind LF, and rarely otherwise.
func lfDots(b *[18]byte) uint64 {
	x := (load(b[1:9]) ^ allLF) | (load(b[2:10]) ^ allDot)
	y := (load(b[9:17]) ^ allLF) | (load(b[10:18]) ^ allDot)
	return (x-lows)&^x | (y-lows)&^y
}

// stuffBlocks writes the stuffed form of text[2:] to out, but for its last few
// octets, and returns how many octets it wrote and read. out has room for the
// worst case and a block more.
func stuffBlocks(out, text []byte) (wrote, read int) {
	for len(text)-read >= block+2 {
		n := copy(out[wrote:], text[read+2:read+2+quiet(text[read:])])
		wrote, read = wrote+n, read+n
		w, r := stuffWords(out[wrote:], text[read:])
		wrote, read = wrote+w, read+r
	}
	return wrote, read
}

// stuffWords is stuffBlocks word by word, up to where a block's worth of words
// holds no line dot. Eight octets hold at most three; writing the three steps
// out leaves little for the processor to guess, which doubles the speed where
// dots are dense.
func stuffWords(out, text []byte) (wrote, read int) {
	o, i := 0, 0
	for calm := 0; calm < block && len(text)-i >= 10; i += 8 {
		p := (*[10]byte)(text[i:])
		q := (*[24]byte)(out[o:])
		x, dots := load(p[2:]), lineDots(p)
		store(q[:8], x)
		o += 8
		if dots == 0 {
			calm += 8
			continue
		}
		calm = 0
		n := behindFirst(dots)
		store(q[n:], withDot(x, n))
		o++
		if dots &= dots - 1; dots != 0 {
			n = behindFirst(dots)
			store(q[n+1:], withDot(x, n))
			o++
			if dots &= dots - 1; dots != 0 {
				n = behindFirst(dots)
				store(q[n+2:], withDot(x, n))
				o++
			}
		}
	}
	return o, i
}

// behindFirst returns the offset behind the first octet that dots names, 1 to 8.
func behindFirst(dots uint64) int { return bits.TrailingZeros64(dots)>>3 + 1 }

// withDot returns a dot and behind it the octets of x from n on.
func withDot(x uint64, n int) uint64 { return x>>(8*n)<<8 | '.' }

// unstuffBlocks appends to dst the text of wire[2:] in whole blocks, as far as
// they go, and returns how many octets of it that took. It stops early behind
// the end of the text.
func unstuffBlocks(dst, wire []byte) (out []byte, used int, done bool) {
	i := 2
	for len(wire)-i >= block+8 && !done {
		n := min(len(wire)-i, piece)
		dst = slices.Grow(dst, n+block)
		var wrote, read int
		wrote, read, done = unstuffPiece(dst[len(dst):cap(dst)], wire[i-2:i+n])
		dst = dst[:len(dst)+wrote]
		i += read
	}
	return dst, i - 2, done
}

// unstuffPiece is unstuffBlocks for one piece; it leaves the last octets of wire
// alone, since they may have to be known to judge a dot.
func unstuffPiece(out, wire []byte) (wrote, read int, done bool) {
	for len(wire)-read >= block+4 && !done {
		n := copy(out[wrote:], wire[read+2:read+2+quiet(wire[read:len(wire)-2])])
		wrote, read = wrote+n, read+n
		var w, r int
		w, r, done = unstuffWords(out[wrote:], wire[read:])
		wrote, read = wrote+w, read+r
	}
	return wrote, read, done
}

// unstuffWords is unstuffPiece word by word, up to where a block's worth of words
// holds no line dot.
func unstuffWords(out, wire []byte) (wrote, read int, done bool) {
	o, i := 0, 0
	for calm := 0; calm < block && len(wire)-i >= 12; i += 8 {
		p := (*[12]byte)(wire[i:])
		q := (*[16]byte)(out[o:])
		x, dots := load(p[2:]), lineDots((*[10]byte)(p[:10]))
		store(q[:8], x)
		o += 8
		if dots == 0 {
			calm += 8
			continue
		}
		calm = 0
		if ends := dots & endsBehind(p); ends != 0 {
			n := behindFirst(ends)
			return o - 8 + withoutDots(q[:], p[2:1+n], dots), i + n + 2, true
		}
		n := behindFirst(dots)
		store(q[n-1:], x>>(8*n))
		o--
		if dots &= dots - 1; dots != 0 {
			n = behindFirst(dots)
			store(q[n-2:], x>>(8*n))
			o--
			if dots &= dots - 1; dots != 0 {
				n = behindFirst(dots)
				store(q[n-3:], x>>(8*n))
				o--
			}
		}
	}
	return o, i, false
}

// endsBehind returns a word with the highest bit set in those of the octets
// b[2:10] that have CR LF behind them.
func endsBehind(b *[12]byte) uint64 {
	x := (load(b[3:11]) ^ allCR) | (load(b[4:12]) ^ allLF)
	return zeros(x)
}

// withoutDots copies b but for the octets that dots names.
func withoutDots(out, b []byte, dots uint64) int {
	o := 0
	for i, c := range b {
		if dots>>(8*i)&0x80 == 0 {
			out[o] = c
			o++
		}
	}
	return o
}
