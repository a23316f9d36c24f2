package session

import (
	"os"
	"slices"
	"strings"
)

// Environ returns the environment for a program that ehlo starts. The settings of ehlo
// itself are not in it: $EHLO_PROXY may hold a password.
func Environ() []string {
	const own = "EHLO_"
	return slices.DeleteFunc(os.Environ(), func(v string) bool {
		return len(v) >= len(own) && strings.EqualFold(v[:len(own)], own)
	})
}
