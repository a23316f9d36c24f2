package tui

import (
	"bufio"
	"context"
	"encoding/base64"
	"errors"
	"net"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"
	"unicode"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"

	"ehlo/session/smtp"
	"ehlo/transcript"
	"ehlo/tui/desk"
)

// hostile reads the strings that a screen must survive, one Go literal a line.
func hostile(t testing.TB) []string {
	t.Helper()
	f, err := os.Open("../session/smtp/testdata/hostile.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var list []string
	for s := bufio.NewScanner(f); s.Scan(); {
		text, err := strconv.Unquote(s.Text())
		if err != nil {
			t.Fatal(s.Text(), err)
		}
		list = append(list, text)
	}
	if len(list) < 20 {
		t.Fatalf("%d hostile strings", len(list))
	}
	return list
}

// ours are the only escape sequences that may reach a terminal: colours.
var ours = regexp.MustCompile(`\x1b\[[0-9;:]*m`)

// unsafe returns the first character of text that must not reach a terminal, or -1.
func unsafe(text string) rune {
	if !utf8.ValidString(text) {
		return utf8.RuneError
	}
	for _, r := range text {
		switch {
		case r == '\n', r >= ' ' && r < 0x7f, r >= '─' && r < '▀': // most of a screen
		case r < ' ', r >= 0x7f && r < 0xa0, unicode.In(r, unicode.Cf, unicode.Co, unicode.Zl, unicode.Zp, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector):
			return r
		}
	}
	return -1
}

// clean demands that the screen holds nothing but rows of text and our colours.
func (p *person) clean() *person {
	p.t.Helper()
	content := p.rows()
	if r := unsafe(ours.ReplaceAllString(content, "")); r >= 0 {
		p.t.Errorf("%U reaches the terminal: %q", r, content)
	}
	return p
}

// everywhere looks at all there is to be seen of a session, on two sizes.
func (p *person) everywhere() *person {
	p.t.Helper()
	for _, size := range [][2]int{{120, 36}, {47, 16}} {
		p.send(sizeOf(size[0], size[1])).clean()
		for _, line := range []string{":text", ":card", ":bytes", ":mail", ":where", ":history"} {
			for _, r := range p.desk.Enter(line).Views {
				p.m.open(r)
				p.clean()
			}
			p.m.sheet = sheet{}
		}
	}
	p.send(sizeOf(120, 36)).press("esc")
	for range 5 {
		p.press("y").clean().press("enter").clean().press("esc", "b").clean().press("esc", "up")
	}
	p.m.backCopy()
	if r := unsafe(p.m.yanked); r >= 0 {
		p.t.Errorf("%U is copied: %q", r, p.m.yanked)
	}
	return p.press("esc").clean()
}

// A server that is hostile in all that it says.
func TestHostileServer(t *testing.T) {
	for n, text := range hostile(t) {
		t.Run(strconv.Itoa(n), func(t *testing.T) {
			said := strings.TrimPrefix(strings.TrimPrefix(text, "250 "), "550 ")
			serve := func(conn net.Conn) {
				defer conn.Close()
				conn.Write([]byte("220 " + said + "\r\n"))
				replies := map[string]string{
					"EHLO": "250-hello\r\n250-" + said + "\r\n250-SIZE " + said + "\r\n250-AUTH " + said + "\r\n250-" + strings.ToUpper(said) + "=1\r\n250 HELP\r\n",
					"AUTH": "334 " + base64.StdEncoding.EncodeToString([]byte(said)) + "\r\n",
					"DATA": "354 " + said + "\r\n", ".": "250 " + said + " queued as " + said + "\r\n",
					"VRFY": "252-" + said + "\n252 " + said + "\n", "HELP": said + "\r\n", "NOOP": text + "\r\n",
				}
				for s := bufio.NewScanner(conn); s.Scan(); {
					verb, _, _ := strings.Cut(s.Text(), " ")
					if reply := replies[verb]; reply != "" {
						conn.Write([]byte(reply))
					} else if verb == "MAIL" || verb == "RCPT" || verb == "RSET" || verb == "*" {
						conn.Write([]byte("250 2.1.0 " + said + "\r\n"))
					}
				}
			}
			sitAt(t, here, serve, func(p *person) {
				p.clean().says("NOOP").clean().says("EHLO me").clean().says("VRFY x", "AUTH PLAIN").clean().says("*").clean()
				p.says("HELP").clean().press("ctrl+c").says("MAIL FROM:<a@b.example>", "RCPT TO:<c@d.example>", "DATA", "x", ".").everywhere()
			})
		})
	}
}

// What a person pastes, and a file name, an address or a word given to a command.
func TestHostileInput(t *testing.T) {
	for n, text := range hostile(t) {
		t.Run(strconv.Itoa(n), func(t *testing.T) {
			line := strings.NewReplacer("\r", " ", "\n", " ").Replace(text)
			sitAt(t, abroad, answers(agreeable()), func(p *person) {
				for _, command := range []string{":connect ", ":save ", ":save /tmp/no/such/", ":data ", ":explain ", ":note ", ":clock +", ":persona ", ":raw ", ":", ":zoom ", ":help "} {
					p.take(p.desk.Enter(command + line)).clean()
				}
				p.m.sheet = sheet{}
				p.m.prompt.insert(line)
				p.m.advise()
				p.clean().press("home").clean().press("ctrl+c")
				p.pastes("NOOP " + text + "\nNOOP").clean().press("y").clean().press("enter").clean().press("esc").clean()
				p.take(p.desk.Enter("EHLO " + line)).take(p.desk.Enter("MAIL FROM:<" + line + ">")).clean()
				p.take(p.desk.Enter("RCPT TO:<" + line + "@example.com>")).clean().take(p.desk.Enter("DATA")).clean().press("y").clean()
				p.take(p.desk.Enter("." + line)).take(p.desk.Enter(line)).clean()
				p.m.prompt.insert("." + line)
				p.m.advise()
				p.clean().press("ctrl+c").press("pgup").clean().everywhere()
			})
		})
	}
}

// take hands what a call of the desk brought to the screen.
func (p *person) take(s desk.Shown) *person {
	p.m.take(s, false)
	p.settle()
	return p
}

// What the system, the included server and an opened file say.
func TestHostileSurroundings(t *testing.T) {
	for n, text := range hostile(t) {
		t.Run(strconv.Itoa(n), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := &person{t: t, msgs: make(chan tea.Msg, 4096)}
				message := desk.Message{ID: text, From: text, To: []string{text}, Octets: []byte(text + "\r\n" + text), Trace: 9, Faults: []smtp.Fault{{Kind: smtp.EightBit}}}
				tape := transcript.New(transcript.Start{Target: text, Program: text})
				for fact := transcript.Resolved; fact <= transcript.Committed; fact++ {
					tape.Record(transcript.Entry{Who: transcript.Local, Fact: fact, Text: text, At: transcript.Now})
				}
				tape.Record(transcript.Entry{Who: transcript.Server, Flags: transcript.Stray, Octets: []byte(text), At: transcript.Now})
				p.at(120, 36, desk.Config{
					Target: "mx.example.net", Tape: tape, HelloName: text,
					Open: func(context.Context, string, *transcript.Transcript) (desk.Session, error) {
						return nil, errors.New(text)
					},
					House: desk.House{
						Target: "mx.example.net",
						Boxes: func() []desk.Box {
							return []desk.Box{{Address: text, Messages: []desk.Message{message}}, {Address: text}}
						},
						Persona: func(string) (string, []string, error) { return text, []string{text}, errors.New(text) },
					},
				})
				p.waits(time.Second).clean().types(":persona ").clean().press("ctrl+c").says(":persona", ":persona x").everywhere().leave()
			})
		})
	}
}

