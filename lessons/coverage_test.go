package lessons

import (
	"bytes"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
)

// A kindKnown is the list of the names that the reference must have of one kind.
type kindKnown struct {
	kind  string
	names []string
}

// knownNames reads testdata/known.txt.
func knownNames(t *testing.T) []kindKnown {
	t.Helper()
	text, err := os.ReadFile("testdata/known.txt")
	if err != nil {
		t.Fatal(err)
	}
	var all []kindKnown
	for line := range strings.Lines(string(text)) {
		kind, names, found := strings.Cut(strings.TrimSpace(line), ": ")
		if !strings.HasPrefix(line, "#") && found {
			all = append(all, kindKnown{kind, strings.Split(names, ", ")})
		}
	}
	return all
}

// covering returns the entries of a kind with that name. A parameter is named with
// its keyword and its command: "SIZE MAIL SIZE".
func covering(kind, name string) []Entry {
	kind, _, _ = strings.Cut(kind, ",")
	if kind == "parameter" {
		words := strings.Fields(name)
		k, ok := keywordNamed(words[0])
		if !ok || !slices.ContainsFunc(k.Params, func(p paramFact) bool { return p.Verb == words[1] && p.Name == words[2] && p.Meaning != "" }) {
			return nil
		}
		kind, name = "parameter of "+words[1], words[2]
		if name == words[0] { // as SIZE: the keyword's entry has the parameter
			kind = "EHLO keyword"
		}
	}
	return slices.DeleteFunc(Look(name), func(e Entry) bool { return e.What != kind || e.Name != name })
}

// TestCoverage prints what the reference knows of all that there is, and compares
// it with testdata/coverage.txt.
func TestCoverage(t *testing.T) {
	var b, apart bytes.Buffer
	row := func(values ...any) { fmt.Fprintf(&b, "%-28s %5v %5v %7v %9v %9v %6v\n", values...) }
	row("", "known", "of", "missing", "cited and", "not among", "in no")
	row("", "", "", "", "checked", "our texts", "RFC")
	rfcs := sections(t)
	judged := func(e Entry) string {
		m := citation.FindStringSubmatch(e.Section)
		switch {
		case m == nil:
			return "none"
		case rfcs[m[1]] == nil:
			return "apart"
		case m[2] != "" && !rfcs[m[1]][m[2]]:
			t.Errorf("%s: %s: there is no such section", e.Name, e.Section)
		case m[2] == "" && len(rfcs[m[1]]) > 0 && e.What != "RFC":
			t.Errorf("%s: %s has sections: name one", e.Name, e.Section)
		}
		return "checked"
	}
	count := func(kind string, names []string, find func(name string) []Entry) {
		n := map[string]int{}
		for _, name := range names {
			found := find(name)
			if len(found) == 0 {
				t.Errorf("%s %s is missing", kind, name)
				n["missing"]++
				continue
			}
			how := judged(found[0])
			n[how]++
			if how != "checked" {
				fmt.Fprintf(&apart, "%-28s %-26s %s\n", kind, name, found[0].Section)
			}
		}
		row(kind, len(names)-n["missing"], len(names), n["missing"], n["checked"], n["apart"], n["none"])
	}
	for _, k := range knownNames(t) {
		count(k.kind, k.names, func(name string) []Entry { return covering(k.kind, name) })
	}
	count("word", namesOf(wordFacts(), func(w wordFact) string { return w.Name }), lookName)
	count("RFC", namesOf(rfcFacts(), func(r rfcFact) string { return r.name() }), lookName)
	fmt.Fprintf(&b, "\nNot among the texts that reference/sections.txt was made from, or in no RFC:\n\n%s", apart.Bytes())
	t.Log("\n" + b.String())
	golden(t, "testdata/coverage.txt", b.Bytes())
}

// lookName finds what one name means that may have blanks.
func lookName(name string) []Entry { return Look(name) }

// TestCitedRFCs: every RFC that the reference cites is in its list of RFCs.
func TestCitedRFCs(t *testing.T) {
	files, err := os.ReadDir("reference")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		text, err := os.ReadFile("reference/" + f.Name())
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range citation.FindAllStringSubmatch(string(text), -1) {
			if f.Name() != "rfcs.json" && len(lookRFC(m[1])) == 0 {
				t.Errorf("%s cites RFC %s, which rfcs.json lacks", f.Name(), m[1])
			}
		}
	}
}
