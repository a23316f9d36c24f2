package tui

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"charm.land/lipgloss/v2"

	"ehlo/lessons"
	"ehlo/session/smtp"
	"ehlo/tui/desk"
)

// advised is what there is to say of the line being typed. It is made anew when
// the line or the session changes.
type advised struct {
	lessons.Advice
	ghost  string            // what Tab adds
	whole  string            // what Tab puts instead of the line
	list   []desk.Completion // for a line that is ehlo's
	worked bool              // the ghost is the next line of a worked session
}

func (m *Model) advise() {
	line := m.prompt.value()
	m.advice = advised{}
	if m.forEhlo(line) {
		m.advice.list = m.desk.Completion(line)
		m.picked = min(m.picked, max(0, len(m.advice.list)-1))
		m.adviseColon(line)
		return
	}
	if worked, ok := m.worked(); ok {
		m.advice.ghost, m.advice.worked = worked, true
		return
	}
	switch m.desk.Mode() {
	case desk.CommandMode, desk.TextMode, desk.AnswerMode, desk.ChunkMode:
		m.advice.Advice = m.setting().Advise(line, m.desk.Prospect())
		if m.leads() && line == "" && m.advice.Suggestion != "" {
			m.advice = advised{}
		}
		m.advice.ghost = ghost(line, m.advice.Suggestion)
		if m.advice.ghost == "" && len(m.advice.Completions) > 0 {
			m.advice.whole = m.advice.Completions[0]
		}
	}
}

// forEhlo reports whether a half-typed line is for ehlo, not for the server.
func (m *Model) forEhlo(line string) bool {
	if !strings.HasPrefix(line, ":") || strings.HasPrefix(line, "::") {
		return false
	}
	switch m.desk.Mode() {
	case desk.TextMode, desk.AnswerMode, desk.ChunkMode:
		return m.desk.Mine(line)
	}
	return true
}

func (m *Model) adviseColon(line string) {
	if len(m.advice.list) == 0 {
		m.advice.Say = m.aboutColon(line)
		return
	}
	chosen := m.advice.list[m.picked]
	m.advice.whole = chosen.Line
	say := chosen.Help
	if chosen.Why != "" {
		say += " (" + chosen.Why + ")"
	}
	m.advice.Say = []string{"for ehlo, not for the server", say}
}

// aboutColon says what there is to say of a line for ehlo that nothing completes.
func (m *Model) aboutColon(line string) []string {
	name, _, _ := strings.Cut(line[1:], " ")
	for _, c := range m.desk.Commands() {
		if c.Name == strings.TrimSuffix(name, "!") {
			return []string{"for ehlo, not for the server", c.Help}
		}
	}
	return []string{"ehlo has no such command; :help lists them", "a second colon in front sends the line to the server"}
}

// ghost is the part of a suggestion that the line does not have yet.
func ghost(line, suggestion string) string {
	if len(suggestion) > len(line) && strings.EqualFold(suggestion[:len(line)], line) {
		return suggestion[len(line):]
	}
	return ""
}

// otherGhosts is what else could stand in place of the suggestion, where an
// argument is being typed: "or BODY=8BITMIME".
func (m *Model) otherGhosts() string {
	line := m.prompt.value()
	if m.advice.ghost == "" || !strings.Contains(line, " ") {
		return ""
	}
	text := ""
	for _, c := range m.advice.Completions {
		if rest := ghost(line, c); rest != "" && rest != m.advice.ghost {
			text += "  or " + rest
		}
	}
	return text
}

// adviceRows returns the rows under the prompt.
func (m *Model) adviceRows(w, h int) []string {
	rows := m.sayings(w, h)
	if len(rows) > h && h > 0 {
		rows[h-1] = clip(rows[h-1]+" …", w)
	}
	return rows[:min(len(rows), max(h, 0))]
}

