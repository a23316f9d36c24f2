package transcript

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"time"

	"ehlo/session/smtp"
)

// Check returns a [*ScriptError] if the script cannot be run with these options: a
// variable that has no value, a file that is not there, a directive that is not
// allowed. It opens no connection; ask it before one is opened.
func (s *Script) Check(o RunOptions) error {
	for _, step := range s.Steps {
		if step.Directive == nil {
			continue
		}
		if err := s.checkVars(step, o); err != nil {
			return err
		}
		if err := step.checkArgs(s.Name, o.values()); err != nil {
			return err
		}
		if why, hint := refusal(step.Directive, o); why != "" {
			return step.fail(s.Name, step.Directive.Col, hint, "@%s: %s", step.Directive.Name, why)
		}
	}
	return nil
}

func (o RunOptions) values() map[string]string {
	if o.Vars == nil {
		return map[string]string{}
	}
	return o.Vars
}

func (s *Script) checkVars(step Step, o RunOptions) error {
	for _, a := range step.Directive.Args {
		for _, name := range a.Variables() {
			value, ok := o.Vars[name]
			if !ok {
				return step.fail(s.Name, a.Col, "give it with --var "+name+"=VALUE, or --var "+name+" to take it from the environment", "${%s} has no value", name)
			}
			if strings.ContainsAny(value, "\r\n\x00") {
				return step.fail(s.Name, a.Col, "", "the value of ${%s} holds a CR, LF or NUL", name)
			}
		}
	}
	return nil
}

// refusal says why a directive cannot be honoured, and what to do; "" if it can.
func refusal(d *Directive, o RunOptions) (why, hint string) {
	if o.Fragment && slices.Contains([]string{"connect", "data", "bdat", "auth"}, d.Name) {
		return "not in a lesson", "a lesson's script starts in an open session and brings its text along"
	}
	switch d.Name {
	case "auth":
		return refusesLogin(d, o)
	case "persona", "clock":
		if o.House == nil {
			return "only with the included server", ""
		}
	case "connect":
		return refusesConnect(d, o)
	case "data", "bdat":
		return missingFile(o.Files, d.Args[0].expand(o.Vars))
	}
	return "", ""
}

func refusesConnect(d *Directive, o RunOptions) (why, hint string) {
	if o.MayConnect == nil || o.Connect == nil {
		return "not allowed here", ""
	}
	if err := o.MayConnect(d.connectArgs(o.Vars)); err != nil {
		return shown(err.Error()), ""
	}
	return "", ""
}

func refusesLogin(d *Directive, o RunOptions) (why, hint string) {
	if o.MayLogin == nil || o.Login == nil {
		return "not allowed here", ""
	}
	if err := o.MayLogin(d.loginArgs(o.Vars)); err != nil {
		return shown(err.Error()), ""
	}
	return "", ""
}

func (d *Directive) connectArgs(vars map[string]string) (target, tls string) {
	if len(d.Args) > 1 {
		tls = strings.TrimPrefix(d.Args[1].expand(vars), "tls=")
	}
	return d.Args[0].expand(vars), tls
}

func (d *Directive) loginArgs(vars map[string]string) (mechanism, user string) {
	if len(d.Args) > 1 {
		user = d.Args[1].expand(vars)
	}
	return d.Args[0].expand(vars), user
}

// below is a file's name as a folder wants it: ./x is x. What leads out of the
// folder still does, and is refused there.
func below(name string) string {
	if rest, ok := strings.CutPrefix(name, "./"); ok {
		return rest
	}
	return name
}

func missingFile(files fs.FS, name string) (why, hint string) {
	const hintBelow = "a file lies below the folder of the script; --files lifts that"
	if files == nil {
		return "no folder to read files from", ""
	}
	info, err := fs.Stat(files, below(name))
	switch {
	case err != nil:
		return fmt.Sprintf("cannot read %s: %s", shown(name), shown(cause(err))), hintBelow
	case !info.Mode().IsRegular():
		return shown(name) + " is no regular file", hintBelow
	}
	return "", ""
}

// direct does the directive of step i.
func (r *runner) direct(i int) error {
	s := r.script.Steps[i]
	d := s.Directive
	args := make([]string, len(d.Args))
	for k, a := range d.Args {
		args[k] = a.expand(r.opts.Vars)
	}
	switch d.Name {
	case "connect":
		return r.connect(d.connectArgs(r.opts.Vars))
	case "closed":
		return r.expectClosed(s)
	case "close":
		return r.drop()
	}
	if err := r.ready(); err != nil {
		return err
	}
	if s.is("data") || s.is("bdat") || !r.script.expectsNext(i+1) {
		r.discard()
	}
	switch d.Name {
	case "data":
		return r.data(s, args[0], len(args) > 1)
	case "bdat":
		size, exact, _ := bdatOptions(args[1:])
		return r.bdat(s, args[0], size, exact)
	case "persona":
		return r.unfit(s, r.opts.House.Persona(args[0]))
	case "tls":
		return r.encrypted()
	case "auth":
		return r.login(i, d)
	}
	return r.timed(s, args)
}

