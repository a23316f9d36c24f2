package course

import (
	"regexp"
	"strconv"
	"strings"
)

// figures is a number as people write it: its thousands may be set apart, and a unit may
// stand behind it.
var figures = regexp.MustCompile(`^([+-]?(?:\d{1,3}(?:[,'’_ ]\d{3})+|\d+))(?:\s*\pL[\pL ]*\.?)?$`)

// asNumber reads "10,485,760 octets" as 10485760. It is false if an answer is no number.
func asNumber(answer string) (int, bool) {
	m := figures.FindStringSubmatch(answer)
	if m == nil {
		return 0, false
	}
	n, err := strconv.Atoi(strings.NewReplacer(",", "", "'", "", "’", "", "_", "", " ", "").Replace(m[1]))
	return n, err == nil
}

// option returns which of the options an answer means, from 0: its number, its words, its
// letter, or the words that it alone begins with. The list shows the numbers, so they come
// first.
func option(answer string, options []string) (int, bool) {
	if i, err := strconv.Atoi(answer); err == nil && i >= 1 && i <= len(options) {
		return i - 1, true
	}
	words := heard(answer)
	if i, ok := only(options, func(o string) bool { return o == words }); ok || words == "" {
		return i, ok
	}
	if i := int(answer[0]|0x20) - 'a'; len(answer) == 1 && i >= 0 && i < len(options) {
		return i, true
	}
	return only(options, func(o string) bool {
		rest, begins := strings.CutPrefix(o, words)
		return begins && strings.IndexAny(rest, " ,:;") == 0
	})
}

// only returns the one option that is as it should be; false if none is, or another is as
// well.
func only(options []string, is func(heard string) bool) (int, bool) {
	found, n := 0, 0
	for i, o := range options {
		if is(heard(o)) {
			found, n = i, n+1
		}
	}
	return found, n == 1
}

// heard is a text without what nobody types: its case, its quotation marks and the marks of
// Markdown.
func heard(text string) string {
	text = strings.NewReplacer("`", "", `"`, "", "'", "", "’", "", "“", "", "”", "", "*", "").Replace(text)
	return strings.ToLower(strings.Join(strings.Fields(text), " "))
}
