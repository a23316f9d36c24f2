package lessons

import (
	"fmt"
	"slices"
	"strings"

	"ehlo/lessons/course"
	"ehlo/session/smtp"
)

// A Goal is the place that a step of a lesson leads to, ready to print beside the place
// where the dialogue stands.
type Goal struct {
	Words   string // "message accepted, then goodbye"
	Brief   string // the same in at most 16 columns, "accepted"
	Marks   []Mark // one for each station of the map: [Wanted], [Turned], [ToCome], or [Done] once it is reached; nil: the map has no such place
	Reached bool   // every goal of the step is met
}

// Toward returns the place with the goal of a step beside it. Its map shows the way of
// the goal if what was reached so far lies on it. There is no goal where one stands there
// already and goals of the step are open: they ask for something that is no place.
func (p Place) Toward(a course.Aim, reached bool) Place {
	goal := &Goal{Words: aimLine(a), Brief: briefAim(a), Reached: reached}
	if ends := a.Goodbye || a.Closed; !reached && !ends && p.Brief == goal.Brief && (p.Now == goal.Words || a.Messages > 0) {
		return p
	}
	p.Goal = goal
	way := Map(a.State)
	if onWay(p.Map, way) {
		p.Map = along(way, p.Map)
	}
	if slices.ContainsFunc(p.Map, func(s Station) bool { return isGoal(s, way, a) }) {
		p.Goal.Marks = goalMarks(p.Map, way, a, reached)
	}
	return p
}

// isGoal reports whether a station is what the way leads to.
func isGoal(s Station, way []Station, a course.Aim) bool {
	if onlyCloses(a) {
		return isEnd(s)
	}
	return markOf(way, s.Name) == int(Here)
}

// onlyCloses reports whether the way leads to the end of the connection and to nothing
// before it.
func onlyCloses(a course.Aim) bool {
	p := a.State.Phase()
	return a.Closed && a.Messages == 0 && (p == smtp.Greeted || p == smtp.Ready)
}

// isEnd reports whether a station is the end of the connection.
func isEnd(s Station) bool { return s.Name == "goodbye" || s.Name == "closed" }

// onWay reports whether every station that was reached lies on the way, to its end.
func onWay(now, way []Station) bool {
	return len(now) > 0 && len(way) > 0 && now[len(now)-1].Name == way[len(way)-1].Name &&
		!slices.ContainsFunc(now, func(s Station) bool { return s.Mark != ToCome && markOf(way, s.Name) < 0 })
}

// along returns the stations of a way with the marks that those of now have.
func along(way, now []Station) []Station {
	list := make([]Station, len(way))
	for i, s := range way {
		list[i] = newStation(s.Name, ToCome)
		if mark := markOf(now, s.Name); mark >= 0 {
			list[i].Mark = Mark(mark)
		}
	}
	return list
}

// markOf returns the mark of the station with this name; -1 if there is none.
func markOf(list []Station, name string) int {
	for _, s := range list {
		if s.Name == name {
			return int(s.Mark)
		}
	}
	return -1
}

// goalMarks are the marks of the goal below the stations of the map.
func goalMarks(stations, way []Station, a course.Aim, reached bool) []Mark {
	wanted := Wanted
	if reached {
		wanted = Done
	}
	marks := make([]Mark, len(stations))
	for i, s := range stations {
		switch at := markOf(way, s.Name); {
		case isEnd(s) && a.Closed, at == int(Done), at == int(Here):
			marks[i] = wanted
		case at == int(Turned):
			marks[i] = Turned
		}
	}
	return marks
}

// aimLine says in words where a step leads.
func aimLine(a course.Aim) string {
	end := ""
	switch {
	case onlyCloses(a) && a.Goodbye:
		return "goodbye said, connection closed"
	case onlyCloses(a):
		return phaseNames[smtp.Ended][0]
	case a.Goodbye:
		end = ", then goodbye"
	case a.Closed:
		end = ", then closed"
	}
	if a.Messages == 0 {
		return openLine(a.State) + end
	}
	line := acceptedLine(a)
	if a.State.Phase() != smtp.Ready {
		line += ", then " + openLine(a.State)
	}
	return line + end
}

// acceptedLine counts the recipients that have a message. How many messages that took is
// told of one recipient only: with more of them, to find it out may be the task.
func acceptedLine(a course.Aim) string {
	refused := refusedOf(a.State)
	switch {
	case a.People > 1 && refused > 0:
		return fmt.Sprintf("accepted for %d, %d refused", a.People, refused)
	case a.People > 1:
		return fmt.Sprintf("accepted for %d recipients", a.People)
	case refused > 0:
		return fmt.Sprintf("message accepted, %d refused", refused)
	case a.Messages > 1:
		return fmt.Sprintf("%d messages accepted", a.Messages)
	}
	return "message accepted"
}

// refusedOf counts the recipients who were refused in the transaction whose message was
// accepted last; none while another is open.
func refusedOf(s smtp.State) int {
	if _, open := s.Sender(); open {
		return 0
	}
	n := 0
	_, all, _ := s.Last()
	for _, r := range all {
		if !r.Accepted() && !isAboutLine(r.Code) {
			n++
		}
	}
	return n
}

// openLine names a place that no message was accepted at. How long a text is, is up to
// whoever writes it.
func openLine(s smtp.State) string {
	switch p := s.Phase(); {
	case s.ChunkLeft() > 0, p == smtp.InChunks:
		return "chunks begun"
	case p == smtp.InText:
		return "message text begun"
	case p == smtp.Ready && s.Owner() == smtp.Client:
		return "message refused"
	case p == smtp.Ready && (s.TLS() || s.Authenticated()):
		return strings.Join(compact("ready", when(s.TLS(), "inside TLS"), when(s.Authenticated(), "logged in")), ", ")
	case p == smtp.Ready:
		return phaseNames[p][0]
	}
	return phaseLine(s)
}

func when(holds bool, words string) string {
	if holds {
		return words
	}
	return ""
}

func briefAim(a course.Aim) string {
	switch p := a.State.Phase(); {
	case onlyCloses(a) && a.Goodbye:
		return phaseNames[smtp.Leaving][1]
	case onlyCloses(a):
		return phaseNames[smtp.Ended][1]
	case p != smtp.Ready || a.Messages == 0:
		return briefLine(a.State)
	case a.People > 1:
		return fmt.Sprintf("accepted for %d", a.People)
	case a.Messages > 1:
		return fmt.Sprintf("%d messages", a.Messages)
	}
	return "accepted"
}

// goalLine is the goal in a line of its own, "" for none.
func (p Place) goalLine() string {
	switch {
	case p.Goal == nil:
		return ""
	case p.Goal.Reached:
		return "goal, reached: " + p.Goal.Words
	}
	return "goal: " + p.Goal.Words
}
