package lessons

import (
	"strings"

	"ehlo/session/smtp"
	"ehlo/transcript"
)

// A refusedTLS is what a text has that tells why a server, or ehlo, ended TLS, and what
// that means to a person.
type refusedTLS struct{ because, say string }

var refusals = [...]refusedTLS{
	{"ehlo showed none", "The server wants to know by a certificate who you (the client) are, and you showed none. `--cert FILE` and `--key FILE` name one."},
	{"certificate authority", "The server trusts nobody who vouches for your (the client's) certificate. Ask who keeps it which authority it takes; `--cert FILE` and `--key FILE` name another certificate."},
	{"certificate", "The server doesn't take your (the client's) certificate. `--cert FILE` and `--key FILE` name another."},
	{"none of the versions", "You (the client) and the server have no version of TLS in common. `--tls-min` and `--tls-max` offer others; 1.0 and 1.1 are weak."},
	{"the server chose", "The server chose a version of TLS that you (the client) had not offered. `--tls-min` offers older ones; 1.0 and 1.1 are weak."},
	{"hung up inside", "The server hung up inside the handshake and gave no reason. Its log may have one; with some old servers `--tls-max 1.2` helps."},
}

// refusedWords says what it means that TLS ended so; "" where that has no words.
func refusedWords(why string) string {
	for _, r := range refusals {
		if strings.Contains(why, r.because) {
			return r.say
		}
	}
	return ""
}

// endsTLS reports whether a server ended TLS between two commands, where no mail is
// open that would need words of its own.
func endsTLS(e transcript.Event, before smtp.State) bool {
	_, ended := e.EndedTLS()
	_, open := before.Sender()
	return ended && !open && before.Reading() == smtp.AsCommand
}

// endedTLSWords are said where the server ended TLS behind the handshake: in TLS 1.3 a
// certificate of the client's is refused no sooner.
func endedTLSWords(e transcript.Event, before smtp.State) Explanation {
	why, _ := e.EndedTLS()
	x := Explanation{Title: "TLS is over", Sign: SignRefused, Ruling: shownText(why, 200), Section: "RFC 3207 §4.1"}
	if before.Phase() == smtp.Opening {
		x.Section = "RFC 8314 §3.3"
	}
	x.say(refusedWords(why))
	if len(x.Paragraphs) == 0 {
		x.say("It gave that as its reason, and may tell more in its log. Nothing was open, so nothing is lost.")
	}
	return x
}
