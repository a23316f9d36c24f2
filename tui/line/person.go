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
	desk.PredictMode:  "predict: 2 3 4 5, 0 nothing, c hangs up, Enter skips> ",
	desk.QuizMode:     "answer> ",
}

// converse takes lines from a person until the person leaves.
func (t *talk) converse() {
	defer t.reveal()
	for !t.over {
		t.prompt()
		line, got := t.await(true)
		switch {
		case got:
			t.asked = ""
			t.reveal()
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
	if mode == desk.SecretMode {
		t.hide()
		return
	}
	t.reveal()
	if !t.d.Ready() && mode != desk.QuestionMode && mode != desk.ClosedMode && mode != desk.PredictMode && mode != desk.QuizMode || mode == desk.LeavingMode {
		return
	}
	if _, said := t.d.Asked(); mode == desk.PredictMode && !said {
		return // the line is on its way
	}
	words := prompts[mode]
	if t.d.Status().Gathers && mode == desk.CommandMode {
		words = "group> "
	}
	if q, ok := t.d.Question(); ok {
		words = fmt.Sprintf("%s y %s; n %s\n%s", q.Words, q.Yes, q.No, words)
	}
	if words != t.asked {
		if t.asked != "" {
			fmt.Fprintln(t.o.Err) // another stands there
		}
		if mode != desk.QuestionMode && mode != desk.PredictMode {
			for _, line := range t.guide(mode) {
				fmt.Fprintln(t.o.Err, line)
			}
		}
		t.asked = words
		fmt.Fprint(t.o.Err, words)
	}
}

// hide asks for a line that the terminal does not show.
func (t *talk) hide() {
	if t.o.Echo == nil {
		t.complain("a secret can't be typed unseen here", "--password-command COMMAND, or a line in .netrc, gives a password")
		t.show(t.d.Stop(false))
		return
	}
	if words, _ := t.d.Hidden(); words != "" && (!t.hidden || t.asked == "") {
		t.o.Echo(false)
		t.hidden, t.asked = true, words
		fmt.Fprint(t.o.Err, words+", unseen: ")
	}
}

// reveal has the terminal show again what is typed.
func (t *talk) reveal() {
	if t.hidden {
		t.hidden = false
		t.o.Echo(true)
		fmt.Fprintln(t.o.Err)
	}
}

func (t *talk) say(line string) {
	t.typed, t.echo = shown(line), true
	t.show(t.d.Enter(line))
}
