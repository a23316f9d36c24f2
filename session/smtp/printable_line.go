package smtp

import "strings"

// PrintableLine returns a line that came from outside as it may be shown, for one that
// is to be read or copied as it stands: what can be printed stays as it is, and no
// backslash is doubled. A line with anything else in it is that of [Printable]. Unlike
// there, two lines may be shown alike: `\x1b` stands for itself and for ESC.
func PrintableLine(line string) string {
	if shown := Printable([]byte(line)).String(); strings.ReplaceAll(shown, `\\`, `\`) != line {
		return shown
	}
	return line
}
