package lessons

import (
	"fmt"
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
	code := codeText(r.Code)
	head, lines := code, []string(nil)
	if !r.Enhanced.IsZero() {
		head += " " + r.Enhanced.String()
		lines = append(lines, "│││ └ "+shortStatus(r.Enhanced))
	}
	lines = append([]string{head}, lines...)
	lines = append(lines,
		fmt.Sprintf("││└ %c: %s", code[2], shortCode(r.Code)),
		fmt.Sprintf("│└ %c: %s", code[1], about(secondDigit(code))),
		fmt.Sprintf("└ %c: %s", code[0], firstDigit(code)),
	)
	for i := range lines {
		lines[i] = clip(lines[i], Width)
	}
	return lines
}

// statusAnatomy draws an enhanced code part by part.
func statusAnatomy(e smtp.Enhanced) []string {
	class, subject, detail := strconv.Itoa(int(e.Class)), strconv.Itoa(int(e.Subject)), strconv.Itoa(int(e.Detail))
	second := strings.Repeat(" ", len(class))
	third := second + "│" + strings.Repeat(" ", len(subject))
	meaning := subjectMeaning(subject)
	if meaning == "" {
		meaning = "not registered"
	}
	lines := []string{
		e.String(),
		"│" + third + "└ " + detail + ": " + shortStatus(e),
		"│" + second + "└ " + subject + ": " + about(meaning),
		"└ " + class + ": " + firstDigit(class),
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
