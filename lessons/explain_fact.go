package lessons

import (
	"strings"

	"ehlo/session/smtp"
	"ehlo/transcript"
)

// explainFact is about what happened without anybody speaking.
func explainFact(e transcript.Event, before smtp.State) Explanation {
	x := factWords(e, before)
	x.Title = clip(x.Title, Width)
	if text := shownText(e.Text, 90); text != "" && e.Fact != transcript.Note && !tellsOfTLS(e, before) {
		x.Paragraphs = append([]string{text}, x.Paragraphs...)
	}
	return x
}

func factWords(e transcript.Event, before smtp.State) Explanation {
	switch e.Fact {
	case transcript.Resolved:
		return fact("The name was looked up", "A name has one or more addresses; ehlo tries them in order.", "RFC 5321 §5.1")
	case transcript.Dialing:
		return fact("Trying to connect", "TCP first: nobody has said a word of SMTP yet.", "RFC 5321 §3.1")
	case transcript.DialError:
		if failsAtOnce(e, before) {
			return noTLSWords(e)
		}
		x := Explanation{Title: "No connection"}
		if x.found(factFindings(e, before), ""); len(x.Paragraphs) == 0 {
			x = fact("No connection", "Nobody answered there, or something in between refused. Check the name and the port.", "RFC 5321 §5.1")
		}
		x.Sign = SignLater
		return x
	case transcript.Connected:
		x := fact("Connected", "The line stands. Now the server speaks first: wait for its greeting, five minutes at least.", "RFC 5321 §4.5.3.2.1")
		x.found(factFindings(e, before), x.Section)
		x.Next = nextAfter(e.After(before))
		return x
	case transcript.Secured:
		return securedWords(e, before)
	case transcript.Closed, transcript.Lost:
		return closedWords(e, before)
	case transcript.Waiting:
		x := fact("The wait is over", "The prompt is yours again. The reply is still owed, and goes with its own command when it comes.", "RFC 5321 §4.5.3.2")
		x.Next = nextAfter(before)
		return x
	case transcript.Committed:
		x := fact("The included server stored it", "The message lies in the mailbox. `:mail` shows it as it was stored, with the fields the server put in front.", "RFC 5321 §4.4")
		x.Sign = SignAccepted
		return x
	case transcript.Login:
		return fact("ehlo logs in", "It says AUTH and answers what it is asked. The password is cut from what is kept.", "RFC 4954 §4")
	case transcript.Warning:
		if _, ok := e.Stripped(); ok {
			return strippedWords()
		}
		return Explanation{Title: "A warning", Sign: SignBreach}
	case transcript.Note:
		x := Explanation{Title: "A note"}
		x.say(shownText(e.Text, 240))
		return x
	}
	return Explanation{Title: "A fact of the connection"}
}

func fact(title, say, section string) Explanation {
	return Explanation{Title: title, Paragraphs: []string{say}, Section: section}
}

// closedWords are said at the end of a connection, by what it left open.
func closedWords(e transcript.Event, before smtp.State) Explanation {
	x := Explanation{Title: "The connection is closed", Section: "RFC 5321 §3.8"}
	if e.Fact == transcript.Lost {
		x.Title, x.Sign = "The connection broke", SignLater
	}
	owed, waits := before.Owed()
	_, open := before.Sender()
	switch {
	case before.Phase() == smtp.Handshake:
		return noTLSWords(e)
	case before.Phase() == smtp.Leaving:
		x.say("The server had said that it closes; nothing was open.")
		if open {
			x.Paragraphs = []string{"The server closed it, as it had said. What was not accepted is still yours."}
		}
	case before.Phase() == smtp.Refused && !waits:
		x.say("The greeting had refused already, so nothing is lost.")
	case waits && owed.Matter == smtp.ForText:
		x.Sign = SignLater
	case before.Reading() == smtp.AsText:
	case before.Phase() == smtp.InChunks:
		x.Section = "RFC 5321 §4.1.1.10"
		x.say("The message was not completed: nobody got it. It is still yours.")
	case endsTLS(e, before):
		return endedTLSWords(e, before)
	case waits && owed.Matter == smtp.ForGreeting:
		x.Sign = SignLater
		x.say("It ended before the server had said a word. Connect again later.")
	case waits:
		x.Sign = SignLater
		x.say("It ended while a reply was owed. Treat that command as refused for now, and try again later.")
	case open:
		x.Section = "RFC 5321 §4.1.1.10"
		x.say("The open transaction is gone; no text of it was sent. It is still yours.")
	case e.Text == transcript.ClosedInTurn:
		x.Section = "RFC 5321 §4.1.1.10"
		x.say("You (the client) had ended what you send, so the server closed as well. Nothing was open, so nothing is lost. `QUIT` says goodbye before.")
	case strings.HasPrefix(e.Text, transcript.ClosedByServer):
		x.say("Nothing was open, so nothing is lost. A server should say 421 first, or wait for QUIT.")
	}
	if len(x.Paragraphs) == 0 {
		x.found(factFindings(e, before), x.Section)
	}
	if len(x.Paragraphs) == 0 {
		x.say("Nothing was open, so nothing is lost.")
	}
	return x
}
