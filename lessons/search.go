package lessons

import (
	"slices"
	"strings"
	"sync"
)

// Search returns at most that many entries of the reference for a word that is
// being typed, in any case: those whose name begins with text, then those whose
// name holds it, then those with a word in their title that begins with it. Empty
// text finds nothing. The entries are shared: their Text is not to be changed.
func Search(text string, most int) []Entry {
	word := strings.ToLower(strings.Join(strings.Fields(text), " "))
	if word == "" || len(word) > longestSearch || most <= 0 {
		return nil
	}
	class := byte(0)
	if len(word) > 1 && word[1] == '.' && strings.IndexByte("245", word[0]) >= 0 {
		class = word[0]
		word = "x" + word[1:]
	}
	behind := " " + word
	var begin, hold, title []Entry
	index := searchIndex()
	for i := range index {
		s := &index[i]
		switch at := strings.Index(s.name, word); {
		case at == 0:
			begin = append(begin, s.entry.inClass(class))
		case at > 0 && len(hold) < most:
			hold = append(hold, s.entry.inClass(class))
		case at < 0 && len(title) < most && strings.Contains(s.title, behind):
			title = append(title, s.entry)
		}
		if len(begin) == most {
			return begin
		}
	}
	found := append(append(begin, hold...), title...)
	return found[:min(most, len(found))]
}

// longestSearch is longer than every name and every word of a title, in octets.
const longestSearch = 64

// A searchable is an entry, and the words that it is found by.
type searchable struct {
	name, title string // lower case; the title, and other names, with a blank before each word
	entry       Entry
}

var searchIndex = sync.OnceValue(func() []searchable {
	var index []searchable
	for _, e := range allEntries() {
		index = append(index, searchable{strings.ToLower(e.Name), " " + strings.ToLower(e.Title), e})
	}
	for i, s := range index {
		if w, ok := find(wordFacts(), func(w wordFact) bool { return w.Name == s.entry.Name && s.entry.What == "word" }); ok {
			index[i].title += " " + strings.ToLower(strings.Join(w.Also, " "))
		}
	}
	return index
})

// allEntries returns every entry of the reference, enhanced codes with an X for
// their class.
func allEntries() []Entry {
	return slices.Concat(
		entriesOf(commandFacts(), commandFact.entry),
		entriesOf(keywordFacts(), keywordFact.entry),
		entriesOf(parameterFacts(), paramFact.entry),
		entriesOf(mechanismFacts(), mechanismFact.entry),
		entriesOf(replyFacts(), replyFact.entry),
		entriesOf(enhancedFacts(), func(f enhancedFact) Entry { return f.entry('X') }),
		entriesOf(limitFacts(), limitFact.entry),
		entriesOf(wordFacts(), wordFact.entry),
		entriesOf(rfcFacts(), rfcFact.entry),
		lookRules(),
		shelves(),
	)
}

// inClass returns the entry of an enhanced code for a class of '2', '4' or '5';
// any other entry as it is.
func (e Entry) inClass(class byte) Entry {
	if class != 0 && strings.HasPrefix(e.Name, "X.") {
		if f, ok := enhancedStatus(e.Name[len("X."):]); ok {
			return f.entry(class)
		}
	}
	return e
}
