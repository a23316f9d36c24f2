package cli

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/charmbracelet/x/term"
	"github.com/spf13/pflag"

	"ehlo/session"
)

// login is what the flags say of logging in.
type login struct {
	mechanism   string
	user        string
	as          string
	password    string // seen by every user of this machine
	command     string
	unprotected bool
}

func (l *login) flags(f *pflag.FlagSet) {
	f.StringVar(&l.mechanism, "auth", "", "the login `MECHANISM`: "+strings.Join(session.Mechanisms(), ", ")+"; else the safest that is offered")
	f.StringVar(&l.user, "user", "", "the `NAME` to log in with")
	f.StringVar(&l.as, "authzid", "", "the `NAME` to act under, where it is another")
	f.StringVar(&l.command, "password-command", "", "run `COMMAND` for the password: the first line that it prints")
	f.StringVar(&l.password, "password", "", "the `PASSWORD` itself; others on this machine can see it, so better --password-command or a .netrc")
}

// script adds the flag for a login that nobody can be asked about.
func (l *login) script(f *pflag.FlagSet) {
	l.flags(f)
	f.BoolVar(&l.unprotected, "allow-unprotected-auth", false, "log in even where others may read it, here and now")
}

// secretLimit bounds what a password command or a .netrc may say, in octets.
const secretLimit = 64 << 10

// credentials finds the secret of user for host. It asks a person only if ask is set.
func (p *program) credentials(ctx context.Context, user, host string, ask bool) (session.Credentials, error) {
	l := &p.opts.login
	c := session.Credentials{User: user, As: l.as}
	var err error
	switch {
	case l.password != "":
		p.warnOfPassword()
		c.Secret = []byte(l.password)
	case l.command != "":
		c.Secret, err = outputOf(ctx, l.command, os.Stderr)
	default:
		c.Secret, err = fromNetrc(user, host)
		if err == nil && c.Secret == nil && ask && p.person() {
			c.Secret, err = p.askSecret(user)
		}
	}
	return c, err
}

// warnOfPassword says that a password on the command line is no secret.
func (p *program) warnOfPassword() {
	if p.opts.login.password != "" {
		fmt.Fprintln(p.err, "ehlo: every user of this machine can see a password on the command line; --password-command hides it")
	}
}

// secrets is credentials for a desk, which asks a person itself and has the screen.
func (p *program) secrets(ctx context.Context, target, user string) (session.Credentials, error) {
	l := &p.opts.login
	c := session.Credentials{User: user, As: l.as}
	to, err := p.opts.reach.target(target)
	switch {
	case err != nil:
		return c, err
	case l.password != "":
		c.Secret = []byte(l.password)
	case l.command != "":
		c.Secret, err = outputOf(ctx, l.command, io.Discard)
	default:
		c.Secret, err = fromNetrc(user, to.Host)
	}
	return c, err
}

// mayFind reports whether there is somewhere to look for a secret, so that a script
// can be refused before anything is sent.
func (p *program) mayFind(user, host string) error {
	l := &p.opts.login
	if l.password != "" || l.command != "" || p.person() {
		return nil
	}
	if secret, err := fromNetrc(user, host); err != nil || secret != nil {
		return err
	}
	return errors.New("no password is at hand; --password-command COMMAND, or a line in .netrc, gives one")
}

// outputOf runs a command and returns the first line that it prints. What it complains
// of goes to complaints.
func outputOf(ctx context.Context, command string, complaints io.Writer) ([]byte, error) {
	shell := []string{"sh", "-c", command}
	if runtime.GOOS == "windows" {
		shell = []string{"cmd", "/c", command}
	}
	c := exec.CommandContext(ctx, shell[0], shell[1:]...)
	c.Stderr = complaints
	out, err := c.StdoutPipe()
	if err == nil {
		err = c.Start()
	}
	if err != nil {
		return nil, fail(exitUsage, "", "cannot run the password command: %s", shown(cause(err)))
	}
	line, _ := bufio.NewReader(io.LimitReader(out, secretLimit)).ReadBytes('\n')
	io.Copy(io.Discard, out) // it may say more, and must be able to end
	if err := c.Wait(); err != nil {
		return nil, fail(exitUsage, "", "the password command failed: %s", shown(err.Error()))
	}
	if line = bytes.TrimRight(line, "\r\n"); len(line) == 0 {
		return nil, fail(exitUsage, "", "the password command printed nothing")
	}
	return line, nil
}

// askSecret asks at the terminal, unseen.
func (p *program) askSecret(user string) ([]byte, error) {
	fmt.Fprintf(p.err, "password of %s (unseen): ", shown(user))
	secret, err := term.ReadPassword(p.in.Fd())
	fmt.Fprintln(p.err)
	if err != nil {
		return nil, fail(exitUsage, "", "no password was typed: %s", shown(err.Error()))
	}
	return secret, nil
}

// fromNetrc returns the password that the user's .netrc has for user on host; nil if
// it has none. $NETRC names another file.
func fromNetrc(user, host string) ([]byte, error) {
	path := os.Getenv("NETRC")
	if path == "" {
		home, err := os.UserHomeDir()
		if err != nil {
			return nil, nil // nobody's
		}
		path = filepath.Join(home, ".netrc")
	}
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() {
		return nil, nil // there need be none
	}
	octets, err := readFile(path, secretLimit)
	if err != nil {
		return nil, err
	}
	return netrcSecret(octets, user, host), nil
}

// netrcSecret reads the words of a .netrc: machine HOST, or default, then login and
// password in any order. The first entry that fits counts; one without a login is for
// any user. A macro definition ends at an empty line.
func netrcSecret(octets []byte, user, host string) []byte {
	var fits bool
	var login, secret string
	found := func() []byte {
		if fits && secret != "" && (login == "" || login == user) {
			return []byte(secret)
		}
		return nil
	}
	words := netrcWords(octets)
	for i := 0; i < len(words); i++ {
		next := ""
		if i+1 < len(words) {
			next = words[i+1]
		}
		switch words[i] {
		case "machine", "default":
			if s := found(); s != nil {
				return s
			}
			fits, login, secret = words[i] == "default" || strings.EqualFold(next, host), "", ""
			if words[i] == "machine" {
				i++
			}
		case "login":
			login = next
			i++
		case "password":
			secret = next
			i++
		case "account":
			i++
		}
	}
	return found()
}

func netrcWords(octets []byte) []string {
	var words []string
	macro := false
	for line := range bytes.Lines(octets) {
		fields := strings.Fields(string(line))
		switch {
		case macro:
			macro = len(fields) > 0
		case len(fields) > 0 && fields[0] == "macdef":
			macro = true
		case len(fields) > 0 && strings.HasPrefix(fields[0], "#"):
		default:
			words = append(words, fields...)
		}
	}
	return words
}