// Whatever two sides say, in whatever order, the screen stays a screen.
func FuzzScreen(f *testing.F) {
	for n, text := range hostile(f) {
		f.Add([]byte(text+"\r\n"), []byte("250 "+text+"\r\n"), uint8(10*n), uint8(n))
	}
	f.Fuzz(func(t *testing.T, said, answered []byte, w, h uint8) {
		tape := transcript.New(transcript.Start{})
		tape.Record(transcript.Entry{Who: transcript.Local, Fact: transcript.Connected, Text: string(said), At: 0})
		for _, e := range []transcript.Entry{
			{Who: server, Octets: []byte("220 ok\r\n")}, {Who: client, Octets: said}, {Who: server, Octets: answered},
			{Who: client, Octets: []byte("DATA\r\n")}, {Who: server, Octets: []byte("354 go\r\n")}, {Who: client, Octets: said},
			{Who: server, Octets: said}, {Who: client, Octets: []byte("\r\n.\r\n")}, {Who: server, Octets: answered},
		} {
			tape.Record(e)
		}
		d := desk.New(desk.Config{Tape: tape})
		defer d.Close()
		p := &person{t: t, m: New(d), desk: d}
		p.m.take(d.Connect(), true)
		p.m.resize(int(w)+1, int(h)+1)
		p.m.prompt.insert(string(said[:min(len(said), 300)]))
		p.m.advise()
		p.clean()
		p.m.lookBack()
		for range 4 {
			p.clean()
			p.m.backCard()
			p.clean()
			p.m.backOctets()
			p.clean()
			p.m.sheetClose()
			p.m.backUp()
		}
	})
}
