package lessons

import (
	"bytes"
	"encoding/base64"
	"slices"
	"strconv"
	"strings"

	"ehlo/session/smtp"
	"ehlo/transcript"
)

// An exchange is a reply together with what it answers and the states around it.
type exchange struct {
	reply   smtp.Reply
	before  smtp.State
	after   smtp.State
	to      string // what was answered: a verb or a place
	command smtp.Command
	faults  []smtp.Fault // of the command, its place in the order included
	rcpt    smtp.Path    // LMTP: whom a reply to the final dot is for
	hasRcpt bool
	loose   bool // it comes where only something else than CRLF can have ended a line
	gaveUp  bool // it answers the "*" that cancels a login
	hungUp  bool // for the end of a connection: over the first word that the server didn't know
	tags    []string
}

// recipientsMinimum is what every server must take in one transaction (RFC 5321
// section 4.5.3.1.8).
const recipientsMinimum = smtp.RecipientsMinimum

func newExchange(e transcript.Event, before smtp.State) exchange {
	x := exchange{reply: e.Reply(), before: before, after: e.After(before)}
	owed, ok := before.Owed()
	switch {
	case ok:
		x.answers(owed)
	case before.Reading() == smtp.AsText && x.after.Unasked() == before.Unasked():
		x.to, x.loose = theDot, true
	case before.Reading() == smtp.AsCommand && bytes.IndexByte(before.Pending(), '\n') >= 0:
		line := before.Pending()
		line = line[:bytes.IndexByte(line, '\n')+1]
		x.answers(smtp.Owed{Matter: smtp.ForCommand, Command: smtp.ParseCommand(line)})
		x.loose = true
	default:
		x.to = nobody
	}
	x.faults = faultsOf(x.command, before)
	x.tags = x.circumstances()
	return x
}

// answers notes what the reply is for.
func (x *exchange) answers(o smtp.Owed) {
	x.command, x.rcpt, x.hasRcpt = o.Command, o.Rcpt, o.HasRcpt
	switch o.Matter {
	case smtp.ForGreeting:
		x.to = theConnection
	case smtp.ForAnswer:
		x.to, x.gaveUp = string(smtp.AUTH), o.GivesUp
	case smtp.ForText:
		x.to = theDot
	case smtp.ForChunk:
		x.to = string(smtp.BDAT)
		if _, last, _ := o.Command.Chunk(); last && x.reply.Code/10 != 50 { // which speaks of the command, not of the message
			x.to = theDot
		}
	default:
		x.to = placeOf(o.Command)
	}
}

// placeOf returns the place that a reply to c belongs to.
func placeOf(c smtp.Command) string {
	switch {
	case c.Verb.Standing() == smtp.Foreign:
		return noVerb
	case c.Verb == smtp.BURL && strings.HasSuffix(smtp.Upper(c.Arg), " LAST"):
		return theDot
	}
	return string(c.Verb)
}

// circumstances are the tags that sayings may ask for. Those that speak of what
// came before are left out of a session that begins in the middle.
func (x exchange) circumstances() []string {
	var tags []string
	add := func(tag string, holds bool) {
		if holds {
			tags = append(tags, tag)
		}
	}
	_, open := x.before.Sender()
	whole := !x.before.IsPartial()
	add("open", open)
	add("again", open)
	add("closed", !open && whole)
	add("shut", x.before.Phase() == smtp.Refused)
	add("nohello", x.before.Phase() == smtp.Greeted)
	add("norcpt", open && x.before.Accepted() == 0)
	add("others", x.before.Accepted() > 0)
	add("many", x.before.Accepted() >= recipientsMinimum)
	add("lmtp", x.hasRcpt)
	add("lhlo", x.before.Hello() == smtp.LocalHello)
	add("names-lhlo", bytes.Contains(bytes.ToUpper(x.reply.Octets), []byte(smtp.LHLO)))
	add("greets-lmtp", x.to == theConnection && SpeaksLMTP(x.reply))
	add("tls", x.before.TLS())
	add("plain", !x.before.TLS() && x.before.Offers("STARTTLS"))
	add("auth", x.before.Authenticated())
	add("login", x.before.Offers("AUTH") && !x.before.Authenticated())
	add("tls-first", x.before.Hello() != smtp.NoHello && !x.before.TLS() && x.before.Offers("STARTTLS") && !x.before.Offers("AUTH"))
	add("unlisted-login", x.unlistedLogin())
	add("bare", x.reply.Count == 1)
	add("null", x.command.HasP && x.command.Path.IsNull())
	add("header", x.command.Has(smtp.HeaderAsCommand))
	add("offer", x.command.Has(smtp.OfferAsVerb))
	add("blank", x.command.Verb == "")
	add("dot-chunk", loneDot(x.command) && inChunks(x.before))
	add("chunked", inChunks(x.before))
	add("mixes", x.to == string(smtp.DATA) && inChunks(x.before))
	add("binary", isBinary(x.before))
	add("dot", loneDot(x.command))
	add("ended", x.before.Messages() > 0 && !open)
	_, sized := x.command.Param("SIZE")
	add("size", sized && x.before.Offers("SIZE"))
	_, utf8 := x.command.Param("SMTPUTF8")
	add("utf8-at-rcpt", utf8 && x.before.Offers("SMTPUTF8"))
	_, meant := x.meant()
	add("meant", meant)
	_, colon := verbBeforeColon(x.command)
	add("colon", colon)
	text := bytes.ToLower(x.reply.Octets)
	add("long", bytes.Contains(text, []byte("too long"))) // of a long command the state keeps the beginning
	add("relay", bytes.Contains(text, []byte("relay")))
	add("greylisted", bytes.Contains(text, []byte("greylist")) || bytes.Contains(text, []byte("graylist")))
	_, listed := replyNumbered(x.reply.Code)
	add("unlisted", !listed)
	add("mixed", x.reply.Marks.Has(smtp.DifferentCodes))
	add("gaveup", x.gaveUp)
	mechanism := x.after.Mechanism()
	add("plain-login", mechanism == "PLAIN")
	add("cram", mechanism == "CRAM-MD5")
	add("scram", strings.HasPrefix(mechanism, "SCRAM-"))
	challenge := x.challenge()
	add("challenge", challenge != "")
	add("empty", strings.TrimSpace(x.reply.Text()) == "")
	return tags
}

