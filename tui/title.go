package tui

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"charm.land/lipgloss/v2"

	"ehlo/session/smtp"
	"ehlo/tui/desk"
)

// title is the top row: who we are talking to and how, and what is not as usual.
// Where there is not room for all, the name in the greeting is cut first: it is
// the server's own claim.
func (m *Model) title(w int) string {
	s := m.desk.Status()
	right := m.switches(s)
	if lipgloss.Width(right) > w/2 {
		right = strings.Replace(right, insecure, "! --insecure", 1)
	}
	room := w
	if right != "" {
		room -= lipgloss.Width(right) + 2
	}
	peer, ours := s.Peer, "included server"
	if peer == "" {
		peer = s.Target
	}
	short := "included"
	switch {
	case !s.Included:
		ours = ""
	case s.Type != "" && s.Type != "default":
		ours, short = "included server: "+s.Type, "included: "+s.Type
	}
	name := s.Server
	if !s.Open {
		name = smtp.Text{}
	}
	if far := m.howFar(); far != "" && lipgloss.Width(joinedParts(peer, short, protection(s))+far) <= room {
		right, room = right+far, room-lipgloss.Width(far)
	}
	fixed := joinedParts(peer, ours, protection(s))
	if over := lipgloss.Width(joinedParts(fixed, name.String())) - room; over > 0 && s.Included {
		fixed, ours = joinedParts(peer, short, protection(s)), short
	}
	if name.Width() > 0 {
		name = name.Cut(room - lipgloss.Width(fixed) - len(" · "))
	}
	if name.String() == "…" {
		name = smtp.Text{}
	}
	left := clip(joinedParts(peer, name.String(), ours, protection(s)), room)
	gap := w - lipgloss.Width(left) - lipgloss.Width(right) - 1
	return paint(strong, left) + strings.Repeat(" ", max(gap, 0)) + paint(later, right)
}

// joinedParts joins the parts that are not empty.
func joinedParts(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), " · ")
}

func protection(s desk.Status) string {
	version := s.Shield.Version
	if version == "" {
		version = "TLS"
	}
	switch {
	case !s.Open:
		return "not connected"
	case !s.TLS:
		return "plain"
	case s.Shield.Pinned:
		return version + " ✓ pinned"
	case s.Shield.Verified:
		return version + " ✓ verified"
	}
	return version + " ! not verified"
}

// longIdle is the silence from which on it is told: a server need wait only five
// minutes for the next command (RFC 5321 section 4.5.3.2.7).
const longIdle = 4 * time.Minute

// insecure is to be read all the time, in full where half the row has room for it.
const insecure = "! --insecure: no certificate is looked at"

// switches tells what is not as usual.
func (m *Model) switches(s desk.Status) string {
	var parts []string
	if s.Drip > 0 {
		parts = append(parts, "drip "+s.Drip.String())
	}
	if s.Gathers {
		parts = append(parts, fmt.Sprintf("group: %d %s", len(s.Group), plural(len(s.Group), "line", "lines")))
	}
	if s.Insecure {
		parts = append(parts, insecure)
	}
	if !s.Stuffing {
		parts = append(parts, "stuffing off")
	}
	if s.Strict {
		parts = append(parts, "strict")
	}
	if s.Ending == smtp.LF {
		parts = append(parts, "line end LF")
	}
	if s.Open && !s.Included && s.Idle >= longIdle {
		parts = append(parts, fmt.Sprintf("silent for %d min", int(s.Idle/time.Minute)))
	}
	if s.Lesson != "" && m.layout.lesson.Empty() {
		parts = append(parts, s.Lesson)
	}
	return strings.Join(parts, " · ")
}

// howFar is how many goals of the step are met, where the title names it.
func (m *Model) howFar() string {
	if t := &m.taught; t.open && !t.Over && len(t.Goals) > 0 && m.layout.lesson.Empty() {
		return fmt.Sprintf(" · %d/%d", t.met(), len(t.Goals))
	}
	return ""
}

func (m *Model) promptTitle() string {
	switch m.desk.Mode() {
	case desk.TextMode:
		return "Message text"
	case desk.ChunkMode:
		return "Chunk"
	case desk.AnswerMode:
		return "Answer"
	case desk.QuestionMode:
		return "Question"
	case desk.PasteMode:
		return "Paste"
	case desk.ClosedMode:
		return "Closed"
	case desk.SecretMode:
		return "Unseen"
	case desk.PredictMode:
		return "Your guess"
	case desk.QuizMode:
		return "Your answer"
	}
	if m.desk.Status().Gathers {
		return "Group"
	}
	return "Command"
}
