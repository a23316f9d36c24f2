package line

import (
	"bytes"
	"context"
	"io"
	"net"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"ehlo/session"
	"ehlo/session/loopback"
	"ehlo/session/loopback/certificate"
	"ehlo/session/target"
	"ehlo/transcript"
	"ehlo/tui/desk"
)

// A stage is where a conversation is tried: the included server at the other end
// of a pipe, or a server that says what it is told. Time is virtual.
type stage struct {
	o      Options
	c      desk.Config
	in     string         // the lines of a pipe
	types  []string       // or what a person types, a line a second; "^C" is an interrupt
	serve  func(net.Conn) // nil: the included server
	result Result
	out    string // what was told
	said   string // what ehlo itself said
	tape   *transcript.Transcript
	stored int // messages that the included server has in the end
}

// play has the whole conversation.
func (s *stage) play(t *testing.T) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		server := loopback.New(loopback.Options{Certify: certificate.New}.Fixed())
		serve := s.serve
		if serve == nil {
			serve = server.ServeConn
		}
		var out, said bytes.Buffer
		s.o.In = strings.NewReader(s.in)
		if s.types != nil {
			stop := make(chan os.Signal, 1)
			s.o.In, s.o.Interrupt = &typist{s.types, stop}, stop
		}
		s.o.Out, s.o.Err = &out, &said
		s.c.Target, s.c.Open, s.c.Verbatim = "127.0.0.1:42525", opener(serve), !s.o.Person
		s.c.Tape = transcript.New(transcript.Start{Target: s.c.Target})
		s.c.House = desk.House{Target: s.c.Target, Boxes: func() []desk.Box { return boxes(server) }}
		d := desk.New(s.c)
		s.result = Run(d, s.o)
		d.Close()
		server.Close()
		time.Sleep(time.Minute) // until the typist has stopped; time is virtual
		s.out, s.said, s.tape = out.String(), said.String(), s.c.Tape
		for _, box := range boxes(server) {
			s.stored += len(box.Messages)
		}
	})
}

func boxes(s *loopback.Server) (boxes []desk.Box) {
	for _, name := range s.Boxes() {
		box := desk.Box{Address: name}
		for _, m := range s.Box(name) {
			box.Messages = append(box.Messages, desk.Message{ID: m.ID, From: m.From, Octets: m.Octets})
		}
		boxes = append(boxes, box)
	}
	return boxes
}

func opener(serve func(net.Conn)) desk.Opener {
	return func(ctx context.Context, text string, tape *transcript.Transcript) (desk.Session, error) {
		to, err := target.Parse(text)
		if err != nil {
			return nil, err
		}
		o := session.Options{Tape: tape, Timeout: 30 * time.Second}
		o.Dial = func(context.Context, string, string) (net.Conn, error) {
			near, far := net.Pipe()
			go serve(far)
			return addressed{near}, nil
		}
		s, err := session.Open(ctx, to, o)
		if err != nil {
			return nil, err
		}
		return s, nil
	}
}

// A typist types a line a second.
type typist struct {
	lines []string
	stop  chan<- os.Signal
}

func (p *typist) Read(b []byte) (int, error) {
	for {
		time.Sleep(time.Second)
		if len(p.lines) == 0 {
			return 0, io.EOF
		}
		line := p.lines[0]
		p.lines = p.lines[1:]
		if signal, ok := map[string]os.Signal{"^C": os.Interrupt, "kill": os.Kill}[line]; ok {
			select {
			case p.stop <- signal:
			default: // as the system does
			}
			continue
		}
		return copy(b, line+"\n"), nil
	}
}

// addressed is a pipe that claims to be a connection to the included server.
type addressed struct{ net.Conn }

func (addressed) LocalAddr() net.Addr {
	return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 50000}
}

func (addressed) RemoteAddr() net.Addr {
	return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 42525}
}

// client returns what the client said, as it crossed the wire.
func (s *stage) client() string {
	var b strings.Builder
	for i := range s.tape.Len() {
		if e := s.tape.At(i); e.Who == transcript.Client {
			b.Write(e.Octets)
		}
	}
	return b.String()
}

// has demands that text stands in what was said; misses that it does not.
func has(t *testing.T, where, text string, wanted ...string) {
	t.Helper()
	for _, w := range wanted {
		if !strings.Contains(text, w) {
			t.Errorf("%s lacks %q:\n%s", where, w, text)
		}
	}
}

func misses(t *testing.T, where, text string, unwanted ...string) {
	t.Helper()
	for _, w := range unwanted {
		if strings.Contains(text, w) {
			t.Errorf("%s has %q:\n%s", where, w, text)
		}
	}
}

const envelope = "EHLO client.example\nMAIL FROM:<bob@example.org>\nRCPT TO:<alice@example.com>\n"

func always(yes bool) func(string) bool { return func(string) bool { return yes } }

