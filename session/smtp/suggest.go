package smtp

import "strings"

// suggestible are the verbs worth suggesting, the likelier before the rarer.
var suggestible = []Verb{EHLO, HELO, MAIL, RCPT, DATA, QUIT, RSET, NOOP, VRFY, EXPN, HELP, STARTTLS, AUTH, BDAT, LHLO, ETRN}

// SuggestVerb returns the verb that a person may have meant by word, which is no
// verb: RCPT for "RCTP", EHLO for "EHELO", MAIL for "MAILFROM:<a@b.example>". False
// if none is near, or if word is a verb.
func SuggestVerb(word string) (Verb, bool) {
	w := Upper(word)
	if n := strings.IndexFunc(w, func(r rune) bool { return r < 'A' || r > 'Z' }); n >= 0 {
		w = w[:n]
	}
	if len(w) < 2 || len(w) > 12 || Verb(Upper(word)).Standing() != Foreign {
		return "", false
	}
	for _, v := range suggestible {
		if glued := strings.TrimPrefix(w, string(v)); glued != w && oneOf(glued, "", "FROM", "TO") {
			return v, true
		}
	}
	return nearest(w)
}

func nearest(w string) (Verb, bool) {
	best, verb := 3, Verb("")
	for _, v := range suggestible {
		d := distance(w, string(v))
		if len(w) > 2 && strings.HasPrefix(string(v), w) {
			d = 1
		}
		if d < best {
			best, verb = d, v
		}
	}
	if best == 1 || best == 2 && len(w) > 4 {
		return verb, true
	}
	return "", false
}

// distance counts the letters to insert, to drop, to change or to swap with their
// neighbour that make b of a.
func distance(a, b string) int {
	before, last := make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row := make([]int, len(b)+1)
		row[0] = i
		for j := 1; j <= len(b); j++ {
			change := 1
			if a[i-1] == b[j-1] {
				change = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+change)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last = last, row
	}
	return last[len(b)]
}