// inChunks reports whether the text of the open transaction, or of the last one if
// none is open, came by BDAT.
func inChunks(s smtp.State) bool {
	if _, open := s.Sender(); !open {
		return s.LastChunked()
	}
	return s.Chunked()
}

// isBinary reports whether the message was announced as BINARYMIME, which DATA
// cannot carry (RFC 3030 section 3).
func isBinary(s smtp.State) bool {
	mail, _ := s.MailCommand()
	body, _ := mail.Param("BODY")
	return strings.EqualFold(body.Value, "BINARYMIME")
}

// mechanism returns what an AUTH asks to log in with.
func (x exchange) mechanism() string {
	if x.command.Verb != smtp.AUTH {
		return ""
	}
	word, _, _ := strings.Cut(strings.TrimSpace(x.command.Arg), " ")
	return word
}

// unlistedLogin reports whether an AUTH asks for a mechanism that the server's list of
// them doesn't have.
func (x exchange) unlistedLogin() bool {
	offer, ok := x.before.Offer("AUTH")
	asked := x.mechanism()
	return ok && asked != "" && !slices.ContainsFunc(offer.Params, func(p string) bool { return strings.EqualFold(p, asked) })
}

// meant returns the verb that an unknown word may have been meant for.
func (x exchange) meant() (string, bool) {
	if word := string(x.command.Verb); x.to != noVerb || word == "" || strings.ContainsAny(word, ".@>") && !strings.Contains(word, ":") {
		return "", false // nor is the rest of an address a verb
	}
	verb, ok := smtp.SuggestVerb(string(x.command.Verb))
	return string(verb), ok
}

// challenge returns what a 334 asks, "" if it is no short readable text.
func (x exchange) challenge() string {
	if x.reply.Code != 334 {
		return ""
	}
	plain, err := base64.StdEncoding.DecodeString(strings.TrimSpace(x.reply.Text()))
	if err != nil || len(plain) == 0 || len(plain) > 60 {
		return ""
	}
	for _, c := range plain {
		if c < ' ' || c > '~' {
			return ""
		}
	}
	return "«" + shown(plain, 30) + "»"
}

// words fills the places of a saying with what this exchange is about.
func (x exchange) words(text string) string {
	verb := shownText(strings.TrimSuffix(string(x.command.Verb), ":"), 16)
	switch {
	case x.to == noVerb:
		verb = strings.TrimSuffix(typedVerb(x.command), ":")
	case x.command.Verb == "":
		verb = x.to
	}
	if verb == "" {
		verb = "the command"
	}
	meant, _ := x.meant()
	sender := "you@example.org"
	if p, ok := x.before.Sender(); ok {
		sender = shownPath(p, 30)
	}
	path := x.command.Path
	if x.hasRcpt {
		path = x.rcpt
	}
	untouched := ""
	if _, ok := x.before.Sender(); ok {
		untouched = " Your transaction is untouched."
	}
	hello := x.before.HelloName()
	if hello == "" {
		hello = exampleHello
	}
	return fill(text,
		"path", shownPath(path, 34), "sender", sender, "hello", shownText(hello, 24), "verb", verb,
		"untouched", untouched, "use", offerUse(verb), "meant", meant, "code", codeText(x.reply.Code), "challenge", x.challenge(),
		"mechanism", shownText(x.mechanism(), 24))
}

// codeText returns a code as three digits.
func codeText(code int) string {
	text := strconv.Itoa(code)
	return strings.Repeat("0", max(0, 3-len(text))) + text
}
