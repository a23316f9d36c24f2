package transcript

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"ehlo/session/smtp"
)

// userless reports whether a login of that kind, in any case, needs no user: the
// certificate says who it is (RFC 4422 appendix A), or nobody does (RFC 4505).
func userless(mechanism string) bool {
	return strings.EqualFold(mechanism, "EXTERNAL") || strings.EqualFold(mechanism, "ANONYMOUS")
}

// bound reports whether the answers of a mechanism fit one challenge only, so that
// what was said once proves nothing the next time (RFC 2195, RFC 5802).
func bound(mechanism string) bool {
	return mechanism == "CRAM-MD5" || strings.HasPrefix(mechanism, "SCRAM-")
}

// A scriptLogin is a whole login in a transcript, which a script asks for with @auth.
type scriptLogin struct {
	mechanism string
	user      string // "" if it was typed: then the name was cut out with the secret
	driven    string // how the [Login] was protected, "" if it was typed
	end       int    // its final reply
}

// login writes the login that begins at event i as @auth, and returns its final reply;
// i if there is none that can be written so. What was typed stays as it is unless it
// is bound to its challenge and was accepted; in a listing, which nobody ran, as well.
func (w *scriptWriter) login(i int) int {
	l, ok := w.loginAt(i)
	if !ok {
		return i
	}
	user := " " + scriptArg(l.user)
	switch name, _ := strings.CutPrefix(l.user, "${"); {
	case len(name) < len(l.user) && strings.HasSuffix(name, "}") && isName([]byte(name[:len(name)-1])):
		user = " " + l.user // the variable of a script that was read
	case l.driven == "":
		w.users++
		user = fmt.Sprintf(" ${USER_%d}", w.users)
	case l.user == "":
		user = ""
	}
	w.step(w.tape.At(i).At, "@auth "+l.mechanism+user)
	w.head("login", l.driven)
	for k := i + 1; k < l.end; k++ {
		if e := w.tape.At(k); e.Who == Local {
			w.fact(k, e)
		}
	}
	return l.end
}

// loginAt returns the login that begins at event i: with the fact that ehlo makes it,
// or with the AUTH that was typed.
func (w *scriptWriter) loginAt(i int) (l scriptLogin, ok bool) {
	e, state := w.tape.At(i), w.before(i)
	switch {
	case e.Who == Local && e.Fact == Login:
		f := loginDetail.read(e.Text)
		if f == nil {
			return l, false
		}
		l.mechanism, l.user = facetOf(f, "mechanism").text, facetOf(f, "user").text
		l.driven = e.Text[strings.LastIndex(e.Text, "; ")+len("; "):]
		if l.user == "" && !userless(l.mechanism) {
			return l, false
		}
	case e.Who == Client && asksLogin(state, e.Octets) && !w.tape.start.Time.IsZero():
		c := smtp.ParseCommand(e.Octets)
		if l.mechanism, ok = c.Mechanism(); !ok || !bound(l.mechanism) {
			return l, false
		}
	default:
		return l, false
	}
	l.end, state = w.loginEnd(i, l, state)
	return l, l.end > i && (l.driven != "" || state.Authenticated())
}

// asksLogin reports whether octets are an AUTH whose reply is the next.
func asksLogin(s smtp.State, octets []byte) bool {
	return awaitsCommand(s) && strings.HasSuffix(string(octets), "\r\n") && smtp.ParseCommand(octets).Verb == smtp.AUTH
}

// awaitsCommand reports whether the server waits for a command, and for nothing else.
func awaitsCommand(s smtp.State) bool {
	return s.Phase() == smtp.Ready && s.Reading() == smtp.AsCommand && s.OwedCount() == 0
}

// loginEnd returns the final reply of the login that begins at event i in state s, and
// the state behind it. It is 0 where the login was given up, or is mixed with
// something else.
func (w *scriptWriter) loginEnd(i int, l scriptLogin, s smtp.State) (int, smtp.State) {
	begun := false
	for j := i; j < w.n; j++ {
		e := w.tape.At(j)
		switch {
		case e.Who == Client && !begun:
			m, _ := smtp.ParseCommand(e.Octets).Mechanism()
			if begun = asksLogin(s, e.Octets) && m == l.mechanism; !begun {
				return 0, s
			}
		case e.Who == Client:
			if s.Phase() != smtp.InAuth || s.OwedCount() > 0 || string(e.Octets) == "*\r\n" {
				return 0, s
			}
		case e.Who == Server && (!begun || e.Flags&(Cut|Stray) != 0), e.Who == Local && j > i && e.Fact == Login:
			return 0, s
		case e.Who == Server:
			if s = e.After(s); s.Phase() != smtp.InAuth {
				return j, s
			}
			continue
		case w.breaks(j):
			return 0, s
		}
		s = e.After(s)
	}
	return 0, s
}

// scriptArg returns one argument of a directive.
func scriptArg(s string) string {
	if s != "" && readable([]byte(s)) && !strings.ContainsAny(s, " \t\"$") {
		return s
	}
	return strings.ReplaceAll(strconv.Quote(s), "${", `\x24{`)
}

// login adds a login that @auth makes, as far as a script knows of it: not what is
// asked and answered in between.
func (i *importer) login(k int, s Step) {
	i.handshake()
	args := append(slices.Clone(s.Directive.Args), Arg{})
	mechanism, user := smtp.Upper(args[0].String()), args[1].String()
	if !awaitsCommand(i.tape.state) || !isMechanism(mechanism) {
		i.fact(Note, strings.TrimSpace(s.Source))
		return
	}
	how := i.script.heading(k+1, "login")
	i.fact(Login, LoginText(mechanism, user, how == protected || how == "" && i.tape.state.TLS()))
	i.event(Event{Who: Client, Octets: []byte("AUTH " + mechanism + "\r\n"), Mark: -1})
	if !i.script.expectsNext(k + 1) {
		i.event(Event{Who: Server, Octets: []byte("235\r\n"), Mark: -1}) // a run asks for it
	}
}

// isMechanism reports whether a name can be that of a mechanism (RFC 4422 section 3.1).
func isMechanism(name string) bool {
	return name != "" && strings.Trim(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_") == "" && len(name) <= 20
}
