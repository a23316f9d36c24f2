package tui

import (
	"bufio"
	"io"
	"net"
	"strings"
	"testing"
	"time"
)

// stalling answers each line in its turn; the reply to "NOOP stall" comes four
// minutes late.
func stalling(conn net.Conn) {
	defer conn.Close()
	lines := make(chan string, 100)
	go func() {
		defer close(lines)
		for s := bufio.NewScanner(conn); s.Scan(); {
			lines <- s.Text()
		}
	}()
	io.WriteString(conn, "220 mx.example.net ready\r\n")
	for line := range lines {
		if line == "NOOP stall" {
			time.Sleep(4 * time.Minute)
		}
		if _, err := io.WriteString(conn, "250 Ok "+line+"\r\n"); err != nil {
			return
		}
	}
}

func TestCountdown(t *testing.T) {
	sitAt(t, here, stalling, func(p *person) {
		p.says("NOOP stall").misses("Waiting").waits(time.Second).waits(100 * time.Millisecond)
		p.sees("Waiting for the reply to NOOP · 0:01 of 5:00", "Ctrl+C gives the prompt back")
		p.waits(59*time.Second).sees("1:00 of 5:00").waits(3*time.Minute).misses("Waiting").sees("250 Ok NOOP stall", "4m0s")
	})
}

func TestStoppedWait(t *testing.T) {
	sitAt(t, here, stalling, func(p *person) {
		p.says("NOOP stall").waits(3 * time.Second).types("half").press("ctrl+c").typed("").sees("Waiting")
		p.waits(3 * time.Second).press("ctrl+c").misses("Waiting for").sees("stopped waiting for the reply to NOOP")
		p.says("VRFY carol").hasSent("NOOP stall\r\nVRFY carol\r\n").misses("250 Ok NOOP")
		p.waits(4 * time.Minute).sees("250 Ok NOOP stall  (to NOOP stall)  4m0s").sees("250 Ok VRFY carol")
		if strings.Contains(p.screen(), "(to VRFY") {
			t.Errorf("a reply to the line before it says so:\n%s", p.screen())
		}
	})
}

func TestTwiceWithinTwoSecondsLeaves(t *testing.T) {
	sitAt(t, here, stalling, func(p *person) {
		p.press("ctrl+c").sees("Ctrl+C once more leaves").waits(3 * time.Second).press("ctrl+c").waits(0)
		if p.quit.Load() {
			t.Error("two presses three seconds apart left")
		}
		p.waits(time.Second).press("ctrl+c").waits(2 * time.Second)
		if !p.quit.Load() {
			t.Error("two presses a second apart did not leave")
		}
	})
}

func TestHeldLine(t *testing.T) {
	sitAt(t, here, stalling, func(p *person) {
		p.says("NOOP stall", "NOOP next").sees("held until the reply is complete: NOOP next").hasSent("NOOP stall\r\n")
		p.says("NOOP third").typed("NOOP third").sees("one line is held already")
		p.waits(5 * time.Minute).hasSent("NOOP stall\r\nNOOP next\r\n").misses("held until the reply is complete:")
		p.press("ctrl+u").says("NOOP stall", "RSET").press("ctrl+c").sees("the held line was dropped")
		p.waits(5 * time.Minute).hasSent("NOOP stall\r\nNOOP next\r\nNOOP stall\r\n")
	})
}

func TestNoTimeIsNamed(t *testing.T) {
	sitAt(t, here, func(conn net.Conn) { time.Sleep(time.Hour); conn.Close() }, func(p *person) {
		p.waits(2 * time.Second).sees("Waiting for the greeting · 0:02 of 5:00")
		p.waits(5*time.Minute).sees("no complete answer within 5:00", "the prompt is free")
	})
}

func TestDropInsideAReply(t *testing.T) {
	sitAt(t, here, func(conn net.Conn) {
		io.WriteString(conn, "220 mx.example.net\r\n")
		bufio.NewReader(conn).ReadString('\n')
		io.WriteString(conn, "250-mx.example.net\r\n250-SI")
		conn.Close()
	}, func(p *person) {
		p.says("EHLO me").sees("250-mx.example.net", "250-SI", "cut here: the reply was not complete", "not connected", ":reconnect")
		p.says("NOOP").typed("NOOP").sees("not sent: there is no connection").press("ctrl+u")
		p.says(":reconnect").waits(time.Second).sees("Command").misses("not connected")
		if n := strings.Count(p.screen(), "220 mx.example.net"); n != 2 {
			t.Errorf("%d greetings:\n%s", n, p.screen())
		}
	})
}

func TestServerSaysGoodbye(t *testing.T) {
	sitAt(t, here, answers(func(line string) string {
		if line == "NOOP" {
			return "421 4.3.2 closing"
		}
		return "bye"
	}), func(p *person) {
		p.says("NOOP").sees("421 4.3.2 closing").says("NOOP x").sees("the connection is closed")
	})
}

func TestSilenceIsTold(t *testing.T) {
	sitAt(t, abroad, answers(agreeable()), func(p *person) {
		p.waits(3 * time.Minute).misses("silent").waits(time.Minute + time.Second).sees("silent for 4 min")
		p.waits(time.Minute).sees("silent for 5 min").says("NOOP").misses("silent")
	})
}
