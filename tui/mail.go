package tui

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"ehlo/lessons"
	"ehlo/session/smtp"
	"ehlo/tui/desk"
)

// mailLines shows what the included server keeps in its mailboxes, the latest
// message first, the lines that the server itself wrote apart.
func (m *Model) mailLines(w int) []string {
	boxes := m.desk.House().Boxes
	if boxes == nil {
		return []string{"only with the included server"}
	}
	var lines, empty []string
	for _, box := range boxes() {
		name := smtp.Printable([]byte(box.Address)).String()
		if len(box.Messages) == 0 {
			empty = append(empty, name)
			continue
		}
		for i := len(box.Messages) - 1; i >= 0; i-- {
			lines = append(lines, paint(strong, fmt.Sprintf("%s · message %d of %d", name, i+1, len(box.Messages))))
			lines = append(lines, messageLines(box.Messages[i], w)...)
			lines = append(lines, "")
		}
	}
	if len(lines) == 0 {
		lines = append(lines, "no message has been stored yet", "")
	}
	return append(lines, painted(faint, wrapped("empty: "+strings.Join(empty, ", "), w))...)
}

const mailShown = 64 << 10 // octets of one message

func messageLines(msg desk.Message, w int) []string {
	var lines []string
	shown := msg.Octets[:min(len(msg.Octets), mailShown)]
	for at := 0; at < len(shown); {
		line, _, found := bytes.Cut(shown[at:], []byte("\n"))
		trace := at < msg.Trace
		at += len(line)
		if found {
			at++
		}
		for _, part := range tabbed(bytes.TrimSuffix(line, []byte("\r")), w-2) {
			if trace {
				part = paint(faint, "¦ "+ansi.Strip(part))
			} else {
				part = "│ " + part
			}
			lines = append(lines, part)
		}
		if found && !bytes.HasSuffix(line, []byte("\r")) {
			lines[len(lines)-1] += paint(broken, "␊")
		}
	}
	if more := len(msg.Octets) - mailShown; more > 0 {
		lines = append(lines, paint(faint, fmt.Sprintf("… %d octets more", more)))
	}
	for _, k := range distinct(msg.Faults) {
		what, _, section := lessons.SayFault(k)
		lines = append(lines, painted(broken, wrapped("! "+what+" ("+section+")", w))...)
	}
	return lines
}
