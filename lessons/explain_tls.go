package lessons

import (
	"slices"
	"strings"

	"ehlo/session/smtp"
	"ehlo/transcript"
)

// securedWords are said after a TLS handshake.
func securedWords(e transcript.Event, before smtp.State) Explanation {
	p := ReadProtection(e.Text)
	x := Explanation{Title: "TLS is in force", Sign: SignAccepted, Section: "RFC 3207 §4.2"}
	again := "Both sides forget what was said before: say EHLO again."
	if before.Phase() != smtp.Handshake {
		x.Section, again = "RFC 8314 §3.3", ""
	}
	switch reason, failed := strings.CutPrefix(p.Verdict, notVerified); {
	case failed:
		u := unprovedFor(reason)
		x.Sign, x.Ruling = SignBreach, p.Verdict
		x.say(paragraph(u.say, u.remedy))
		x.say(paragraph("The line is encrypted, to whoever it is.", again))
	default:
		x.Ruling = p.Verdict
		x.say(paragraph("Nobody on the way can read or change what follows.", again))
	}
	x.found(factFindings(e, before), "")
	x.say(p.told())
	x.Next = nextAfter(e.After(before))
	return x
}

// tellsOfTLS reports whether the words for a fact say what came of TLS, and its text
// need not be repeated.
func tellsOfTLS(e transcript.Event, before smtp.State) bool {
	ended := e.Fact == transcript.Closed || e.Fact == transcript.Lost
	_, stripped := e.Stripped()
	return e.Fact == transcript.Secured || stripped || endsTLS(e, before) || ended && before.Phase() == smtp.Handshake || failsAtOnce(e, before)
}

// Injected reports whether an event is the end of a connection on which octets came in
// plain text where only TLS may begin.
func Injected(e transcript.Event) bool {
	return e.Fact == transcript.Closed && strings.Contains(e.Text, "octets came in plain text behind the 220")
}

// noTLSWords are said where the connection ended in place of a handshake.
func noTLSWords(e transcript.Event) Explanation {
	x := Explanation{Title: "No TLS", Sign: SignRefused, Ruling: "the connection is closed", Section: "RFC 3207 §4.1"}
	_, why, _ := strings.Cut(e.Text, ": ")
	reason, certificate := strings.CutPrefix(why, certificateFails)
	switch {
	case certificate:
		u := unprovedFor(reason)
		x.Ruling = notVerified + shownText(reason, 200)
		x.say(paragraph(u.say, u.remedy))
		x.say("`--tls verify` asks for that proof, so ehlo went no further.")
	case strings.HasPrefix(why, otherThanPinned):
		x.Ruling = "not the pinned certificate"
		x.say("The server showed another certificate than the one that `--pin` names. It was renewed, or somebody else answers there. Ask who keeps the server before you trust the new one.")
	case Injected(e):
		x.Sign, x.Section = SignBreach, "RFC 3207 §4.2"
		n, _, _ := strings.Cut(why, " ")
		x.say(shownText(n, 12) + " octets came in plain text behind the \"220\". Somebody may be writing into this connection: ehlo shows them, does not believe them, and stops here.")
	case e.Fact == transcript.DialError && strings.HasPrefix(why, plainInstead):
		x.say("You (the client) began with TLS, and the server with a plain greeting. At this port TLS comes later: `smtp://HOST:PORT`, then `STARTTLS`.")
	case e.Fact == transcript.DialError && strings.HasPrefix(why, noHandshake):
		x.say("Something answers there, and it speaks neither TLS nor SMTP. See that the port is the one you mean: most servers have 465 for `smtps://`.")
	case strings.HasPrefix(why, plainInstead):
		x.say("The server said \"go on\" and then went on in plain SMTP, as if nothing had been agreed. It, or something in between, does TLS wrongly.")
	case strings.HasPrefix(why, noHandshake):
		x.say("The server said \"go on\" and then spoke something that is no TLS. The octets are shown above. It, or something in between, does TLS wrongly.")
	case refusedWords(why) != "":
		x.Ruling = shownText(why[strings.LastIndex(": "+why, ": "):], 200)
		x.say(refusedWords(why))
	case why != "":
		x.say(sentence(shownText(why, 200)) + ".")
	default:
		x.say("The server said \"go on\" and left before TLS stood.")
	}
	if e.Fact == transcript.DialError {
		x.Section = "RFC 8314 §3.3"
		return x
	}
	x.say("Behind that 220 nothing but TLS may be said, so there was no way on.")
	return x
}

// failsAtOnce reports whether a connection that should begin with TLS stood, and TLS
// did not come about (RFC 8314 section 3.3).
func failsAtOnce(e transcript.Event, before smtp.State) bool {
	return e.Fact == transcript.DialError && before.Phase() == smtp.Opening &&
		(strings.Contains(e.Text, certificateFails) || strings.Contains(e.Text, otherThanPinned) || strings.Contains(e.Text, "TLS handshake"))
}

// How the end of a connection tells of octets that are no TLS.
const (
	noHandshake  = "the server sent no TLS handshake"
	plainInstead = noHandshake + ", but SMTP in plain text"
)

// otherThanPinned is how the end of a connection begins to tell of a certificate that
// was not expected.
const otherThanPinned = "the server's certificate is not the pinned one"

// certificateFails is how the end of a connection begins to tell of a certificate
// that does not verify.
const certificateFails = "the server's certificate does not verify: "

// strippedWords are said where STARTTLS is missing that was offered before. When that
// was the text of the event says.
func strippedWords() Explanation {
	x := Explanation{Title: "STARTTLS is missing", Sign: SignBreach, Ruling: "the line stays plain", Section: "RFC 3207 §6"}
	x.say("Somebody in between may have cut the offer out of the list, so that all stays readable; or the server was changed.")
	x.say("Send nothing here that others must not read. `--tls require` gives nothing away in plain text.")
	return x
}

// changedByTLS says what the handshake changed in the list of offers; "" where this
// is not the first hello inside TLS.
func changedByTLS(s smtp.State) string {
	was, known := s.OfferedInPlain()
	if !known {
		return ""
	}
	now := s.Offered()
	come, gone := missingIn(was, now), missingIn(now, was)
	switch {
	case come == "" && gone == "":
		return "Inside TLS the list is the same as before it."
	case come == "":
		return "Inside TLS, gone: " + gone + "."
	case gone == "":
		return "Inside TLS, new: " + come + "."
	}
	return "Inside TLS, new: " + come + "; gone: " + gone + "."
}

// missingIn names what list has and from has not, each with the parameters that are
// missing there.
func missingIn(from, list []smtp.Offer) string {
	var names []string
	for _, o := range list {
		known, params := false, o.Params
		for _, other := range from {
			if other.Keyword == o.Keyword {
				known, params = true, without(o.Params, other.Params)
			}
		}
		if !known || len(params) > 0 {
			names = append(names, "`"+shownText(strings.Join(append([]string{o.Keyword}, params...), " "), 60)+"`")
		}
	}
	if more := len(names) - changesNamed; more > 0 {
		names = append(names[:changesNamed], counted(more, "other"))
	}
	return strings.Join(names, ", ")
}

// changesNamed is how many offers that came or went are named.
const changesNamed = 6

// without returns those of list that drop has not, in any case.
func without(list, drop []string) []string {
	var kept []string
	for _, s := range list {
		if !slices.ContainsFunc(drop, func(d string) bool { return strings.EqualFold(d, s) }) {
			kept = append(kept, s)
		}
	}
	return kept
}