// timed does the directives that take or move time. @pause and @mark are for whom
// presents a script; a run passes them.
func (r *runner) timed(s Step, args []string) error {
	if len(args) == 0 || s.is("mark") {
		return nil
	}
	length, _ := time.ParseDuration(args[0])
	switch s.Directive.Name {
	case "clock":
		return r.unfit(s, r.opts.House.Advance(length))
	case "wait":
		return r.pause(time.Now().Add(length))
	}
	return r.silence(s, length)
}

// encrypted wants TLS to be in force. The handshake follows the 220 to STARTTLS by
// itself.
func (r *runner) encrypted() error {
	switch st := r.state(); {
	case st.Phase() == smtp.Ended:
		return errClosed
	case st.TLS():
		return nil
	}
	return &lacking{ErrTLS, "@tls: the connection is plain; STARTTLS and its 220 come first"}
}

// login logs in. Its final reply meets the next expectation, if the step i is
// followed by one; else a refusal ends the run.
func (r *runner) login(i int, d *Directive) error {
	mechanism, user := d.loginArgs(r.opts.Vars)
	if err := r.opts.Login(r.ctx, mechanism, user); err != nil {
		return err
	}
	last := r.tape.Len() - 1
	for last >= r.cursor && r.tape.At(last).Who != Server {
		last--
	}
	if r.cursor = max(r.cursor, last); r.script.expectsNext(i + 1) {
		return nil
	}
	reply := r.tape.At(last).Reply()
	r.cursor = last + 1
	if r.tape.State(r.cursor).Authenticated() { // the connection may have ended since
		return nil
	}
	if broken(reply) {
		return &ProtocolError{What: "the server's answer to the login is no reply by RFC 5321 section 4.2", Octets: reply.Octets}
	}
	return &lacking{ErrLogin, "the login was refused: " + replyWords(reply)}
}

// unfit makes an error of the included server one of the script.
func (r *runner) unfit(s Step, err error) error {
	if err == nil {
		return nil
	}
	return s.fail(r.script.Name, s.Directive.Args[0].Col, "", "%s", shown(err.Error()))
}

// expectsNext reports whether the next step that is neither a note nor a directive
// that says nothing is an expectation. Then what is owed is left for it.
func (s *Script) expectsNext(i int) bool {
	for _, step := range s.Steps[i:] {
		switch {
		case step.Kind == ExpectReply:
			return true
		case step.Says(), step.is("data"), step.is("bdat"), step.is("connect"), step.is("closed"):
			return false
		}
	}
	return false
}

// connect goes on with another connection. One that was said goodbye to is closed
// first: its end must not be taken for that of the next.
func (r *runner) connect(target, tls string) error {
	if err := r.settle(); err != nil {
		return err
	}
	if r.state().Phase() == smtp.Leaving {
		r.peer.Close()
	}
	peer, err := r.opts.Connect(r.ctx, target, tls)
	if err != nil {
		return err
	}
	if peer != nil {
		r.peer, r.closed = peer, false
		r.passConnected()
	}
	r.since = time.Now()
	return nil
}

// passConnected passes over what came before the latest connection.
func (r *runner) passConnected() {
	for i := r.tape.Len() - 1; i >= r.cursor; i-- {
		if r.tape.At(i).Fact == Connected {
			r.cursor = i + 1
		}
	}
}

// drop closes the connection once what is owed has come, or is not coming.
func (r *runner) drop() error {
	r.settle()
	if err := r.ctx.Err(); err != nil {
		return err
	}
	r.closed = true
	return r.peer.Close()
}

func (r *runner) pause(until time.Time) error {
	for {
		late, err := r.sleep(until)
		if late || err != nil {
			return err
		}
	}
}

// silence expects that the server says nothing for a time. Of what came before,
// only what was asked for may be there.
func (r *runner) silence(s Step, length time.Duration) error {
	start, until := r.tape.Len(), time.Now().Add(length)
	for i, late := r.cursor, false; ; {
		for ; i < r.tape.Len(); i++ {
			if e := r.tape.At(i); e.Who == Server && (i >= start || !r.asked(i)) {
				r.cursor = i + 1
				return r.differ(s, Difference{Want: fmt.Sprintf("silence for %v", length), Got: e.Reply()})
			}
		}
		if late {
			return nil
		}
		var err error
		if late, err = r.sleep(until); err != nil {
			return err
		}
	}
}

// expectClosed expects that the server closes the connection and says nothing
// before. Replies that are owed and that no step met may come or not.
func (r *runner) expectClosed(s Step) error {
	want := "the server to close the connection"
	until := time.Now().Add(r.opts.wait())
	for late := false; ; {
		n := r.tape.Len()
		r.discard()
		for i := r.cursor; i < n; i++ {
			if e := r.tape.At(i); e.Who == Server {
				r.cursor = i + 1
				return r.differ(s, Difference{Want: want, Got: e.Reply()})
			}
		}
		if r.tape.State(n).Phase() == smtp.Ended {
			r.excused = n
			return nil
		}
		if late {
			return r.differ(s, Difference{Want: fmt.Sprintf("%s within %v", want, r.opts.wait()), None: true})
		}
		var err error
		if late, err = r.sleep(until); err != nil {
			return err
		}
	}
}
