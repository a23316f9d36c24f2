package draft

import (
	_ "embed"
	"strings"
)

//go:embed empty.md
var empty string

// Empty returns a lesson of one step that works, with a comment at every field. persona is
// its server type, by name or as the path of a file; "" for the default.
func Empty(name, persona string) []byte {
	if persona == "" {
		persona = "default"
	}
	return []byte(strings.NewReplacer("TITLE", scalar(titleOf(name)), "PERSONA", scalar(persona)).Replace(empty))
}
