package lessons

import (
	"bytes"
	"encoding/base64"
	"strings"
	"unicode/utf8"

	"ehlo/session/smtp"
)

// loginMoments are about a line of base64 while it is typed: what was sent is kept
// nowhere. None of their words shows what it stands for.
var loginMoments = [...]moment{
	{Rule{
		ID: "D18.5", Severity: Error, Asks: "base64", Section: "RFC 4954 §4",
		Say: "No base64 of a text: a login goes in no other form here.", Remedy: "base64 is letters, digits, + and /, padded with =.",
		Breaks: toPlain + "› pass word",
		Keeps:  toPlain + "› AGJvYgBzZWNyZXQ=",
	}, 501, loginFault(func(a answer) bool { return a.foreign || a.whole && a.text() && !a.valid() })},
	{Rule{
		ID: "D18.4", Severity: Note, Section: "RFC 4954 §4",
		Say: "Not whole so far: base64 comes in groups of four.", Remedy: "`=` fills the last one.",
		Breaks: toPlain + "› AGJvYgBzZWNyZXQ",
		Keeps:  toPlain + "› AGJvYgBzZWNyZXQ=",
	}, 501, loginFault(func(a answer) bool { return !a.foreign && !a.whole })},
	{Rule{
		ID: "D18.1", Severity: Error, Asks: "no line end within the base64", Section: "RFC 4616 §2",
		Say: "A line end is coded in this base64: the password would have it too.", Remedy: "`echo` adds it; `printf` or `echo -n` doesn't.",
		Breaks: toPlain + "› AGJvYgBzZWNyZXQK",
		Keeps:  toPlain + "› AGJvYgBzZWNyZXQ=",
	}, 535, loginFault(func(a answer) bool { return a.whole && a.text() && bytes.HasSuffix(a.plain, []byte("\n")) })},
	{Rule{
		ID: "D18.2", Severity: Note, Section: "RFC 4616 §2",
		Say: "Not the form of PLAIN so far.", Remedy: "A NUL octet, the user, a NUL octet, the password: then base64.",
		Breaks: toPlain + "› Ym9iIHNlY3JldDEh",
		Keeps:  toPlain + "› AGJvYgBzZWNyZXQ=",
	}, 535, loginFault(func(a answer) bool {
		return a.mechanism == "PLAIN" && a.readable() && bytes.Count(a.plain, []byte{0}) != 2
	})},
	{Rule{
		ID: "D18.3", Severity: Error, Asks: "one thing in each answer", Section: "RFC 4954 §4",
		Say: "LOGIN asks twice: this answers both at once.", Remedy: "The user alone first, the password at the next prompt.",
		Breaks: toLogin + "› Ym9iOnNlY3JldDEh",
		Keeps:  toLogin + "› Ym9i",
	}, 535, loginFault(func(a answer) bool {
		return a.mechanism == "LOGIN" && a.first && a.readable() && bytes.ContainsAny(a.plain, "\x00 :\t")
	})},
}

// An answer is a line of base64 as far as it is typed.
type answer struct {
	mechanism string
	foreign   bool   // an octet that base64 doesn't have, or one behind its padding
	whole     bool   // it can be decoded
	plain     []byte // what it stands for; a secret
	first     bool   // of LOGIN: it answers the prompt for the user
}

// text reports whether the mechanism sends text.
func (a answer) text() bool { return a.mechanism == "PLAIN" || a.mechanism == "LOGIN" }

// valid reports whether what is typed so far may be the beginning of UTF-8.
func (a answer) valid() bool {
	for n := range utf8.UTFMax {
		if whole := len(a.plain) - n; whole >= 0 && utf8.Valid(a.plain[:whole]) && (n == 0 || !utf8.FullRune(a.plain[whole:])) {
			return true
		}
	}
	return false
}

// readable reports whether it can be decoded, and is text that no rule speaks of yet.
func (a answer) readable() bool {
	return a.whole && a.valid() && !bytes.HasSuffix(a.plain, []byte("\n"))
}

// loginFault is for a typed line that answers a 334, or an AUTH with its first answer.
func loginFault(wrong func(answer) bool) func(scene) (smtp.Span, bool) {
	return func(x scene) (smtp.Span, bool) {
		text, at, mechanism := x.base64()
		if text == "" || text == "=" && x.command.Verb == smtp.AUTH {
			return smtp.Span{}, false
		}
		a := answer{mechanism: mechanism, first: isUserPrompt(x.before.Challenge()) || x.command.Verb == smtp.AUTH}
		letters := strings.TrimRight(text, "=")
		a.foreign = len(text)-len(letters) > 2 || strings.ContainsFunc(letters, isForeign)
		var err error
		a.plain, err = base64.StdEncoding.DecodeString(text)
		a.whole = err == nil && !a.foreign
		return at, wrong(a)
	}
}

// isForeign reports whether base64 has no such letter.
func isForeign(r rune) bool {
	return r != '+' && r != '/' && (r >= utf8.RuneSelf || !isWordOctet(byte(r)))
}

// base64 returns what of a typed line should be base64, where it stands, and for
// which mechanism.
func (x scene) base64() (text string, at smtp.Span, mechanism string) {
	if !x.typed {
		return "", at, ""
	}
	if x.before.Reading() == smtp.AsAnswer {
		if line := string(x.line); line != "*" {
			return line, x.whole(), x.before.Mechanism()
		}
		return "", at, ""
	}
	mechanism, _ = x.command.Mechanism()
	words := strings.Fields(x.command.Arg)
	if x.command.Verb != smtp.AUTH || len(words) != 2 {
		return "", at, ""
	}
	from := bytes.LastIndex(x.line, []byte(words[1]))
	return words[1], smtp.Span{From: from, To: from + len(words[1])}, mechanism
}

// isUserPrompt reports whether a challenge asks for the user: LOGIN has no RFC, and
// servers write it in several ways.
func isUserPrompt(challenge []byte) bool {
	plain, err := base64.StdEncoding.DecodeString(string(bytes.TrimSpace(challenge)))
	return err == nil && bytes.Contains(bytes.ToLower(plain), []byte("user"))
}
