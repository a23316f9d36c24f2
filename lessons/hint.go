package lessons

import (
	"strings"

	"ehlo/session/smtp"
)

// hints tell in one line of at most 76 columns how a command is written and what
// it does.
var hints = []struct{ verb, hint string }{
	{"EHLO", "EHLO name: say who you are and ask for the list of offers. Expect 250."},
	{"HELO", "HELO name: say who you are, with no offers in force. Expect 250."},
	{"LHLO", "LHLO name: the hello of LMTP. Expect 250 and a list."},
	{"MAIL", "MAIL FROM:<you@example.org>: open a transaction; bounces go there."},
	{"RCPT", "RCPT TO:<someone@example.com>: name one recipient; repeat for more."},
	{"DATA", "DATA: ask to send the text. Alone. Expect 354; a line with one dot ends it."},
	{"BDAT", "BDAT 86 LAST: announce 86 octets; LAST on the last chunk."},
	{"BURL", "BURL url LAST: let the server fetch the text."},
	{"RSET", "RSET: drop the transaction; hello, TLS and login stay. No argument."},
	{"VRFY", "VRFY name: ask whether it is somebody here. At any time."},
	{"EXPN", "EXPN list: ask who is on a list. At any time."},
	{"HELP", "HELP: ask for text to read. At any time."},
	{"NOOP", "NOOP: ask for an answer, nothing else. At any time."},
	{"QUIT", "QUIT: end the session. Expect 221; an open transaction is dropped."},
	{"AUTH", "AUTH mechanism: log in. Expect 334 or 235. Without TLS it can be read."},
	{"STARTTLS", "STARTTLS: switch to TLS. Expect 220, then EHLO again."},
	{"ETRN", "ETRN domain: ask the server to send the mail it holds for it."},
	{"ATRN", "ATRN domain: turn around and get the mail held for it."},
	{"TURN", "TURN: change roles. Withdrawn by RFC 5321; expect 502."},
	{"SEND", "SEND FROM:<…>: to a terminal. Withdrawn by RFC 5321; expect 502."},
	{"SOML", "SOML FROM:<…>: terminal or mailbox. Withdrawn by RFC 5321; expect 502."},
	{"SAML", "SAML FROM:<…>: terminal and mailbox. Withdrawn by RFC 5321; expect 502."},
	{"XCLIENT", "XCLIENT NAME=value: pose as another client, where the server trusts you."},
	{"XFORWARD", "XFORWARD NAME=value: name the first client, for the server's log."},
}

// hint is what c's hint says, without the reply to expect while that is asked.
func (t Setting) hint(c smtp.Command) string {
	text := hint(c)
	if !t.Predicting {
		return text
	}
	for _, expect := range []string{" Expect ", "; expect "} {
		text, _, _ = strings.Cut(text, expect)
	}
	return text
}

// hint returns how c's command is written; while its verb is being typed, how the
// only command that begins so is.
func hint(c smtp.Command) string {
	if strings.ContainsRune(string(c.Line), ' ') || c.Verb.Standing() != smtp.Foreign {
		return hintFor(string(c.Verb))
	}
	found := ""
	for _, h := range hints {
		if strings.HasPrefix(h.verb, string(c.Verb)) {
			if found != "" {
				return ""
			}
			found = h.hint
		}
	}
	return found
}

func hintFor(verb string) string {
	for _, h := range hints {
		if h.verb == verb {
			return h.hint
		}
	}
	return ""
}

// emptyLine returns what to do at an empty prompt.
func (t Setting) emptyLine(suggested string, s smtp.State) []string {
	if owed, ok := s.Owed(); ok {
		return []string{"waiting for " + owedReply(owed)}
	}
	switch s.Phase() {
	case smtp.Greeted:
		return []string{"Say who you are: " + string(t.hello()) + ", a space, a name for your computer, Enter.", "Tab fills in an example."}
	case smtp.Refused:
		return []string{"This server takes no mail now: QUIT."}
	case smtp.Leaving:
		return []string{"The server is closing the connection."}
	}
	next := strings.TrimPrefix(nextAfter(s), "Next: ")
	if next == "" {
		return nil
	}
	verb := smtp.ParseCommand([]byte(suggested)).Verb
	return compact("Next: "+next, t.hint(smtp.Command{Verb: verb}))
}
