package desk

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"ehlo/session"
	"ehlo/session/loopback"
	"ehlo/session/loopback/certificate"
	"ehlo/session/target"
	"ehlo/transcript"
	"ehlo/tui/classroom"
)

// A person sits at a desk in a synctest bubble and writes down what is shown.
type person struct {
	t      *testing.T
	d      *Desk
	server *loopback.Server
	delay  atomic.Int64 // the server's replies take as long, in nanoseconds
	answer func(line string) string
	dials  int

	page []string // what was shown and not compared yet
	put  string
	last Shown
	quit bool
}

// hangUp is the answer of a server that closes the connection without one.
const hangUp = "hang up"

const here = "127.0.0.1:42525"

// sit runs act with a person at the included server.
func sit(t *testing.T, c Config, act func(*person)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		p := &person{t: t, server: loopback.New(loopback.Options{Certify: certificate.New}.Fixed())}
		defer p.server.Close()
		p.begin(c)
		defer p.rise()
		act(p)
	})
}

// sitAs is sit at one of the included server's types.
func sitAs(t *testing.T, c Config, persona string, act func(*person)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		p := &person{t: t, server: loopback.New(loopback.Options{Certify: certificate.New}.Fixed())}
		defer p.server.Close()
		if err := p.server.SetPersona(persona); err != nil {
			t.Fatal(err)
		}
		p.begin(c)
		defer p.rise()
		act(p)
	})
}

// sitAt runs act with a person at a server that answers each line as told, and
// begins with a greeting. An empty answer is none.
func sitAt(t *testing.T, c Config, answer func(line string) string, act func(*person)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		p := &person{t: t, answer: answer}
		p.begin(c)
		defer p.rise()
		act(p)
	})
}

func (p *person) begin(c Config) {
	if c.Open == nil {
		c.Open = p.open
	}
	if c.Target == "" {
		c.Target = here
	}
	if p.server != nil && c.House.Target == "" {
		c.House = house(p.server)
	}
	p.d = New(c)
	p.show(p.d.Connect())
	p.settle()
	time.Sleep(time.Second) // the included server listens a moment before it greets
	p.settle()
}

func (p *person) rise() {
	p.d.Close()
	time.Sleep(2 * time.Hour) // whatever the server is late with comes to its end
}

func house(s *loopback.Server) House {
	return House{
		Target: here,
		Stored: func(id string) (Message, bool) {
			m, ok := s.Stored(id)
			return Message{ID: m.ID, Octets: m.Octets, Trace: m.TraceLen}, ok
		},
		Boxes:   func() []Box { return nil },
		Advance: s.Advance,
		Persona: classroom.World{Server: s}.Persona,
		Marks:   s.Marks,
	}
}

// open is the opener of the desk: a pipe to the server.
func (p *person) open(ctx context.Context, text string, tape *transcript.Transcript) (Session, error) {
	t, err := target.Parse(text)
	if err != nil {
		return nil, err
	}
	p.dials++
	dial := func(context.Context, string, string) (net.Conn, error) {
		client, server := net.Pipe()
		late := &late{Conn: server, p: p}
		if p.server != nil {
			go p.server.ServeConn(late)
		} else {
			go p.serve(late)
		}
		return client, nil
	}
	s, err := session.Open(ctx, t, session.Options{Dial: dial, Tape: tape})
	if err != nil {
		return nil, err
	}
	if !t.Loopback() {
		return exposed{s}, nil
	}
	return s, nil
}

// exposed is a session that leaves this computer, which a pipe does not.
type exposed struct{ *session.Session }

func (exposed) Unprotected() bool { return true }

func (p *person) serve(conn net.Conn) {
	defer conn.Close()
	fmt.Fprint(conn, "220 smtp.example.com ESMTP\r\n")
	lines := bufio.NewScanner(conn)
	for lines.Scan() {
		reply := p.answer(lines.Text())
		if reply == hangUp {
			return
		}
		if reply != "" {
			fmt.Fprint(conn, strings.ReplaceAll(reply, "\n", "\r\n")+"\r\n")
			if strings.HasPrefix(reply, "221") || strings.HasPrefix(reply, "421") {
				return
			}
		}
	}
}

// late is a connection whose octets come late.
type late struct {
	net.Conn
	p *person
}

func (l *late) Write(b []byte) (int, error) {
	time.Sleep(time.Duration(l.p.delay.Load()))
	return l.Conn.Write(b)
}

