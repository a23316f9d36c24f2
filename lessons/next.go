package lessons

import "ehlo/session/smtp"

// exampleHello is the name that examples say EHLO with.
const exampleHello = "client.example"

// nextAfter returns what may follow in state s, "" where nobody can say.
func nextAfter(s smtp.State) string {
	if s.IsPartial() && s.Hello() == smtp.NoHello && s.Phase() == smtp.Ready {
		return ""
	}
	if owed, ok := s.Owed(); ok {
		return "Next: " + owedReply(owed)
	}
	if text := nextSteps(s); text != "" {
		return "Next: " + text
	}
	return ""
}

// owedReply names a reply that is owed.
func owedReply(o smtp.Owed) string {
	if o.Matter == smtp.ForGreeting {
		return "the server's greeting"
	}
	return "the reply to " + owedTo(o)
}

// owedTo names what a reply is owed for.
func owedTo(o smtp.Owed) string {
	switch o.Matter {
	case smtp.ForAnswer:
		return "your answer"
	case smtp.ForText:
		if o.HasRcpt {
			return "the dot, for " + shownPath(o.Rcpt, 24)
		}
		return "the final dot"
	case smtp.ForChunk:
		return "BDAT"
	}
	if o.Command.Verb == "" {
		return "the empty line"
	}
	if o.Command.Verb.Standing() == smtp.Foreign {
		return "that line"
	}
	return string(o.Command.Verb)
}

func nextSteps(s smtp.State) string {
	switch s.Phase() {
	case smtp.Refused:
		return "QUIT"
	case smtp.Greeted:
		return "EHLO and a name"
	case smtp.Ready:
		return list(readySteps(s), "or")
	case smtp.InMail:
		return "RCPT, or RSET"
	case smtp.InRcpt:
		if s.ChunkRefused() {
			return "RSET, which clears the message"
		}
		if isBinary(s) {
			return "another RCPT, BDAT, or RSET"
		}
		return "another RCPT, DATA, or RSET"
	case smtp.InText:
		return "the text, then a line with one dot"
	case smtp.InChunks:
		return "BDAT, until one says LAST"
	case smtp.InAuth:
		return "one line of base64, or * to stop"
	case smtp.Handshake:
		return "the TLS handshake, nothing else"
	case smtp.Leaving:
		return "the server closes"
	}
	return ""
}

// readySteps are the useful commands after a hello, at most four.
func readySteps(s smtp.State) []string {
	var steps []string
	if s.Offers("STARTTLS") && !s.TLS() {
		steps = append(steps, "STARTTLS")
	}
	if s.Offers("AUTH") && !s.Authenticated() {
		steps = append(steps, "AUTH")
	}
	return append(steps, "MAIL", "QUIT")
}
