package session

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"time"

	"ehlo/transcript"
)

// pipeWait is how long a program may take to end once its input is closed.
const pipeWait = 2 * time.Second

// A pipe is a connection to a program that speaks SMTP on its standard input and
// output, as "sendmail -bs" and "exim -bh ADDRESS" do.
type pipe struct {
	command  string
	in, out  *os.File  // what the program reads, and what it writes
	dialogue io.Reader // of out, what is SMTP
	ended    chan struct{}
	process  *os.Process
}

// openPipe starts a program. note gets the lines that are no dialogue, and those of
// its error output.
func openPipe(command string, note func(line string)) (net.Conn, error) {
	if err := mayStart(command); err != nil {
		return nil, err
	}
	shell := []string{"sh", "-c", "exec " + command}
	if runtime.GOOS == "windows" {
		shell = []string{"cmd", "/c", command}
	}
	theirIn, in, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	out, theirOut, err := os.Pipe()
	if err != nil {
		return nil, errors.Join(err, theirIn.Close(), in.Close())
	}
	c := exec.Command(shell[0], shell[1:]...)
	c.Stdin, c.Stdout, c.Stderr = theirIn, theirOut, &chatter{note: note}
	c.WaitDelay, c.Env = pipeWait, Environ()
	err = c.Start()
	theirIn.Close()
	theirOut.Close()
	if err != nil {
		in.Close()
		out.Close()
		return nil, err
	}
	p := &pipe{command: command, in: in, out: out, dialogue: &sieve{from: out, said: &chatter{note: note}}, ended: make(chan struct{}), process: c.Process}
	go func() {
		_ = c.Wait() // how it ended is seen by what it said
		close(p.ended)
	}()
	return p, nil
}

// mayStart reports why the program that a command begins with cannot be started. What
// only a shell can read is left to it.
func mayStart(command string) error {
	words := strings.Fields(command)
	if len(words) == 0 || strings.ContainsAny(words[0], "\"'\\`$~*?[({<>|&;=") {
		return nil
	}
	_, err := exec.LookPath(words[0])
	var cause *exec.Error
	if errors.As(err, &cause) {
		return fmt.Errorf("%s: %w", cause.Name, cause.Err)
	}
	return err
}

func (p *pipe) Read(b []byte) (int, error) { return p.dialogue.Read(b) }

func (p *pipe) Write(b []byte) (int, error) { return p.in.Write(b) }

// CloseWrite ends the program's input.
func (p *pipe) CloseWrite() error { return p.in.Close() }

// Close ends the program's input, and the program itself if it does not end by that.
func (p *pipe) Close() error {
	p.in.Close()
	timer := time.AfterFunc(pipeWait, func() { p.process.Kill() })
	go func() {
		<-p.ended
		timer.Stop()
	}()
	return p.out.Close()
}

func (p *pipe) LocalAddr() net.Addr { return pipeEnd("ehlo") }

func (p *pipe) RemoteAddr() net.Addr { return pipeEnd(p.command) }

func (p *pipe) SetDeadline(t time.Time) error {
	return errors.Join(p.SetReadDeadline(t), p.SetWriteDeadline(t))
}

func (p *pipe) SetReadDeadline(t time.Time) error { return p.out.SetReadDeadline(t) }

func (p *pipe) SetWriteDeadline(t time.Time) error { return p.in.SetWriteDeadline(t) }

// A pipeEnd is the name of one end of a pipe.
type pipeEnd string

func (pipeEnd) Network() string { return "pipe" }

func (e pipeEnd) String() string { return string(e) }

// pipeDial stands in for a dialler.
func (d *dialer) pipeDial(_ context.Context, _, command string) (net.Conn, error) {
	return openPipe(command, func(line string) { d.note(transcript.Note, "program: "+line) })
}
