package lessons

import "fmt"

// An Outcome is what may come of a line that was said: the first digit of a reply, or
// none.
type Outcome byte

// The outcomes.
const (
	ComesDone    Outcome = '2'
	ComesGoOn    Outcome = '3'
	ComesNotNow  Outcome = '4'
	ComesNo      Outcome = '5'
	ComesNothing Outcome = '0' // no reply comes
	ComesClosing Outcome = 'c' // the connection is closed without one
)

// Outcomes are all of them, in the order in which they are offered.
var Outcomes = []Outcome{ComesDone, ComesGoOn, ComesNotNow, ComesNo, ComesNothing, ComesClosing}

// OutcomeOf reads an outcome as it is typed; false if it is none.
func OutcomeOf(key rune) (Outcome, bool) {
	if key == 'C' {
		key = 'c'
	}
	for _, o := range Outcomes {
		if rune(o) == key {
			return o, true
		}
	}
	return 0, false
}

// index returns where o stands in [Outcomes].
func (o Outcome) index() int {
	for i, known := range Outcomes {
		if known == o {
			return i
		}
	}
	return 0
}

// String returns the outcome as it is said: "4", "nothing", "hanging up".
func (o Outcome) String() string {
	switch o {
	case ComesNothing:
		return "nothing"
	case ComesClosing:
		return "hanging up"
	}
	return string(rune(o))
}

var outcomeMeanings = [...]string{
	"done", "go on, there is more to say", "not now, the same line may work later",
	"no, the same line will not work as things stand", "no reply comes", "the connection ends without a reply",
}

// Meaning says in a few words what an outcome means (RFC 5321 section 4.2.1).
func (o Outcome) Meaning() string { return outcomeMeanings[o.index()] }

// Compare says how a prediction turned out.
func Compare(expected, came Outcome) string {
	if expected == came {
		return fmt.Sprintf("%v, as you said", came)
	}
	return fmt.Sprintf("you said %v, it is %v: %s", expected, came, came.Meaning())
}

// Parting says of a reply behind which the server closes the connection (221 and 421,
// RFC 5321 section 4.2.3) that two predictions of it are right. "" for any other.
func Parting(code int) string {
	switch code {
	case 221:
		return "the reply comes, then the connection ends: 2 and c are both right"
	case 421:
		return "the reply comes, then the connection ends: 4 and c are both right"
	}
	return ""
}

// A Calibration counts what a person expected and what came. The zero value is empty.
type Calibration struct {
	times [6][6]int // expected, came
}

// Add counts one prediction.
func (c *Calibration) Add(expected, came Outcome) { c.times[expected.index()][came.index()]++ }

// Score returns how many predictions were right, and how many there were.
func (c Calibration) Score() (right, of int) {
	for i, row := range c.times {
		right += row[i]
		for _, n := range row {
			of += n
		}
	}
	return right, of
}

// Habit names the mistake that was made most often, if one was made twice: "you expect
// 5 where it is 4, 3 times". "" if there is none.
func (c Calibration) Habit() string {
	most, expected, came := 1, 0, 0
	for i, row := range c.times {
		for k, n := range row {
			if i != k && n > most {
				most, expected, came = n, i, k
			}
		}
	}
	if most == 1 {
		return ""
	}
	return fmt.Sprintf("you expect %v where it is %v, %d times", Outcomes[expected], Outcomes[came], most)
}

// Lines returns the calibration as lines: the score, one line for each outcome that was
// expected, and the habit.
func (c Calibration) Lines() []string {
	right, of := c.Score()
	if of == 0 {
		return []string{"no prediction was made yet"}
	}
	lines := []string{fmt.Sprintf("%d of %d predictions were right", right, of)}
	for i, row := range c.times {
		line := ""
		for k, n := range row {
			if n > 0 && line != "" {
				line += ", "
			}
			if n > 0 {
				line += fmt.Sprintf("%v %s", Outcomes[k], times(n))
			}
		}
		if line != "" {
			lines = append(lines, fmt.Sprintf("expected %v, came %s", Outcomes[i], line))
		}
	}
	if habit := c.Habit(); habit != "" {
		lines = append(lines, habit)
	}
	return lines
}

func times(n int) string {
	switch n {
	case 1:
		return "once"
	case 2:
		return "twice"
	}
	return fmt.Sprintf("%d times", n)
}
