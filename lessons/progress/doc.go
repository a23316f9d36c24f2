// Package progress keeps what one person has done of the lessons, from one run of the
// program to the next.
//
// It is one text file, one step a line, sorted, so that it can be read, compared and
// edited:
//
//	several-recipients 2 mastered 2026-11-20 tries=2 hints=1
//	several-recipients 5 helped 2026-11-20 tries=1 solution
//	several-recipients 6 mastered 2026-11-21 tries=1 quiz=2/3
//
// Behind the lesson and the step, counted from 1, stand what came of it ("begun",
// "skipped", "helped" where the solution was seen before it was done, "mastered") and
// the day of the latest change. Nothing that was typed is in it.
package progress
