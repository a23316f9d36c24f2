package cli

import (
	"path/filepath"
	"strings"
)

// commandNames are the words that are commands of ehlo and not names of hosts.
var commandNames = []string{"connect", "run", "serve", "open", "explain", "convert", "lesson", "persona", "completion", "man", "version", "help"}

// guess refuses a target that was probably meant as something else: a bare word
// near the name of a command, or a file that ehlo writes.
func guess(target string) error {
	connect := "to connect to a host of that name: ehlo connect " + shown(target)
	switch filepath.Ext(target) {
	case ".ehlo", ".jsonl":
		return fail(exitUsage, connect, "%s looks like a file; ehlo open shows it, ehlo run says it to a server", quoted(target))
	}
	if strings.ContainsAny(target, ".:/[") {
		return nil
	}
	for _, name := range commandNames {
		if near(strings.ToLower(target), name) {
			return fail(exitUsage, connect, "there is no command %s; did you mean ehlo %s?", quoted(target), name)
		}
	}
	return nil
}

// near reports whether word may have been meant as name: as its beginning, or with
// one letter wrong in three.
func near(word, name string) bool {
	return len(word) > 2 && strings.HasPrefix(name, word) || distance(word, name) <= max(1, len(word)/3)
}

// distance returns how many letters must be changed, added, removed or swapped
// with their neighbour to make a into b.
func distance(a, b string) int {
	rows := make([][]int, len(a)+1)
	for i := range rows {
		rows[i] = make([]int, len(b)+1)
		rows[i][0] = i
	}
	for j := range b {
		rows[0][j+1] = j + 1
	}
	for i := range len(a) {
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			d := min(rows[i][j+1]+1, rows[i+1][j]+1, rows[i][j]+cost)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				d = min(d, rows[i-1][j-1]+1)
			}
			rows[i+1][j+1] = d
		}
	}
	return rows[len(a)][len(b)]
}