// Nobody can be asked in a pipe: without --yes the first message to another
// computer stops before DATA.
func TestMessageToAnotherComputerIsWithheld(t *testing.T) {
	s := stage{in: envelope + "DATA\nSubject: hi\n.\nNOOP\n", c: desk.Config{Foreign: always(true)}}
	s.play(t)
	if q := s.result.Withheld; q == nil || q.About != desk.AboutMessage {
		t.Errorf("withheld is %v", q)
	}
	misses(t, "the wire", s.client(), "DATA", "Subject", "NOOP")
	has(t, "the wire", s.client(), "RCPT TO:<alice@example.com>\r\nQUIT\r\n")
	if s.stored != 0 {
		t.Errorf("%d messages are stored", s.stored)
	}
}

func TestYesSendsTheMessage(t *testing.T) {
	s := stage{in: envelope + "DATA\nSubject: hi\n.\n", c: desk.Config{Foreign: always(true)}, o: Options{Yes: true}}
	s.play(t)
	if s.result.Withheld != nil || s.result.Refused != 0 || s.stored != 1 {
		t.Errorf("%+v, %d stored", s.result, s.stored)
	}
}

// A long text leaves whole and in order, many lines in one go.
func TestLongText(t *testing.T) {
	var text strings.Builder
	for i := range 3000 {
		text.WriteString(strings.Repeat("x", i%70) + "\n")
	}
	s := stage{in: envelope + "DATA\n" + text.String() + ".\nNOOP\n"}
	s.play(t)
	want := strings.ReplaceAll(envelope+"DATA\n"+text.String()+".\nNOOP\nQUIT\n", "\n", "\r\n")
	if s.client() != want {
		t.Errorf("%d octets were said, want %d", len(s.client()), len(want))
	}
	if s.stored != 1 || s.result.Refused != 0 || s.result.Lost {
		t.Errorf("%+v, %d stored", s.result, s.stored)
	}
}

// A server that is silent is waited for 30 seconds, not longer.
func TestSilenceEndsThePipe(t *testing.T) {
	var took time.Duration
	s := stage{in: "EHLO a\nNOOP\n", serve: func(c net.Conn) {
		since := time.Now()
		io.WriteString(c, "220 mx.example.net\r\n")
		io.Copy(io.Discard, c)
		took = time.Since(since)
	}}
	s.play(t)
	if !s.result.Lost || took < 30*time.Second || took > 32*time.Second {
		t.Errorf("lost is %v after %v", s.result.Lost, took)
	}
	if s.client() != "EHLO a\r\n" {
		t.Errorf("said was %q", s.client())
	}
}

func TestLineLimit(t *testing.T) {
	s := stage{in: envelope + "DATA\n" + strings.Repeat("x", Limit+10) + "\n.\n"}
	s.play(t)
	if _, ok := s.result.Err.(*LimitError); !ok || !s.result.Unfinished || s.stored != 0 {
		t.Errorf("%+v, %d stored", s.result, s.stored)
	}
}

// An interrupt leaves: in the text without the dot, at a command with QUIT.
func TestInterrupt(t *testing.T) {
	for _, c := range []struct {
		types []string
		quit  bool
	}{
		{append(strings.Split(strings.TrimSpace(envelope), "\n"), "DATA", "half", "^C"), false},
		{[]string{"EHLO a", "^C"}, true},
	} {
		s := stage{types: append(c.types, "NOOP", ".")}
		s.play(t)
		if !s.result.Interrupted || s.stored != 0 {
			t.Errorf("%+v, %d stored", s.result, s.stored)
		}
		misses(t, "the wire", s.client(), "NOOP", "\r\n.\r\n")
		if strings.HasSuffix(s.client(), "QUIT\r\n") != c.quit {
			t.Errorf("said was %q", s.client())
		}
	}
}

// Ctrl+C gives a person the prompt back; any other signal that asks to stop leaves.
func TestPersonIsStopped(t *testing.T) {
	for signal, left := range map[string]bool{"^C": false, "kill": true} {
		s := stage{o: Options{Person: true}, types: []string{"EHLO a", signal, "NOOP"}}
		s.play(t)
		if said := strings.Contains(s.client(), "NOOP"); said == left || s.result.Interrupted != left {
			t.Errorf("%s: %+v, said was %q", signal, s.result, s.client())
		}
	}
}

// A person is prompted for what the next line is, uses colon commands, and does not
// hear again what was typed.
func TestPerson(t *testing.T) {
	s := stage{o: Options{Person: true}, types: []string{
		"EHLO client.example", ":where", "MAIL FROM:<bob@example.org>", "RCPT TO:<alice@example.com>", "DATA",
		".profile", ".", ":mail", ":explain 550", ":bytes", ":card", ":history", ":text", ":zoom", ":times on", "NOOP", ":nonsense", ":help",
	}}
	s.play(t)
	misses(t, "the dialogue", s.out, "client, EHLO", "client, DATA\n")
	has(t, "the dialogue", s.out, "server, 220, done, connection: smtp.example.com ESMTP ehlo\n", "client, text, one dot added by ehlo: ..profile\n", "; after ", "client, QUIT\n")
	has(t, "the error output", s.said, "command> ", "text> ", "now: ready, no transaction open\n", "the way: greeting done, hello here, MAIL to come", "may come: MAIL; yes is 250, no is 552", "alice@example.com, 1 message\n", "    .profile\n",
		"550 · reply code", "0000  32 35 30 20", ":eol [crlf|lf]", "C: ..profile", "full screen only", "error: ehlo has no command :nonsense")
	if s.stored != 1 {
		t.Errorf("%d messages are stored", s.stored)
	}
}

