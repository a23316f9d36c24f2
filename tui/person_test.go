package tui

import (
	"bufio"
	"context"
	"io"
	"net"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"ehlo/session"
	"ehlo/session/loopback"
	"ehlo/session/loopback/certificate"
	"ehlo/session/target"
	"ehlo/transcript"
	"ehlo/tui/classroom"
	"ehlo/tui/desk"
)

// A person sits at the screen: types, presses keys and reads what is there. The
// server is the included one, at the other end of a pipe; time is virtual.
type person struct {
	t      *testing.T
	m      *Model
	desk   *desk.Desk
	server *loopback.Server
	msgs   chan tea.Msg
	quit   atomic.Bool // the program would have ended
}

// sit lets do happen at a screen of w by h cells.
func sit(t *testing.T, w, h int, do func(p *person)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		server := loopback.New(loopback.Options{Certify: certificate.New}.Fixed())
		p := &person{t: t, server: server, msgs: make(chan tea.Msg, 4096)}
		p.at(w, h, desk.Config{
			Target: "127.0.0.1:42525",
			Open:   piped(server.ServeConn),
			House:  houseOf(server),
		})
		do(p)
		p.leave()
		server.Close()
	})
}

// sitAt lets do happen at the screen of a server that a test plays, on this
// computer or, at 192.0.2.25, outside it.
func sitAt(t *testing.T, target string, serve func(net.Conn), do func(p *person)) {
	t.Helper()
	sitSized(t, [2]int{120, 36}, target, serve, do)
}

// sitSized is sitAt for a screen of another size.
func sitSized(t *testing.T, size [2]int, target string, serve func(net.Conn), do func(p *person)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		p := &person{t: t, msgs: make(chan tea.Msg, 4096)}
		p.at(size[0], size[1], desk.Config{Target: target, Open: piped(serve)})
		do(p)
		p.leave()
	})
}

const (
	here   = "127.0.0.1:42525"
	abroad = "192.0.2.25:25"
)

// answers plays a server that greets and gives each line its answer, "" for none;
// the answer "bye" closes.
func answers(answer func(line string) string) func(net.Conn) {
	return func(conn net.Conn) {
		defer conn.Close()
		io.WriteString(conn, "220 mx.example.net ready\r\n")
		lines := bufio.NewScanner(conn)
		for lines.Scan() {
			switch reply := answer(lines.Text()); reply {
			case "":
			case "bye":
				return
			default:
				io.WriteString(conn, reply+"\r\n")
			}
		}
	}
}

// agreeable answers like a server that has nothing against anything.
func agreeable() func(line string) string {
	text := false
	return func(line string) string {
		verb, _, _ := strings.Cut(strings.ToUpper(line), " ")
		switch {
		case text && line != ".":
			return ""
		case text, verb == "DATA":
			text = !text
			if text {
				return "354 go on"
			}
		case verb == "EHLO":
			return "250-mx.example.net\r\n250-8BITMIME\r\n250 AUTH PLAIN LOGIN"
		case verb == "QUIT":
			return "221 bye"
		case verb == "AUTH":
			return "334 "
		}
		return "250 Ok"
	}
}

// at opens the screen over a desk and lets it come to rest.
func (p *person) at(w, h int, c desk.Config) {
	p.desk = desk.New(c)
	p.m = New(p.desk)
	p.run(p.m.Init())
	p.send(tea.WindowSizeMsg{Width: w, Height: h})
	p.waits(100 * time.Millisecond) // the server listens first whether the client speaks too early
}

func (p *person) leave() {
	p.settle()
	p.desk.Close()
	time.Sleep(time.Hour) // past the last tick; nobody asks for another
	synctest.Wait()
}

// piped opens connections to whatever serves the other end of a pipe.
func piped(serve func(net.Conn)) desk.Opener {
	return func(ctx context.Context, text string, tape *transcript.Transcript) (desk.Session, error) {
		to, err := target.Parse(text)
		if err != nil {
			return nil, err
		}
		s, err := session.Open(ctx, to, session.Options{Tape: tape, Dial: func(context.Context, string, string) (net.Conn, error) {
			near, far := net.Pipe()
			go serve(far)
			return addressed{near, net.JoinHostPort(to.Host, to.Port)}, nil
		}})
		if err != nil {
			return nil, err
		}
		return s, nil
	}
}

// addressed is a pipe that claims to be a connection to an address.
type addressed struct {
	net.Conn
	remote string
}

func (addressed) LocalAddr() net.Addr {
	return net.TCPAddrFromAddrPort(netip.MustParseAddrPort("127.0.0.1:50000"))
}

func (a addressed) RemoteAddr() net.Addr {
	return net.TCPAddrFromAddrPort(netip.MustParseAddrPort(a.remote))
}

