package lessons

import (
	"slices"
	"strings"
	"unicode/utf8"

	"ehlo/session/smtp"
)

// A saying is what there is to say of one reply in one place. Tables of sayings
// go from the particular to the general: the first that fits is taken.
type saying struct {
	to      string // what was answered: a verb, or one of the places below; "" for any
	code    int    // the code, or its first digit alone; 0 for any
	status  string // the enhanced code without its class, or the beginning of it: "1.1", "7."; "" for any
	tag     string // a circumstance that must hold, see circumstances; "" for none
	say     string // one or two sentences; paragraphs are separated by a line end
	section string
}

// Places that a reply can answer besides a verb.
const (
	theConnection = "connection" // the greeting
	theDot        = "."          // the final dot, and BDAT or BURL with LAST
	noVerb        = "?"          // a verb that no RFC has
	nobody        = "nobody"     // nothing was asked
)

// fits reports whether s is about that reply in these circumstances.
func (s saying) fits(to string, code int, status string, tags []string) bool {
	return (s.to == "" || s.to == to) &&
		(s.code == 0 || s.code == code || s.code == code/100) &&
		strings.HasPrefix(status+"\n", s.statusPrefix()) &&
		(s.tag == "" || slices.Contains(tags, s.tag))
}

// statusPrefix makes "1.1" match 5.1.1 and not 5.1.10, and "7." all of 5.7.x.
func (s saying) statusPrefix() string {
	if s.status == "" || strings.HasSuffix(s.status, ".") {
		return s.status
	}
	return s.status + "\n"
}

// sayings are all tables of sayings, the particular first.
var sayings = [...][]saying{lmtpSayings, openingSayings, transactionSayings, textSayings, askingSayings, securitySayings, generalSayings}

// findSaying returns the first saying that fits. There is always one: the last
// table speaks of the first digit alone.
func findSaying(to string, code int, status string, tags []string) saying {
	for _, table := range sayings {
		for _, s := range table {
			if s.fits(to, code, status, tags) {
				return s
			}
		}
	}
	return saying{}
}

// fill puts values, which are pairs of a name and what stands for it, in the
// places {name} of text.
func fill(text string, values ...string) string {
	if !strings.Contains(text, "{") {
		return text
	}
	pairs := make([]string, 0, len(values))
	for i := 0; i+1 < len(values); i += 2 {
		pairs = append(pairs, "{"+values[i]+"}", values[i+1])
	}
	return strings.NewReplacer(pairs...).Replace(text)
}

// wrap breaks text at blanks into lines of at most width columns, but not within
// what stands between backticks. A word that is longer than a line is cut.
func wrap(text string, width int) []string {
	width = max(width, 8)
	var lines []string
	line := ""
	for _, word := range phrases(text, width) {
		for columns(word) > width {
			if line != "" {
				lines, line = append(lines, line), ""
			}
			head, tail := split(word, width)
			lines, word = append(lines, head), tail
		}
		switch {
		case line == "":
			line = word
		case columns(line)+1+columns(word) <= width:
			line += " " + word
		default:
			lines, line = append(lines, line), word
		}
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}

// phrases returns the words of text; a line to be typed, which stands between
// backticks, is one word if it fits.
func phrases(text string, width int) []string {
	var found []string
	words := strings.Fields(text)
	for i := 0; i < len(words); i++ {
		word, to := words[i], i
		for strings.Count(word, "`")%2 == 1 && to+1 < len(words) {
			to++
			word += " " + words[to]
		}
		if strings.Count(word, "`")%2 == 0 && columns(word) <= width {
			found, i = append(found, word), to
			continue
		}
		found = append(found, words[i])
	}
	return found
}

// split cuts word behind the last rune that still fits width columns.
func split(word string, width int) (head, tail string) {
	n := 0
	for i, r := range word {
		if n += columns(string(r)); n > width && i > 0 {
			return word[:i], word[i:]
		}
	}
	return word, ""
}

// columns returns how many terminal columns text takes. Text is our own prose and
// what smtp.Printable wrote into it, so measuring it doubles no more than the
// backslashes.
func columns(text string) int {
	if n, ok := ownColumns(text); ok {
		return n
	}
	return smtp.Printable([]byte(text)).Width() - strings.Count(text, `\`)
}

// ownColumns counts the columns of text that has nothing but ASCII and the signs
// that ehlo itself writes; false for any other.
func ownColumns(text string) (int, bool) {
	n := 0
	for _, r := range text {
		if r >= utf8.RuneSelf && !strings.ContainsRune("│└✓✗→…§«»·", r) {
			return 0, false
		}
		n++
	}
	return n, true
}

// sentence returns text with its first letter in upper case, unless it begins
// with the name of this program.
func sentence(text string) string {
	if text == "" || text[0] < 'a' || text[0] > 'z' || strings.HasPrefix(text, "ehlo ") {
		return text
	}
	return string(text[0]-'a'+'A') + text[1:]
}

// list joins items as a sentence does: "a", "a, and b", "a, b, and c".
func list(items []string, last string) string {
	switch len(items) {
	case 0:
		return ""
	case 1:
		return items[0]
	}
	return strings.Join(items[:len(items)-1], ", ") + ", " + last + " " + items[len(items)-1]
}
