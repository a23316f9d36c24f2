package tui

import (
	"slices"
	"strings"

	"ehlo/lessons"
	"ehlo/session/smtp"
	"ehlo/transcript"
)

// names are the addresses that a server accepted in this session. Suggestions are
// made of nothing else: an example must not reach a real server by a press of Tab.
type names struct {
	sender     string
	recipients []string // the latest first
}

// namesKept bounds the recipients that are remembered.
const namesKept = 20

// meet notes the address in the command that a reply of 2yz answers.
func (m *Model) meet(reply transcript.Event, question int) {
	if question < 0 || reply.Reply().Class() != 2 {
		return
	}
	octets := m.desk.Tape().At(question).Octets
	if len(octets) < 4 || !strings.EqualFold(string(octets[:4]), "MAIL") && !strings.EqualFold(string(octets[:4]), "RCPT") {
		return
	}
	c := smtp.ParseCommand(octets)
	address := c.Path.Address()
	if address == "" || len(c.Faults) > 0 {
		return
	}
	if c.Verb == smtp.MAIL {
		m.names.sender = address
		return
	}
	known := slices.DeleteFunc(m.names.recipients, func(s string) bool { return s == address })
	m.names.recipients = append([]string{address}, known[:min(len(known), namesKept-1)]...)
}

// setting is what suggestions are made of.
func (m *Model) setting() lessons.Setting {
	s := m.desk.Status()
	return lessons.Setting{
		HelloName: m.desk.HelloName(), Unstuffed: !s.Stuffing, LoneLF: s.Ending == smtp.LF, Idle: s.Idle, Aid: s.Aid, Predicting: s.Predicting,
		LMTP: m.desk.LMTP(), Sender: m.names.sender, Recipients: m.names.recipients,
	}
}