func houseOf(s *loopback.Server) desk.House {
	of := func(m loopback.Message) desk.Message {
		return desk.Message{ID: m.ID, From: m.From, To: m.Rcpts, Octets: m.Octets, Trace: m.TraceLen, At: m.At, Faults: m.Faults}
	}
	return desk.House{
		Target: "127.0.0.1:42525",
		Stored: func(id string) (desk.Message, bool) { m, ok := s.Stored(id); return of(m), ok },
		Boxes: func() (boxes []desk.Box) {
			for _, addr := range s.Boxes() {
				box := desk.Box{Address: addr}
				for _, m := range s.Box(addr) {
					box.Messages = append(box.Messages, of(m))
				}
				boxes = append(boxes, box)
			}
			return boxes
		},
		Advance: s.Advance,
		Persona: classroom.World{Server: s}.Persona,
	}
}

// run starts a command and what it leads to; results arrive as messages.
func (p *person) run(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	go func() {
		switch msg := cmd().(type) {
		case nil, closedMsg:
		case tea.QuitMsg:
			p.quit.Store(true)
		case tea.BatchMsg:
			for _, c := range msg {
				p.run(c)
			}
		default:
			p.msgs <- msg
		}
	}()
}

// settle lets everything come to rest.
func (p *person) settle() {
	for {
		synctest.Wait()
		select {
		case msg := <-p.msgs:
			_, cmd := p.m.Update(msg)
			p.run(cmd)
		default:
			return
		}
	}
}

func (p *person) send(msg tea.Msg) *person {
	_, cmd := p.m.Update(msg)
	p.run(cmd)
	p.settle()
	return p
}

// types presses one key a character.
func (p *person) types(text string) *person {
	for _, r := range text {
		p.send(tea.KeyPressMsg{Code: r, Text: string(r)})
	}
	return p
}

// says types a line and presses Enter.
func (p *person) says(lines ...string) *person {
	for _, line := range lines {
		p.types(line).press("enter")
	}
	return p
}

var keyCodes = map[string]tea.KeyPressMsg{
	"enter": {Code: tea.KeyEnter}, "esc": {Code: tea.KeyEscape}, "tab": {Code: tea.KeyTab},
	"up": {Code: tea.KeyUp}, "down": {Code: tea.KeyDown}, "left": {Code: tea.KeyLeft}, "right": {Code: tea.KeyRight},
	"home": {Code: tea.KeyHome}, "end": {Code: tea.KeyEnd}, "pgup": {Code: tea.KeyPgUp}, "pgdown": {Code: tea.KeyPgDown},
	"backspace": {Code: tea.KeyBackspace}, "delete": {Code: tea.KeyDelete}, "f1": {Code: tea.KeyF1}, "f2": {Code: tea.KeyF2}, "f3": {Code: tea.KeyF3}, "f4": {Code: tea.KeyF4},
	"shift+tab": {Code: tea.KeyTab, Mod: tea.ModShift},
}

// press presses keys by name.
func (p *person) press(names ...string) *person {
	p.t.Helper()
	for _, name := range names {
		k, ok := keyCodes[name]
		if letter, found := strings.CutPrefix(name, "ctrl+"); found {
			k, ok = tea.KeyPressMsg{Code: rune(letter[0]), Mod: tea.ModCtrl}, true
		}
		if len(name) == 1 {
			k, ok = tea.KeyPressMsg{Code: rune(name[0]), Text: name}, true
		}
		if !ok {
			p.t.Fatalf("no key is called %q", name)
		}
		p.send(k)
	}
	return p
}

func (p *person) pastes(text string) *person { return p.send(tea.PasteMsg{Content: text}) }

// waits lets time pass, at most a second at once, as the program does.
func (p *person) waits(d time.Duration) *person {
	for ; d > time.Second; d -= time.Second {
		time.Sleep(time.Second)
		p.settle()
	}
	time.Sleep(d)
	p.settle()
	return p
}

// screen is what is to be seen, without colours.
func (p *person) screen() string { return ansi.Strip(p.m.View().Content) }

// sees demands that each text is on the screen.
func (p *person) sees(texts ...string) *person {
	p.t.Helper()
	for _, text := range texts {
		if !strings.Contains(p.screen(), text) {
			p.t.Errorf("the screen does not show %q:\n%s", text, p.screen())
		}
	}
	return p
}

// misses demands that none of the texts is on the screen.
func (p *person) misses(texts ...string) *person {
	p.t.Helper()
	for _, text := range texts {
		if strings.Contains(p.screen(), text) {
			p.t.Errorf("the screen shows %q:\n%s", text, p.screen())
		}
	}
	return p
}
