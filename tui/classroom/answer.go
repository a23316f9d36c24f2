package classroom

import (
	"fmt"

	"ehlo/lessons/course"
)

// Answers returns a wrong answer to a question and the right one: a wrong number that
// something is said of, where there is one.
func Answers(q *course.Question) (wrong, right string) {
	if q.Number != nil {
		for n := range q.Near {
			return fmt.Sprint(n), fmt.Sprint(*q.Number)
		}
		return fmt.Sprint(*q.Number + 1), fmt.Sprint(*q.Number)
	}
	for i := range q.Options() {
		if i+1 == q.Answer || len(q.Choices) > 0 && q.Choices[i].Right {
			right = fmt.Sprint(i + 1)
		} else {
			wrong = fmt.Sprint(i + 1)
		}
	}
	return wrong, right
}
