package transcript

import (
	"bytes"
	"slices"
)

// A role is what a line of a book is, as far as its looks tell.
type role uint8

const (
	unmarked    role = iota
	said             // by the client
	answered         // by the server
	saidExact        // by the client; a literal
	replyExact       // by the server; a literal
	connects         // a connection was made
	secures          // TLS stands
	closes           // the server ended the connection
	drops            // the client did
	aside            // said by the program that wrote the book, worth a note
	hidden           // stands for octets that are not shown
	meaningless      // of no account
)

// A taken line is its role and what was said.
type taken struct {
	role role
	text []byte
}

// speaks reports whether somebody says the line.
func (t taken) speaks() bool { return t.role >= said && t.role <= replyExact }

// A bookForm tells the lines of one way to write sessions down.
type bookForm struct {
	name  string
	read  func(line []byte) taken
	wraps bool // lines may be broken, with the rest unmarked
}

// A sign stands before what somebody said.
type sign struct {
	sign string
	role role
}

// cutSign returns what stands behind the first sign that line begins with.
func cutSign(signs []sign, line []byte) (taken, bool) {
	for _, s := range signs {
		if text, ok := bytes.CutPrefix(line, []byte(s.sign)); ok {
			return taken{s.role, text}, true
		}
		if string(line) == string(bytes.TrimRight([]byte(s.sign), " ")) {
			return taken{role: s.role}, true
		}
	}
	return taken{}, false
}

var swaksSigns = []sign{
	{"<-  ", answered}, {"-> ", said}, {"<~  ", answered}, {"~> ", said},
	{"<** ", answered}, {"**> ", said}, {"<~* ", answered}, {"*~> ", said}, {"*** ", aside},
}

// dumped is a row of octets, of which swaks --show-raw-text shows all that it
// shows as lines, too.
var dumped = newPattern(`^[<>] +[0-9]{4,}: ([0-9A-F]{2} |$)`)

var linesSent = newPattern(`^[0-9]+ lines sent$`)

func readSwaks(line []byte) taken {
	line = bytes.TrimLeft(line, " \t")
	if dumped.Match(line) {
		return taken{role: meaningless}
	}
	if rest, ok := bytes.CutPrefix(line, []byte("=== ")); ok {
		return taken{factOf(rest), rest}
	}
	t, _ := cutSign(swaksSigns, line)
	if fact := factSaid(t.text); t.role == aside && fact != unmarked {
		t.role = fact
	}
	if t.role == said && linesSent.Match(t.text) {
		t.role = hidden
	}
	if _, _, ok := codeOf(t.text); t.role == answered && !ok && bytes.HasPrefix(line, []byte("<**")) {
		t.role = aside // "Timeout waiting for server response"
	}
	return t
}

var curlSigns = []sign{{"< ", answered}, {"> ", said}}

func readCurl(line []byte) taken {
	// The meter of progress is written over and over on one line.
	if i := bytes.LastIndexByte(line, '\r'); i >= 0 {
		line = line[i+1:]
	}
	line = bytes.TrimLeft(line, " \t")
	if rest, ok := bytes.CutPrefix(line, []byte("* ")); ok {
		rest = bytes.TrimLeft(rest, " ")
		return taken{factOf(rest), rest}
	}
	if bytes.HasPrefix(line, []byte("} [")) {
		return taken{role: hidden}
	}
	t, ok := cutSign(curlSigns, line)
	if !ok {
		t.role = meaningless
	}
	return t
}

var arrowSigns = []sign{
	{">>> ", said}, {"<<< ", answered}, {"--> ", said}, {"<-- ", answered}, {">> ", said}, {"<< ", answered},
	{"SMTP>> ", said}, {"SMTP|> ", said}, {"SMTP+> ", said}, {"SMTP<< ", answered}, {"SMTP(close)>>", drops},
}

// arrowsForm returns the form with arrows. Where replies have none, as sendmail -v
// prints them, their code tells. Where they have, as in what sendmail bounces, a
// code without an arrow is sendmail's own.
func arrowsForm(lines [][]byte) bookForm {
	signed := slices.ContainsFunc(lines, func(line []byte) bool {
		t, _ := cutSign(arrowSigns, bytes.TrimLeft(line, " \t"))
		return t.role == answered
	})
	return bookForm{"arrows", func(line []byte) taken { return readArrows(line, signed) }, true}
}

