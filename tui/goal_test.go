package tui

import (
	"fmt"
	"testing"
	"time"
)

// toGoal goes through the second step of the party, up to its last goal.
func toGoal(p *person) *person {
	return p.guessed("2", "2", "5").says(":next").waits(time.Second).says("RCPT TO:<alice@example.com>", "RCPT TO:<carol@example.com>")
}

// The goal of a step beside the place where one is, before it is reached and then.
func TestGoldenGoal(t *testing.T) {
	for _, size := range sizes {
		for name, last := range map[string][]string{"lesson-goal": nil, "lesson-goal-reached": {"DATA"}, "lesson-goal-gone": {"QUIT"}} {
			name = fmt.Sprintf("%s-%dx%d", name, size[0], size[1])
			t.Run(name, func(t *testing.T) {
				learns(t, size[0], size[1], "party", func(p *person) { toGoal(p).says(last...).waits(time.Second).golden(name) })
			})
		}
	}
}

// Where a step leads is told neither while replies are guessed nor while looking back.
func TestGoalIsKept(t *testing.T) {
	for _, size := range sizes {
		learns(t, size[0], size[1], "party", func(p *person) {
			p.misses("goal: ").guessed("2").misses("goal: ").says(":where").misses("goal: ").press("esc").guessed("2", "5").misses("goal: ")
			p.says(":next").waits(time.Second).press("f2").sees("goal: message text")
			p.says(":predict on").misses("goal: ").says(":predict off").sees("goal: message text")
			p.says(":where").sees("goal: message text begun").press("esc")
			p.press("esc").misses("goal: ").press("esc").sees("goal: message text")
			p.says(":predict on").says("RCPT TO:<alice@example.com>").press("2").says("RCPT TO:<carol@example.com>").press("2").says("DATA").misses("goal: ")
			p.press("3").says(":where").sees("goal, reached: message text begun")
		})
	}
}
