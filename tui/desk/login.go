package desk

import (
	"context"
	"slices"
	"strings"

	"ehlo/session"
	"ehlo/session/smtp"
)

// A login is what :auth does beside the front end; nil is none.
type login struct{ cancel context.CancelFunc }

// stopLogin ends what :auth does beside the front end, if it does anything.
func (d *Desk) stopLogin() bool {
	if d.login == nil {
		return false
	}
	d.login.cancel()
	d.login = nil
	return true
}

// loginWords returns what of the words behind :auth can be a mechanism and a user. A
// third may be a password, and is repeated nowhere.
func loginWords(arg string) []string {
	words := strings.Fields(arg)
	most := 1
	if len(words) > 0 && isMechanism(words[0]) {
		most = 2
	}
	return words[:min(len(words), most)]
}

func isMechanism(word string) bool {
	return slices.Contains(session.Mechanisms(), smtp.Upper(word))
}

// logIn is :auth.
func (d *Desk) logIn(c call) {
	words := loginWords(c.arg)
	if len(words) < len(strings.Fields(c.arg)) {
		d.say(Wrong, ":auth takes a mechanism and a user, nothing else", "it asks for the password unseen")
		return
	}
	mechanism, user := d.cfg.Mechanism, d.cfg.User
	if len(words) > 0 && isMechanism(words[0]) {
		mechanism, words = words[0], words[1:]
	}
	if len(words) > 0 {
		user = words[0]
	}
	if mechanism = smtp.Upper(mechanism); mechanism == "" {
		mechanism = d.session.ChooseMechanism()
	}
	switch {
	case mechanism == "":
		d.say(Wrong, "the server offers no login that takes a password", "its answer to EHLO lists AUTH; many offer it inside TLS only")
	case user == "" && mechanism != "EXTERNAL" && mechanism != "ANONYMOUS":
		d.say(Wrong, ":auth needs a user", "for example :auth "+mechanism+" alice")
	case d.session.Unprotected():
		d.pose(asked{Question: d.secretQuestion(), then: func() { d.findSecret(mechanism, user) }})
	default:
		d.findSecret(mechanism, user)
	}
}

// findSecret looks for the secret where the configuration says, then asks.
func (d *Desk) findSecret(mechanism, user string) {
	if mechanism == "EXTERNAL" || mechanism == "ANONYMOUS" {
		d.carryOut(mechanism, session.Credentials{User: user})
		return
	}
	if d.cfg.Secrets == nil {
		d.askSecret(mechanism, session.Credentials{User: user})
		return
	}
	target := d.target
	d.askSecret(mechanism, session.Credentials{User: user})
	d.hidden.searched = true // who knows that a password is asked for next may type it already
	d.beside(func(ctx context.Context) func() {
		c, err := d.cfg.Secrets(ctx, target, user)
		return func() {
			switch d.hidden = nil; {
			case err != nil:
				d.sayError("no login", err, "")
			case len(c.Secret) == 0:
				d.askSecret(mechanism, c)
			default:
				d.carryOut(mechanism, c)
			}
		}
	})
}

func (d *Desk) askSecret(mechanism string, c session.Credentials) {
	what := "the password of "
	if mechanism == "XOAUTH2" || mechanism == "OAUTHBEARER" {
		what = "the token of "
	}
	d.hide(what+show(c.User), func(line string) {
		c.Secret = []byte(line)
		d.carryOut(mechanism, c)
	})
}

// carryOut logs in. Where others could read it the person has said y.
func (d *Desk) carryOut(mechanism string, c session.Credentials) {
	s := d.session
	d.beside(func(ctx context.Context) func() {
		err := s.Login(ctx, mechanism, c, true)
		clear(c.Secret)
		return func() {
			if err != nil {
				d.sayError("no login", err, "")
			}
		}
	})
}

// beside does a part of a login beside the front end; nothing else is sent meanwhile.
// If it was given up, or the connection ended, what it brought is dropped.
func (d *Desk) beside(job func(ctx context.Context) (finish func())) {
	s := d.session
	ctx, cancel := context.WithCancel(d.work.ctx)
	l := &login{cancel}
	d.login = l
	d.work.begin(d.crashed, func(context.Context) func() {
		finish := job(ctx)
		return func() {
			current := d.login == l
			if current {
				d.login = nil
			}
			if current && d.session == s && ctx.Err() == nil {
				finish()
			}
			cancel()
		}
	})
}

// giveUp is Ctrl+C at a login.
func (d *Desk) giveUp() bool {
	if !d.stopLogin() {
		return false
	}
	remedy := ""
	if d.state.Phase() == smtp.InAuth {
		remedy = "* tells the server so"
	}
	d.say(Info, "the login is given up", remedy)
	return true
}

// needsPeace returns why no login can be begun now.
func needsPeace(d *Desk) string {
	if why := needsConnection(d); why != "" {
		return why
	}
	switch {
	case d.login != nil:
		return "a login is under way"
	case d.awaited() || d.sending || d.state.Reading() != smtp.AsCommand:
		return "only where the server waits for a command"
	}
	return ""
}

// Logins tells who can log in to the server, as far as ehlo knows.
func (d *Desk) Logins() []string {
	of := d.House().Login
	if of == nil {
		return []string{"ehlo knows no user of this server.", "The included one has one: ehlo --persona modern"}
	}
	user, password, offered := of()
	if !offered {
		return []string{"This server type offers no login.", ":persona modern, then :reconnect, begins one that does."}
	}
	return []string{
		"The included server knows one user.",
		"user      " + show(user), "password  " + show(password),
		"Inside TLS: :auth PLAIN " + show(user) + ", or by hand AUTH LOGIN and :b64",
	}
}
