package desk

import "ehlo/session/smtp"

// A Mode says what the next line of the person is.
type Mode uint8

// The modes.
const (
	CommandMode  Mode = iota // a command for the server; a line that begins with a colon is ehlo's
	TextMode                 // a line of message text
	ChunkMode                // octets of a chunk announced by BDAT
	AnswerMode               // the answer to a 334: a secret, as a rule
	PasteMode                // pasted lines wait: Enter sends the next, a sends all, Esc drops them
	QuestionMode             // a question waits for y or n: [Desk.Question]
	ClosedMode               // no connection: only ehlo's commands work
	SecretMode               // a line that nobody may see is asked for: [Desk.Hidden]
	LeavingMode              // the desk is being left
	PredictMode              // what comes is asked for, one key: [Desk.Predict], or a line of its own
	QuizMode                 // a line is the answer to [LessonView.Question]; ehlo's commands work
)

var modeNames = [...]string{"command", "text", "chunk", "answer", "paste", "question", "closed", "secret", "leaving", "predict", "quiz"}

// String returns the mode as one lower-case word.
func (m Mode) String() string { return modeNames[m] }

// Mode returns what the person's next line is, as things stand.
func (d *Desk) Mode() Mode {
	switch {
	case d.leaving:
		return LeavingMode
	case d.veiled():
		return PredictMode
	case d.asked != nil:
		return QuestionMode
	case d.hidden != nil:
		return SecretMode
	case d.paste.waits() && !d.paste.all:
		return PasteMode
	case d.quizzing():
		return QuizMode
	case !d.connected() && !d.dialing:
		return ClosedMode
	}
	return d.lineMode()
}

func (d *Desk) lineMode() Mode {
	switch d.outlook().Reading() {
	case smtp.AsText:
		return TextMode
	case smtp.AsChunk:
		return ChunkMode
	case smtp.AsAnswer:
		return AnswerMode
	}
	return CommandMode
}
