package lint

import "strings"

// behind warns of words behind the last block of a step: they are shown with those before
// it, before there is anything to do.
func (w *reader) behind() {
	_, n := w.lesson.Line(1)
	fence, block := "", false // that is open, and whether one of the step was closed
	words := 0                // the first line of words behind it
	end := func() {
		if words > 0 {
			w.warn(words, 0, "behind the block of the step, but shown with the text before it; what is said once the step is done is its tip")
		}
		block, words = false, 0
	}
	for i := 1; i <= n; i++ {
		line, _ := w.lesson.Line(i)
		rest := strings.TrimLeft(line, "`")
		mark, kind := line[:len(line)-len(rest)], strings.TrimSpace(rest)
		switch {
		case fence != "":
			if strings.TrimRight(line, " ") == fence {
				fence = ""
			}
			continue
		case len(mark) >= 3:
			fence = mark
			if kind == "step" || kind == "quiz" {
				block, words = true, 0
				continue
			}
		case strings.HasPrefix(line, "## "):
			end()
			continue
		}
		if block && words == 0 && strings.TrimSpace(line) != "" {
			words = i
		}
	}
	end()
}
