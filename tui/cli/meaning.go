package cli

import (
	"fmt"
	"slices"
	"strings"

	"ehlo/lessons"
	"ehlo/session/smtp"
	"ehlo/transcript"
)

// A teller says what the events of a book mean. It accuses nobody of what the book
// leaves open: a line that is doubtful, or replies that are not shown.
type teller struct {
	book  *transcript.Book
	heard int // the last event of the server
}

func newTeller(book *transcript.Book) teller {
	t := teller{book, -1}
	for i := range book.Transcript().Len() {
		if book.Transcript().At(i).Who == transcript.Server {
			t.heard = i
		}
	}
	return t
}

// unheard reports whether no reply is shown behind event i of the client, as in the
// paste of one side. What ehlo recorded shows all there was.
func (t teller) unheard(i int) bool { return i > t.heard && t.book.Lines != nil }

// doubtful reports whether event i may be something else than it was taken for.
func (t teller) doubtful(i int) bool { return len(t.book.Doubts(i)) > 0 }

// meaning explains event i, said if the client has spoken before. Of a reply that a
// session from the middle of a dialogue begins with, nobody can tell what it answers.
func (t teller) meaning(i int, before smtp.State, said bool) lessons.Explanation {
	e := t.book.Transcript().At(i)
	switch {
	case e.Who == transcript.Server:
		return t.reply(i, e, before, said)
	case e.Who == transcript.Client && t.unheard(i) && before.Reading() == smtp.AsHeld:
		return lessons.Explanation{Title: "Text, if DATA was answered 354", Section: "RFC 5321 §3.3"}
	case e.Who == transcript.Client && t.unheard(i) && before.Reading() == smtp.AsCommand:
		return lessons.Explain(e, smtp.Partial()) // nor is it known whether it waited
	}
	return lessons.ExplainAt(t.book.Transcript(), i, before)
}

func (t teller) reply(i int, e transcript.Event, before smtp.State, said bool) lessons.Explanation {
	if before.IsPartial() && !said && before.OwedCount() == 0 && e.Flags&transcript.Stray == 0 && e.Reply().Code != 421 {
		return unplaced(e.Reply())
	}
	x := lessons.Explain(e, before)
	if t.doubtful(i) && x.Sign == lessons.SignBreach {
		return lessons.Explanation{Title: x.Title, Sign: '?', Ruling: "not judged"}
	}
	if t.doubtful(i) {
		x.Paragraphs = slices.DeleteFunc(x.Paragraphs, func(p string) bool { return strings.HasPrefix(p, "! ") })
	}
	return x
}

// unplaced explains a reply of which nobody can tell what it answers: a refusal by
// what its codes mean anywhere.
func unplaced(r smtp.Reply) lessons.Explanation {
	x := lessons.Explanation{Title: "The answer to something that isn't shown", Section: "RFC 5321 §4.2"}
	if r.Malformed() || r.Class() != 4 && r.Class() != 5 {
		return x
	}
	codes := []string{fmt.Sprint(r.Code)}
	if !r.Enhanced.IsZero() {
		codes = append(codes, r.Enhanced.String())
	}
	for _, e := range lessons.Look(codes...) {
		if e.Section != "" && len(e.Text) > 0 {
			x.Paragraphs, x.Section = append(x.Paragraphs, e.Name+": "+e.Text[0]), e.Section
		}
	}
	return x
}

// findings returns the rules that event i gives reason to speak of.
func (t teller) findings(i int, before smtp.State) []lessons.Finding {
	e := t.book.Transcript().At(i)
	if e.Who == transcript.Client && t.unheard(i) {
		if before.Reading() == smtp.AsHeld {
			return nil
		}
		if before.Reading() == smtp.AsCommand {
			before = smtp.Partial()
		}
	}
	return slices.DeleteFunc(lessons.Find(e, before), func(f lessons.Finding) bool {
		return e.Who == transcript.Server && f.Rule.Severity == lessons.ServerFault && t.doubtful(i)
	})
}

// remarks returns what there is to say of what the server did in event i.
func (t teller) remarks(i int) []lessons.Remark {
	if t.doubtful(i) {
		return nil
	}
	return lessons.JudgeAt(t.book.Transcript(), i).Server
}
