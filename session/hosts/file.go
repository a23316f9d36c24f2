package hosts

import (
	"maps"
	"slices"
	"strings"
)

// fileLimit bounds what is read of a file, in octets: twice what a full one has.
const fileLimit = 2 * Limit * (nameLimit + 40)

// header tells who looks into the file what it is.
const header = "# Servers that offered STARTTLS, what came of their certificate, and when; ehlo keeps\n" +
	"# this file. It tells where the offer is missing later. A line may be removed.\n"

// parse reads the text of the file. Lines that are none are passed over.
func parse(text, today string) map[string]Promise {
	known := map[string]Promise{}
	for line := range strings.Lines(text) {
		if server, p, ok := parseLine(line, today); ok {
			known[serverName(server)] = p
		}
	}
	return known
}

// format returns the text of the file, sorted.
func format(known map[string]Promise) string {
	var text strings.Builder
	text.WriteString(header)
	for _, server := range slices.Sorted(maps.Keys(known)) {
		text.WriteString(line(server, known[server]))
	}
	return text.String()
}
