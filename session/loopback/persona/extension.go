package persona

import (
	"fmt"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"
)

// extensions are those that the included server does; what is offered must be done.
var extensions = []string{
	"PIPELINING", "SIZE", "8BITMIME", "BINARYMIME", "CHUNKING", "SMTPUTF8", "DSN",
	"ENHANCEDSTATUSCODES", "STARTTLS", "AUTH", "EXPN", "VRFY", "HELP",
}

var mechanisms = []string{"PLAIN", "LOGIN", "CRAM-MD5", "SCRAM-SHA-256"}

// extension reads a line of the answer to EHLO. Behind SIZE the server writes its
// limit; AUTH has its mechanisms behind it.
func (r *reader) extension(into *string) field {
	return func(n ast.Node) {
		text, at, ok := r.scalar(n)
		if !ok {
			return
		}
		keyword, rest, _ := strings.Cut(text, " ")
		words := strings.Fields(rest)
		switch {
		case !slices.Contains(extensions, keyword):
			r.wrong(at, "the included server does not do %s; it does %s", keyword, strings.Join(extensions, ", "))
		case keyword == "AUTH":
			unknown := slices.IndexFunc(words, func(w string) bool { return !slices.Contains(mechanisms, w) })
			if len(words) == 0 || unknown >= 0 || strings.Join(words, " ") != rest {
				r.wrong(at, "behind AUTH stand mechanisms, each behind a space: %s", strings.Join(mechanisms, ", "))
			}
		case keyword == "SIZE" && rest != "":
			r.wrong(at, "SIZE stands alone; limits: {size: …} says how much, and the server writes it")
		case rest != "":
			r.wrong(at, "nothing stands behind %s", keyword)
		}
		*into = text
	}
}

// sized returns a list with the limit behind SIZE (RFC 1870 section 3).
func sized(list []string, size int) []string {
	if list == nil {
		return nil
	}
	lines := slices.Clone(list)
	for i, line := range lines {
		if keywordOf(line) == "SIZE" {
			lines[i] = fmt.Sprintf("SIZE %d", size)
		}
	}
	return lines
}
