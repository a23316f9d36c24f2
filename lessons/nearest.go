package lessons

import (
	"cmp"
	"slices"

	"ehlo/session/smtp"
)

// names returns every name that Look finds and that has letters.
func names() []string {
	var all []string
	for _, c := range commandFacts() {
		all = append(all, c.Verb)
	}
	for _, k := range keywordFacts() {
		all = append(all, k.Keyword)
	}
	for _, m := range mechanismFacts() {
		all = append(all, m.Name)
	}
	for _, p := range parameterFacts() {
		all = append(all, p.Name)
	}
	for _, w := range wordFacts() {
		all = append(append(all, w.Name), w.Also...)
	}
	for _, r := range Rules() {
		all = append(all, r.ID)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// nearest returns at most n of the names that are no further from word, which is in
// upper case, than a third of its letters, the nearest first.
func nearest(word string, names []string, n int) []string {
	if len(word) > 40 {
		return nil
	}
	type near struct {
		name     string
		distance int
	}
	var found []near
	for _, name := range names {
		if d := distance(word, smtp.Upper(name)); d <= max(1, len(word)/3) {
			found = append(found, near{name, d})
		}
	}
	slices.SortStableFunc(found, func(a, b near) int { return cmp.Compare(a.distance, b.distance) })
	var list []string
	for _, f := range found[:min(n, len(found))] {
		list = append(list, f.name)
	}
	return list
}

// distance counts the letters to add, drop, change or swap to make b of a.
func distance(a, b string) int {
	var older, old, row []int
	for j := range len(b) + 1 {
		row = append(row, j)
	}
	for i := 1; i <= len(a); i++ {
		older, old = old, row
		row = []int{i}
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			d := min(row[j-1]+1, old[j]+1, old[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d = min(d, older[j-2]+1)
			}
			row = append(row, d)
		}
	}
	return row[len(b)]
}
