package course

import (
	"strconv"
	"strings"
)

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

// A Marked is an answer that was judged.
type Marked struct {
	Right bool
	Why   string
}

// Judge judges an answer as it was typed: the number of an option, its letter, or the
// number that was asked for. It is false if the answer is none.
func (q *Question) Judge(answer string) (m Marked, ok bool) {
	answer = strings.TrimSpace(answer)
	if q.Number != nil {
		n, err := strconv.Atoi(answer)
		if err != nil {
			return Marked{}, false
		}
		if n == *q.Number {
			return Marked{Right: true, Why: q.Why}, true
		}
		if near := q.Near[n]; near != "" {
			return Marked{Why: near}, true
		}
		return Marked{Why: q.Why}, true
	}
	i, ok := option(answer, q.Options())
	if !ok {
		return Marked{}, false
	}
	if len(q.Pick) > 0 {
		return Marked{Right: i+1 == q.Answer, Why: q.Why}, true
	}
	return Marked{Right: q.Choices[i].Right, Why: q.Choices[i].Why}, true
}

// option reads "2" or "b" as the second of n.
func option(answer string, n int) (int, bool) {
	i, err := strconv.Atoi(answer)
	if err != nil && len(answer) == 1 {
		i = int(answer[0]|0x20) - 'a' + 1
	}
	return i - 1, i >= 1 && i <= n
}
