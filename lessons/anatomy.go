package lessons

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"ehlo/session/smtp"
)

// anatomy draws a reply code digit by digit, and its enhanced code behind it:
//
//	550 5.1.1
//	│││ └ no such mailbox
//	││└ 0: mailbox not available, or refused
//	│└ 5: about the mail system
//	└ 5: no; do not repeat unchanged
func anatomy(r smtp.Reply) []string {
	if r.Code < 100 || r.Code > 999 {
		return nil
	}
	lines := codeAnatomy(r.Code)
	if !r.Enhanced.IsZero() {
		lines[0] += " " + r.Enhanced.String()
		lines = slices.Insert(lines, 1, clip("│││ └ "+shortStatus(r.Enhanced), Width))
	}
	return lines
}

// codeAnatomy draws a reply code alone.
func codeAnatomy(n int) []string {
	code := codeText(n)
	lines := []string{
		code,
		fmt.Sprintf("││└ %c: %s", code[2], shortCode(n)),
		fmt.Sprintf("│└ %c: %s", code[1], about(secondDigit(code))),
		fmt.Sprintf("└ %c: %s", code[0], firstDigit(code)),
	}
	for i := range lines {
		lines[i] = clip(lines[i], Width)
	}
	return lines
}

// statusAnatomy draws an enhanced code part by part. Its class is that of the reply,
// or disagrees with it (RFC 2034 section 4).
func statusAnatomy(e smtp.Enhanced, ofReply int) []string {
	class, subject, detail := strconv.Itoa(int(e.Class)), strconv.Itoa(int(e.Subject)), strconv.Itoa(int(e.Detail))
	second := strings.Repeat(" ", len(class))
	third := second + "│" + strings.Repeat(" ", len(subject))
	meaning := subjectMeaning(subject)
	if meaning == "" {
		meaning = "not registered"
	}
	same := class + ": as the first digit above"
	if int(e.Class) != ofReply {
		same = class + ": " + firstDigit(class)
	}
	last, short := "│"+third+"└ ", shortStatus(e)
	if e.Detail == 0 {
		short = "nothing more exact"
	}
	if numbered := last + detail + ": "; columns(numbered+short) <= Width {
		last = numbered
	}
	lines := []string{
		e.String(),
		last + short,
		"│" + second + "└ " + subject + ": " + about(meaning),
		"└ " + same,
	}
	for i := range lines {
		lines[i] = clip(lines[i], Width)
	}
	return lines
}

// about makes a phrase of a field's name, where there is one to speak of.
func about(field string) string {
	switch field {
	case "unspecified", "outside the grammar", "no subject", "not registered", "":
		return field
	case "connection", "mail system", "address", "mailbox", "dialogue", "content":
		return "about the " + field
	}
	return "about " + field
}

// shortCode returns what a reply code means, in a few words.
func shortCode(code int) string {
	if r, ok := replyNumbered(code); ok && !r.Foreign {
		return r.Short
	}
	return "in no RFC; the first digit counts"
}

// shortStatus returns what an enhanced code means, in a few words. An unknown
// detail falls back to the subject (RFC 3463 section 2).
func shortStatus(e smtp.Enhanced) string {
	subject := strconv.Itoa(int(e.Subject))
	if f, ok := enhancedStatus(subject + "." + strconv.Itoa(int(e.Detail))); ok {
		return f.Short
	}
	if meaning := subjectMeaning(subject); meaning != "" {
		return about(meaning) + ", detail unknown"
	}
	return "not registered"
}

// clip cuts text to width columns.
func clip(text string, width int) string {
	if columns(text) <= width {
		return text
	}
	head, _ := split(text, width-1)
	return strings.TrimRight(head, " ") + "…"
}