// A person is asked, and what is not y is not sent.
func TestPersonIsAsked(t *testing.T) {
	for answer, stored := range map[string]int{"y": 1, "n": 0} {
		s := stage{o: Options{Person: true}, c: desk.Config{Foreign: always(true)},
			types: append(strings.Split(strings.TrimSpace(envelope), "\n"), "DATA", answer, "hi", ".")}
		s.play(t)
		has(t, "the error output", s.said, "is not this computer; send it a message from <bob@example.org> to <alice@example.com>? y sends", "\ny or n> ")
		if s.stored != stored {
			t.Errorf("%s: %d messages are stored", answer, s.stored)
		}
	}
}

// A person who waits is told of it, gets the prompt back with Ctrl+C and leaves
// with a second one.
func TestPersonWaits(t *testing.T) {
	var types []string
	for range 8 {
		types = append(types, "^C")
	}
	s := stage{o: Options{Person: true}, types: append([]string{"EHLO a", ":where", ":where", ":where", ":where", ":where", ":where", ":where"}, types...),
		serve: func(c net.Conn) {
			io.WriteString(c, "220 mx.example.net\r\n")
			io.Copy(io.Discard, c)
		}}
	s.play(t)
	has(t, "the error output", s.said, "note: still waiting for the reply to EHLO, for at most 30s; Ctrl+C gives the prompt back\n")
	has(t, "the dialogue", s.out, "stopped waiting for the reply to EHLO")
	misses(t, "the wire", s.client(), "QUIT")
}

// Lines with a secret are marked in every form.
func TestSecretIsMarked(t *testing.T) {
	in := "EHLO a\nAUTH PLAIN AGFsaWNlAGNhbmFyeQ==\n"
	for _, c := range []struct {
		o     Options
		marks string
	}{
		{Options{}, "client, AUTH PLAIN, secret cut\n"},
		{Options{Quiet: true}, "C: AUTH PLAIN <secret, cut>\n"},
		{Options{JSON: true}, `"secret"`},
	} {
		s := stage{in: in, o: c.o}
		s.play(t)
		misses(t, "the dialogue", s.out, "AGFsaWNl")
		has(t, "the dialogue", s.out, c.marks)
	}
	s := stage{in: in, o: Options{Quiet: true}}
	s.play(t)
	has(t, "the dialogue", s.out, "C: AUTH PLAIN <secret, cut>\n")
}

// JSON told while the session goes on is the same as that of a file.
func TestToldJSONIsTheFile(t *testing.T) {
	s := stage{in: envelope + "DATA\nhi\n.\n", o: Options{JSON: true}}
	s.play(t)
	var file bytes.Buffer
	if err := transcript.WriteJSON(&file, s.tape); err != nil {
		t.Fatal(err)
	}
	if s.out != file.String() {
		t.Errorf("told was\n%s\nthe file is\n%s", s.out, file.String())
	}
}

// What is printed of foreign octets commands no terminal.
func TestHostileOctets(t *testing.T) {
	serve := func(c net.Conn) {
		io.WriteString(c, "220 \x1b]0;x\x07\x9b31m\r\n")
		io.Copy(io.Discard, c)
	}
	for _, o := range []Options{{}, {Quiet: true}, {JSON: true}, {Person: true}} {
		s := stage{in: "\x1b[31m\n", o: o, serve: serve}
		s.play(t)
		for _, b := range []byte(s.out + s.said) {
			if b < ' ' && b != '\n' || b == 0x7f || b == 0x9b {
				t.Fatalf("%#x was printed in\n%q", b, s.out+s.said)
			}
		}
	}
}

// What :group gathers in a pipe leaves in one write: at the empty line, at :group send,
// or at the end of the input.
func TestGroupInAPipe(t *testing.T) {
	for _, end := range []string{"\nQUIT\n", ":group send\nQUIT\n", ""} {
		s := stage{o: Options{Commands: true}, in: "EHLO a\n:group\nMAIL FROM:<bob@example.org>\nRCPT TO:<alice@example.com>\n" + end}
		s.play(t)
		var order []string
		for i := range s.tape.Len() {
			if e := s.tape.At(i); e.Who != transcript.Local {
				order = append(order, e.Who.String())
			}
		}
		want := "server client server client client server server client server"
		if got := strings.Join(order, " "); got != want {
			t.Errorf("%q: %s, want %s", end, got, want)
		}
	}
}
