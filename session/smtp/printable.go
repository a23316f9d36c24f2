package smtp

// A Text is what may be shown of foreign octets. Only [Printable] makes one.
type Text struct {
	s     string
	width int
	src   int
}

// Printable returns b as text that cannot harm a screen.
func Printable(b []byte) Text { return Text{} }

// String returns the text.
func (t Text) String() string { return t.s }

// Width returns the number of cells that the text takes.
func (t Text) Width() int { return t.width }

// Cut returns t shortened to width cells, with "…" at its end if cut.
func (t Text) Cut(width int) Text { return t }

// Wrap breaks t into rows of at most width cells.
func (t Text) Wrap(width int) []Text { return []Text{t} }

// Cell returns the column in which the source octet at offset is shown.
func (t Text) Cell(octet int) int { return 0 }

// Join returns the texts one behind the other.
func Join(texts ...Text) Text { return Text{} }