func readArrows(line []byte, signed bool) taken {
	line = bytes.TrimLeft(line, " \t")
	t, ok := cutSign(arrowSigns, line)
	if !ok {
		if _, _, coded := codeOf(line); coded && !signed {
			return taken{answered, line}
		} else if coded {
			return taken{role: unmarked}
		}
		return taken{factOf(line), line}
	}
	if t.role == said && bytes.HasPrefix(t.text, []byte("writing message and terminating")) {
		t.role = hidden
	}
	return t
}

// postfixLine is a line of Postfix's log with -v: which program, which direction,
// with whom, and what.
var postfixLine = newPattern(`\b(smtpd?|lmtp|postscreen)\[[0-9]+\]: ([<>]) [^ ]*\[[^] ]*\](?::[0-9a-z]+)?: ?(.*)$`)

func readPostfix(line []byte) taken {
	m := postfixLine.FindSubmatch(line)
	if m == nil {
		return taken{role: meaningless}
	}
	server := string(m[1]) == "smtpd" || string(m[1]) == "postscreen"
	if server == (string(m[2]) == ">") {
		return taken{answered, m[3]}
	}
	return taken{said, m[3]}
}

// factSigns are what programs say of the connection: how the line begins, and what
// else is in it.
var factSigns = []struct {
	begins, has string
	role        role
}{
	{"Connected to ", "", connects},
	{"Connection to ", " succeeded!", connects},
	{"Ncat: Connected to ", "", connects},
	{"(UNKNOWN) [", " open", connects},
	{"CONNECTED(", "", connects},
	{"TLS started ", "", secures},
	{"TLS session parameters:", "", secures},
	{"SSL connection using ", "", secures},
	{"New, TLS", "Cipher is ", secures},
	{"New, SSL", "Cipher is ", secures},
	{"Connection closed by foreign host", "", closes},
	{"Connection closed", "", drops},
	{"Connection to host lost", "", closes},
	{"Connection reset", "", closes},
	{"Remote host closed connection", "", closes},
	{"Closing connection to ", "", meaningless},
	{"Closing connection", "", drops},
	{"Connection #", " left intact", meaningless},
	{"Ncat: Connection ", "", closes},
	{"read:errno=", "", closes},
	{"closed", "", closes},
	{"DONE", "", drops},
	{"Trying ", "", meaningless},
	{"Escape character is ", "", meaningless},
	{"telnet> ", "", meaningless},
	{"^]", "", meaningless},
	{"Ncat: ", "", meaningless},
	{"Connecting to ", "", meaningless},
	{"depth=", "", meaningless},
	{"verify error:", "", meaningless},
	{"verify return:", "", meaningless},
	{"RENEGOTIATING", "", meaningless},
	{"KEYUPDATE", "", meaningless},
	{"```", "", meaningless},
}

// factOf returns what a program says of the connection by a line; meaningless if
// nothing.
func factOf(line []byte) role {
	if r := factSaid(line); r != unmarked {
		return r
	}
	return meaningless
}

// factSaid is factOf with unmarked for a line that no program is known to say.
func factSaid(line []byte) role {
	for _, f := range factSigns {
		if !bytes.HasPrefix(line, []byte(f.begins)) || !bytes.Contains(line, []byte(f.has)) {
			continue
		}
		if short := f.begins == "closed" || f.begins == "DONE" || f.begins == "RENEGOTIATING" || f.begins == "KEYUPDATE"; short && len(line) > len(f.begins) {
			continue
		}
		return f.role
	}
	return unmarked
}

// formOf finds out how a session was written down: the form by which most lines
// make sense. Without any it is what a terminal shows.
func formOf(lines [][]byte) (bookForm, bool) {
	forms := []bookForm{
		listingForm(lines),
		noticeForm(lines),
		{"swaks", readSwaks, true},
		{"curl", readCurl, false},
		arrowsForm(lines),
		{"postfix", readPostfix, false},
		{"python", readPython, false},
	}
	var best bookForm
	most := sense(lines, func(line []byte) taken { return taken{said, bytes.TrimLeft(line, " \t")} })
	for _, f := range forms {
		if f.read == nil || !slices.ContainsFunc(lines, func(line []byte) bool { return f.read(line).speaks() }) {
			continue
		}
		if n := sense(lines, f.read); n > most {
			best, most = f, n
		}
	}
	return best, best.read != nil
}

// sense counts the lines that are replies or commands when read so.
func sense(lines [][]byte, read func([]byte) taken) int {
	n := 0
	for _, line := range lines {
		t := read(line)
		if !t.speaks() {
			continue
		}
		if _, _, ok := codeOf(t.text); ok || commanding(bytes.TrimSuffix(t.text, crlf)) {
			n++
		}
	}
	return n
}
