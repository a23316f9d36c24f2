package line

import (
	"fmt"

	"ehlo/tui/desk"
)

// prompts says in one word what the next line is.
var prompts = [...]string{
	desk.CommandMode:  "command> ",
	desk.TextMode:     "text> ",
	desk.ChunkMode:    "chunk> ",
	desk.AnswerMode:   "answer> ",
	desk.PasteMode:    "pasted> ",
	desk.QuestionMode: "y or n> ",
	desk.ClosedMode:   "closed> ",
}

// converse takes lines from a person until the person leaves.
func (t *talk) converse() {
	for !t.over {
		t.prompt()
		line, got := t.await(true)
		switch {
		case got:
			t.asked = ""
			t.say(line)
		case t.ended:
			t.leave()
		}
	}
}

// prompt asks for a line, if one given now would do something and none is asked
// for yet.
func (t *talk) prompt() {
	mode := t.d.Mode()
	if !t.d.Ready() && mode != desk.QuestionMode && mode != desk.ClosedMode || mode == desk.LeavingMode {
		return
	}
	words := prompts[mode]
	if t.d.Status().Gathers && mode == desk.CommandMode {
		words = "group> "
	}
	if q, ok := t.d.Question(); ok {
		words = fmt.Sprintf("%s y %s; n %s\n%s", q.Words, q.Yes, q.No, words)
	}
	if words != t.asked {
		t.asked = words
		fmt.Fprint(t.o.Err, words)
	}
}

func (t *talk) say(line string) {
	t.typed, t.echo = shown(line), true
	t.show(t.d.Enter(line))
}
