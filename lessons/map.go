package lessons

import "ehlo/session/smtp"

// A Mark says how far the dialogue has come with a station.
type Mark uint8

// The marks of a station.
const (
	ToCome Mark = iota
	Done
	Here   // where the dialogue stands: the last station it reached
	Turned // the server refused it
	Wanted // a step of a lesson leads to it, see [Goal]
)

var (
	markSigns = [...]rune{'·', SignAccepted, '●', SignRefused, '○'}
	markNames = [...]string{"to come", "done", "here", "refused", "to be reached"}
)

// Sign returns the mark as one column.
func (m Mark) Sign() rune { return markSigns[m] }

// String returns the mark in words.
func (m Mark) String() string { return markNames[m] }

// A Station is one stop on the way of a message to the server.
type Station struct {
	Name  string // "greeting", "MAIL", "text"
	Short string // the same where there is little room
	Mark  Mark
}

func newStation(name string, mark Mark) Station {
	short := name
	if name == "greeting" {
		short = "greet"
	}
	return Station{name, short, mark}
}

// Map returns the stations from the greeting to the accepted message (RFC 5321
// section 3), each with its mark: TLS and AUTH where they take part, BDAT in place
// of DATA and the text where chunks are sent, what is left where the server refused
// the connection or one of the two leaves. It is empty where the beginning was not
// seen.
func Map(s smtp.State) []Station {
	switch p := s.Phase(); {
	case s.IsPartial() && s.Hello() == smtp.NoHello && p != smtp.Leaving && p != smtp.Ended:
		return nil
	case p == smtp.Refused:
		return []Station{newStation("greeting", Turned), newStation("QUIT", ToCome)}
	case p == smtp.Leaving:
		return append(past(s), newStation("goodbye", Here), newStation("closed", ToCome))
	case p == smtp.Ended:
		return append(past(s), newStation("closed", Here))
	}
	return marked(route(s), station(s), turned(s))
}

// past is what was reached before one of the two left.
func past(s smtp.State) []Station {
	var list []Station
	if s.ServerName() != "" {
		list = append(list, newStation("greeting", Done))
	}
	if s.Hello() != smtp.NoHello {
		list = append(list, newStation("hello", Done))
	}
	if s.Messages() > 0 {
		list = append(list, newStation("accepted", Done))
	}
	return list
}

// route names the stations of the way that is taken. TLS from the first octet comes
// before the greeting.
func route(s smtp.State) []string {
	names := []string{"greeting"}
	switch {
	case s.TLS() && s.Phase() == smtp.Opening:
		names = []string{"TLS", "greeting"}
	case s.TLS() || s.Phase() == smtp.Handshake:
		names = append(names, "TLS")
	}
	names = append(names, "hello")
	if s.Phase() == smtp.InAuth || s.Authenticated() {
		names = append(names, "AUTH")
	}
	names = append(names, "MAIL", "RCPT")
	if s.Chunked() {
		return append(names, "BDAT", "accepted")
	}
	return append(names, "DATA", "text", "accepted")
}

// station names the last station that was reached, "" before the first.
func station(s smtp.State) string {
	switch s.Phase() {
	case smtp.Greeted:
		if s.TLS() {
			return "TLS"
		}
		return "greeting"
	case smtp.Opening:
		if s.TLS() {
			return "TLS"
		}
	case smtp.Handshake:
		return "TLS"
	case smtp.InAuth:
		return "AUTH"
	case smtp.Ready:
		return readyStation(s)
	case smtp.InMail:
		return "MAIL"
	case smtp.InRcpt:
		if s.Chunked() && !s.ChunkRefused() {
			return "BDAT"
		}
		return "RCPT"
	case smtp.InText:
		return "text"
	case smtp.InChunks:
		return "BDAT"
	}
	return ""
}

// readyStation is where no transaction is open: behind the message, if one was
// handed over since, or behind the hello.
func readyStation(s smtp.State) string {
	switch o := s.Owner(); {
	case o == smtp.Server, o == smtp.Divided:
		return "accepted"
	case o == smtp.Client && s.Chunked():
		return "BDAT"
	case o == smtp.Client:
		return "text"
	case s.Authenticated():
		return "AUTH"
	}
	return "hello"
}

// turned names the station that the server refused, "" for none.
func turned(s smtp.State) string {
	switch {
	case s.Phase() == smtp.Ready && s.Owner() == smtp.Client:
		return "accepted"
	case s.Phase() == smtp.InMail && len(judged(s)) > 0:
		return "RCPT"
	case s.ChunkRefused():
		return "BDAT"
	}
	return ""
}

func marked(names []string, here, refused string) []Station {
	list := make([]Station, len(names))
	mark := Done
	if here == "" {
		mark = ToCome
	}
	for i, name := range names {
		list[i] = newStation(name, mark)
		switch name {
		case here:
			list[i].Mark, mark = Here, ToCome
		case refused:
			list[i].Mark = Turned
		}
	}
	return list
}
