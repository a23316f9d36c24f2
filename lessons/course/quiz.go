package course

import "strings"

// A Question is one of a quiz. What may be answered shows in which of Choices, Number
// and Pick it has.
type Question struct {
	Ask     string
	Line    int            // in the file
	Choices []Choice       // one or more of them are right
	Number  *int           // what is asked for is a number
	Near    map[int]string // what to say to a number that is often given, and wrong
	Pick    []string       // things to point at, shown with numbers from 1 on
	Answer  int            // of Pick: the right one
	Why     string         // of Number and Pick: why it is so
}

// A Choice is one answer that is offered.
type Choice struct {
	Is    string
	Right bool
	Why   string // said when it is chosen; always there
}

// Options returns how many answers are numbered; 0 where a number is asked for.
func (q *Question) Options() int { return len(q.Choices) + len(q.Pick) }

// options returns the texts of the answers that are numbered.
func (q *Question) options() []string {
	texts := append([]string(nil), q.Pick...)
	for _, c := range q.Choices {
		texts = append(texts, c.Is)
	}
	return texts
}

// A Marked is an answer that was judged.
type Marked struct {
	Right bool
	Why   string
}

// Judge judges an answer as it was typed: the number of an option, its letter or its words,
// or the number that was asked for. It is false if the answer is none, or may be two.
func (q *Question) Judge(answer string) (m Marked, ok bool) {
	answer = strings.TrimSpace(answer)
	if q.Number != nil {
		n, ok := asNumber(answer)
		if near := q.Near[n]; ok && n != *q.Number && near != "" {
			return Marked{Why: near}, true
		}
		return Marked{Right: ok && n == *q.Number, Why: q.Why}, ok
	}
	i, ok := option(answer, q.options())
	switch {
	case !ok:
		return Marked{}, false
	case len(q.Pick) > 0:
		return Marked{Right: i+1 == q.Answer, Why: q.Why}, true
	}
	return Marked{Right: q.Choices[i].Right, Why: q.Choices[i].Why}, true
}
