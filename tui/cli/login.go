package cli

import (
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
	"time"

	"github.com/charmbracelet/x/term"
	"github.com/spf13/pflag"

	"ehlo/session"
	"ehlo/transcript"
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
		if c.Secret != nil {
			p.warnOfNetrc()
		}
		if err == nil && c.Secret == nil && ask && p.person() {
			c.Secret, err = p.askSecret(user)
		}
	}
	if err != nil {
		err = fmt.Errorf("%w: %w", transcript.ErrLogin, err)
	}
	return c, err
}

// warnOfNetrc says that the file with the password is open to others.
func (p *program) warnOfNetrc() {
	path := netrcPath()
	if info, err := os.Stat(path); err == nil && readByOthers(info) {
		fmt.Fprintf(p.err, "ehlo: others on this machine can read %s; chmod 600 ends that\n", shown(path))
	}
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
	c.Env = session.Environ()
	c.WaitDelay = time.Second // what the command started may hold its output open
	var out printed
	c.Stdout, c.Stderr = &out, complaints
	err := c.Run()
	var exit *exec.ExitError
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case out.over:
		return nil, fail(exitUsage, "", "the password command prints more than %d octets", secretLimit)
	case errors.As(err, &exit):
		return nil, fail(exitUsage, "", "the password command failed: %s", shown(err.Error()))
	case err != nil && !errors.Is(err, exec.ErrWaitDelay):
		return nil, fail(exitUsage, "", "cannot run the password command: %s", shown(cause(err)))
	}
	line, _, _ := bytes.Cut(out.octets, []byte("\n"))
	if line = bytes.TrimRight(line, "\r\n"); len(line) == 0 {
		return nil, fail(exitUsage, "", "the password command printed nothing")
	}
	return line, nil
}

// printed is what a password command prints. Beyond the bound it takes nothing more,
// so that the command meets a closed pipe.
type printed struct {
	octets []byte
	over   bool
}

func (p *printed) Write(b []byte) (int, error) {
	if p.over = len(p.octets)+len(b) > secretLimit; p.over {
		return 0, io.ErrShortWrite
	}
	p.octets = append(p.octets, b...)
	return len(b), nil
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
// it has none.
func fromNetrc(user, host string) ([]byte, error) {
	path := netrcPath()
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

// netrcPath returns where the user's .netrc is, or what $NETRC names; "" if nobody
// knows.
func netrcPath() string {
	if path := os.Getenv("NETRC"); path != "" {
		return path
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return ""
	}
	return filepath.Join(home, ".netrc")
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