func (m *Model) sayings(w, h int) []string {
	s := m.desk.Status()
	switch m.desk.Mode() {
	case desk.QuestionMode:
		q, _ := m.desk.Question()
		rows := painted(broken, proseRows("! "+q.Words, w))
		if q.Line != "" {
			rows = append(rows, "› "+clip(q.Line, w-2))
		}
		return rows
	case desk.PasteMode:
		return []string{
			fmt.Sprintf("%d pasted %s; next: ", s.Pasted, plural(s.Pasted, "line waits", "lines wait")) + s.Next.Cut(max(w-30, 1)).String(),
			"Enter sends the next · a sends all, one reply at a time · Esc drops",
		}
	case desk.PredictMode:
		if m.holds() {
			return m.advised(w, h)
		}
		return m.predictRows(w)
	case desk.QuizMode:
		if m.prompt.empty() {
			return m.lessonAdvice(w)
		}
	case desk.ClosedMode:
		if m.taught.open && m.prompt.empty() {
			return m.lessonAdvice(w)
		}
		if !m.forEhlo(m.prompt.value()) {
			return m.closed(w)
		}
	case desk.SecretMode:
		return []string{"Enter sends it; it is kept nowhere", "Esc sends nothing"}
	case desk.LeavingMode:
		return []string{"leaving: the server has a second to say goodbye"}
	}
	var rows []string
	if s.HasHeld {
		rows = append(rows, "held until the reply is complete: "+s.Held.Cut(max(w-60, 8)).String()+"; Ctrl+C drops it")
	}
	if wait := m.waiting(s); wait != "" {
		rows = append(rows, paint(later, wait))
		if m.prompt.empty() {
			return rows // the advice would say the same
		}
	}
	if s.Gathers && m.prompt.empty() {
		rows = append(rows, sendsGroup(len(s.Group)))
		if m.desk.Prospect().Reading() == smtp.AsText {
			return rows // no text in a group: DATA is its last line (RFC 2920 section 3.1)
		}
	}
	if m.taught.open && m.prompt.empty() {
		rows = append(rows, m.lessonAdvice(w)...)
		if len(rows) >= h {
			return rows
		}
	}
	rows = append(rows, m.advised(w, h-len(rows))...)
	if len(rows) == 0 && m.taught.open && m.layout.lesson.Empty() {
		return []string{m.goalsLine(w)}
	}
	return rows
}

// closed tells what can be done without a connection, as far as there is room.
func (m *Model) closed(w int) []string {
	rows := []string{"there is no connection; what is typed goes nowhere", ":reconnect"}
	more := []string{" opens it again", " · :connect TARGET another", " · :save FILE keeps it", " · :quit leaves"}
	if m.desk.Status().Reads {
		rows, more = []string{"a saved session; what is typed goes nowhere", "Esc looks back"}, append([]string{", exchange by exchange"}, more[2:]...)
	}
	for _, what := range more {
		if lipgloss.Width(rows[1]+what) <= w {
			rows[1] += what
		}
	}
	return rows
}

// advised returns what there is to say of the line, in at most h rows where that can
// be.
func (m *Model) advised(w, h int) []string {
	var list []advice
	for n, say := range m.advice.Say {
		if strings.HasPrefix(say, "Next:") && !m.layout.means.Empty() {
			continue // the sidebar says it
		}
		as := plain
		if n == 0 && m.advice.Sign == lessons.SignBreach {
			as, say = broken, string(m.advice.Sign)+" "+say
		}
		if say == m.advice.whole {
			say = "Tab: " + say
		}
		list = append(list, advice{as, say})
	}
	last := m.previewed(w)
	if last == "" {
		last = m.offered(w)
	}
	if last == "" {
		return fitted(list, w, h)
	}
	return append(fitted(list[:min(1, len(list))], w, h-1), last)
}

// An advice is one thing to say of a line, and how it is drawn.
type advice struct {
	as   role
	text string
}

// fitted returns the rows of list. What stands first is cut to one row sooner than
// what is behind it, which says what to do, falls out of h rows.
func fitted(list []advice, w, h int) []string {
	rows := make([][]string, len(list))
	n := 0
	for i, a := range list {
		rows[i] = wrapped(a.text, w)
		n += len(rows[i])
	}
	for i, a := range list {
		if n > h && len(rows[i]) > 1 {
			n -= len(rows[i]) - 1
			rows[i] = []string{wrapped(a.text, w-2)[0] + " …"}
		}
		rows[i] = painted(a.as, rows[i])
	}
	return slices.Concat(rows...)
}

// offered tells what Tab puts in place of the line, "" if something says so already.
func (m *Model) offered(w int) string {
	whole := m.advice.whole
	if whole == "" || m.advice.ghost != "" || len(m.advice.Faults) == 0 {
		return ""
	}
	for _, say := range m.advice.Say {
		if say == whole || strings.Contains(say, "Tab takes it") {
			return ""
		}
	}
	return "Tab: " + smtp.Printable([]byte(whole)).Cut(max(w-5, 1)).String()
}

// waiting is the countdown, from the second second on.
func (m *Model) waiting(s desk.Status) string {
	if !s.Wait.On {
		return ""
	}
	since := time.Since(s.Wait.Since)
	if since < time.Second {
		return ""
	}
	text := "Waiting for " + s.Wait.For + " · " + clock(since)
	if s.Wait.Of > 0 {
		text += " of " + clock(s.Wait.Of)
	}
	if s.Wait.Chosen {
		text += ", ehlo's choice"
	}
	return text + " · Ctrl+C gives the prompt back"
}

func clock(d time.Duration) string {
	seconds := int(d / time.Second)
	return fmt.Sprintf("%d:%02d", seconds/60, seconds%60)
}

func plural(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}
