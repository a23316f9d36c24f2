package smtp

import (
	"unicode"

	"github.com/clipperhouse/displaywidth"
)

// show says how a character beyond ASCII may stand on the screen: in one or two
// cells of its own, as a mark upon the character before it, or, if neither, not
// at all.
func show(r rune) (width int, mark bool) {
	switch {
	case !unicode.IsPrint(r), unicode.In(r, unseen...), unicode.Is(unicode.Mc, r):
		return 0, false
	case unicode.In(r, unicode.Mn, unicode.Me):
		return 0, displaywidth.Rune(r) == 0
	}
	return displaywidth.Rune(r), false
}

// unseen lists the printable characters that are not shown all the same. (The
// spacing marks of category Mc are not either: half of all terminals give them
// a cell of their own.)
var unseen = []*unicode.RangeTable{
	unicode.Other_Default_Ignorable_Code_Point,
	unicode.Variation_Selector,
	blank,
	joining,
}

// blank characters look like a space and are none.
var blank = &unicode.RangeTable{
	R16: []unicode.Range16{
		{Lo: 0x2800, Hi: 0x2800, Stride: 1}, // braille pattern without a dot
		{Lo: 0xfffc, Hi: 0xfffd, Stride: 1}, // stand for an object, and for octets that were no character
	},
	R32: []unicode.Range32{
		{Lo: 0x16fe4, Hi: 0x16fe4, Stride: 1}, // Khitan filler
		{Lo: 0x1d159, Hi: 0x1d159, Stride: 1}, // null notehead
	},
}

// joining characters form one cluster with a neighbour (Unicode annex 29), which
// some terminals draw in the cells of one character and others in those of all.
var joining = &unicode.RangeTable{
	R16: []unicode.Range16{
		{Lo: 0x094d, Hi: 0x094d, Stride: 1}, // viramas, to 0x0d4d
		{Lo: 0x09cd, Hi: 0x09cd, Stride: 1},
		{Lo: 0x0acd, Hi: 0x0acd, Stride: 1},
		{Lo: 0x0b4d, Hi: 0x0b4d, Stride: 1},
		{Lo: 0x0c4d, Hi: 0x0c4d, Stride: 1},
		{Lo: 0x0d4d, Hi: 0x0d4e, Stride: 1}, // and a letter written before
		{Lo: 0x0e33, Hi: 0x0e33, Stride: 1}, // Thai and Lao sara am
		{Lo: 0x0eb3, Hi: 0x0eb3, Stride: 1},
		{Lo: 0x1039, Hi: 0x1039, Stride: 1}, // more viramas
		{Lo: 0x1100, Hi: 0x11ff, Stride: 1}, // Hangul letters that form syllables
		{Lo: 0x17d2, Hi: 0x17d2, Stride: 1},
		{Lo: 0x1a60, Hi: 0x1a60, Stride: 1},
		{Lo: 0x1bab, Hi: 0x1bab, Stride: 1},
		{Lo: 0xa960, Hi: 0xa97f, Stride: 1}, // Hangul again
		{Lo: 0xaaf6, Hi: 0xaaf6, Stride: 1},
		{Lo: 0xd7b0, Hi: 0xd7ff, Stride: 1}, // and again
		{Lo: 0xff9e, Hi: 0xff9f, Stride: 1}, // halfwidth Katakana voicing
	},
	R32: []unicode.Range32{
		{Lo: 0x10a3f, Hi: 0x10a3f, Stride: 1},
		{Lo: 0x11133, Hi: 0x11133, Stride: 1},
		{Lo: 0x111c2, Hi: 0x111c3, Stride: 1}, // letters written before
		{Lo: 0x1193e, Hi: 0x1193f, Stride: 1},
		{Lo: 0x11941, Hi: 0x11941, Stride: 1},
		{Lo: 0x11a47, Hi: 0x11a47, Stride: 1},
		{Lo: 0x11a84, Hi: 0x11a89, Stride: 1},
		{Lo: 0x11a99, Hi: 0x11a99, Stride: 1},
		{Lo: 0x11d46, Hi: 0x11d46, Stride: 1},
		{Lo: 0x11f02, Hi: 0x11f02, Stride: 1},
		{Lo: 0x11f42, Hi: 0x11f42, Stride: 1},
		{Lo: 0x1f1e6, Hi: 0x1f1ff, Stride: 1}, // letters that form flags
		{Lo: 0x1f3fb, Hi: 0x1f3ff, Stride: 1}, // skin tones
	},
}
