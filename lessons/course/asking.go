package course

// A quiz is the questions of a step that are asked this time.
type quiz struct {
	asked  []*Question
	at     int
	right  int  // at the first try
	missed bool // the question that is asked was answered wrong before
}

// begin chooses the questions: each time the lesson is begun, the next of the pool.
func begin(s *Step, before int) quiz {
	n := s.Ask
	if n == 0 || n > len(s.Pool) {
		n = len(s.Pool)
	}
	var q quiz
	for i := range n {
		q.asked = append(q.asked, &s.Pool[(before*n+i)%len(s.Pool)])
	}
	return q
}

func (q *quiz) done() bool { return q.at == len(q.asked) }

// Question returns the question that is asked now, which it is, counted from 1, and of
// how many. It is nil when there is none, and while a goal of the step is not met.
func (p *Play) Question() (q *Question, n, of int) {
	if p.open() > 0 || p.quiz.done() {
		return nil, 0, 0
	}
	return p.quiz.asked[p.quiz.at], p.quiz.at + 1, len(p.quiz.asked)
}

// Answer judges an answer to the question that is asked, and goes on to the next if it
// was right; a wrong one may be tried again. It is false if the
// answer is none.
func (p *Play) Answer(text string) (m Marked, ok bool) {
	q, _, _ := p.Question()
	if q == nil {
		return Marked{}, false
	}
	if m, ok = q.Judge(text); ok && m.Right {
		p.quiz.at++
		if !p.quiz.missed {
			p.quiz.right++
		}
		p.quiz.missed = false
	} else if ok {
		p.quiz.missed = true
	}
	return m, ok
}

// Score returns how many questions of the step were answered right at once, and how
// many were answered.
func (p *Play) Score() (right, of int) { return p.quiz.right, p.quiz.at }