// settle waits until nothing moves any more without time passing.
func (p *person) settle() {
	for {
		synctest.Wait()
		select {
		case <-p.d.Wake():
			p.show(p.d.Grew())
		default:
			return
		}
	}
}

// show writes down what a front end would show.
func (p *person) show(s Shown) {
	p.last = s
	if s.Insert != "" { // the lines before it leave meanwhile, and may be recorded by now or not
		p.page = append(p.page, "insert "+s.Insert)
	}
	notices := s.Notices
	for i := s.From; i < s.To; i++ {
		for len(notices) > 0 && notices[0].Before <= i {
			p.page = append(p.page, "! "+notices[0].String())
			notices = notices[1:]
		}
		p.page = append(p.page, p.lines(i)...)
	}
	for _, n := range notices {
		p.page = append(p.page, "! "+n.String())
	}
	for _, v := range s.Views {
		p.page = append(p.page, strings.TrimSpace(fmt.Sprintf("view %d %s %s", v.View, v.Arg, strings.Join(v.Lines, " | "))))
	}
	if s.HasPut {
		p.put = s.Put
		p.page = append(p.page, "put "+s.Put)
	}
	if s.Quit && !p.quit {
		p.quit = true
		p.page = append(p.page, "quit")
	}
}

// lines returns an event as the lines of a listing. The facts of connecting have
// addresses in them that a pipe does not have, and are left out.
func (p *person) lines(i int) []string {
	e := p.d.Tape().At(i)
	switch e.Who {
	case transcript.Client:
		return []string{"C " + written(e.Octets)}
	case transcript.Server:
		var lines []string
		for line := range strings.Lines(string(e.Octets)) {
			lines = append(lines, "S "+written([]byte(line)))
		}
		return lines
	}
	switch e.Fact {
	case transcript.Resolved, transcript.Dialing, transcript.Connected:
		return nil
	case transcript.Closed:
		if !strings.Contains(e.Text, "message") {
			return []string{"# closed"} // behind a 221 either side may be first
		}
	}
	return []string{"# " + e.Text}
}

// written shows octets, but not the CRLF that each line should end in.
func written(octets []byte) string {
	line, ok := strings.CutSuffix(string(octets), "\r\n")
	line = strconv.Quote(line)
	line = line[1 : len(line)-1]
	if !ok {
		line += "␃"
	}
	return line
}

// do does one thing that a person does, written as a line of a dialogue.
func (p *person) do(line string) {
	p.put = ""
	kind, arg, _ := strings.Cut(line, " ")
	switch kind {
	case ">":
		p.show(p.d.Enter(arg))
	case "paste":
		text, err := strconv.Unquote(arg)
		if err != nil {
			p.t.Fatal(line, err)
		}
		p.show(p.d.Paste(text))
	case "feed":
		p.show(p.d.Feed(arg))
	case "all":
		p.show(p.d.PasteAll())
	case "esc":
		p.show(p.d.PasteDrop())
	case "y", "n":
		p.show(p.d.Confirm(kind == "y"))
	case "stop":
		p.show(p.d.Stop(arg == "cleared"))
	case "leave":
		p.show(p.d.Leave())
	case "sleep":
		d, err := time.ParseDuration(arg)
		if err != nil {
			p.t.Fatal(err)
		}
		time.Sleep(d)
	case "delay":
		d, err := time.ParseDuration(arg)
		if err != nil {
			p.t.Fatal(err)
		}
		p.delay.Store(int64(d))
	case "tick":
		p.show(p.d.Tick(time.Now()))
	default:
		p.t.Fatalf("what is %q?", line)
	}
	p.settle()
	if q, ok := p.d.Question(); ok {
		p.page = append(p.page, "? "+q.Words)
	}
}

// plays does what the lines of a dialogue say and returns it with what was shown
// between them. A line "= command" states the mode. What a person does begins with
// ">" or another word of do.
func (p *person) plays(dialogue string) string {
	p.t.Helper()
	var got strings.Builder
	turn := func(line string) {
		for _, shown := range p.page {
			got.WriteString(shown + "\n")
		}
		p.page = nil
		got.WriteString(line)
	}
	for line := range strings.Lines(dialogue) {
		line = strings.TrimRight(strings.TrimLeft(line, "\t"), "\n")
		switch kind, _, _ := strings.Cut(line, " "); kind {
		case "", "C", "S", "!", "?", "#", "put", "insert", "view", "quit":
		case "=":
			turn("= " + p.d.Mode().String() + "\n")
		default:
			turn("")
			p.do(line)
			got.WriteString(line + "\n")
		}
	}
	turn("")
	return got.String()
}
