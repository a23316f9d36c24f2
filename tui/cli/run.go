package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"ehlo/lessons"
	"ehlo/session"
	"ehlo/session/loopback/persona"
	"ehlo/session/smtp"
	"ehlo/session/target"
	"ehlo/transcript"
	"ehlo/tui/line"
)

func (p *program) runCommand() *cobra.Command {
	o := &p.opts
	c := &cobra.Command{
		Use:   "run FILE [TARGET]",
		Short: "say the lines of a script and compare the replies",
		Long: `Runs a .ehlo script against TARGET, or against a fresh included server.
The first reply that is not as expected stops it; the exit code is then 1.`,
		Example: "  ehlo run two-recipients.ehlo\n  ehlo run probe.ehlo mx.example.org:25 --json -o probe.jsonl",
		Args: func(c *cobra.Command, args []string) error {
			if len(args) == 0 {
				return fail(exitUsage, "ehlo run --help says how", "ehlo run needs a script: ehlo run FILE [TARGET]")
			}
			return atMost(2, "a script and a target")(c, args)
		},
		Annotations:       map[string]string{talksToo: "yes"},
		ValidArgsFunction: scriptFiles,
		RunE: func(_ *cobra.Command, args []string) error {
			to := ""
			if len(args) == 2 {
				t, err := target.Parse(args[1]) // "" is no target here
				if err != nil {
					return err
				}
				to = t.String()
			}
			if p.opts.reach.pipe != "" {
				if to != "" {
					return fail(exitUsage, "", "--pipe and a target are two servers; name one of them")
				}
				to = p.opts.reach.piped().String()
			}
			return p.runScript(args[0], to)
		},
	}
	f := c.Flags()
	o.connecting(f)
	o.login.script(f)
	o.telling(f)
	o.saving(f)
	o.serving(f)
	f.StringArrayVar(&o.vars, "var", nil, "`NAME=VALUE` for ${NAME}, or NAME to take it from the environment (better for a secret)")
	f.StringVar(&o.journal, "journal", "", "off: remember nothing of the server; a run keeps no journal")
	f.BoolVar(&o.keepGoing, "keep-going", false, "go on behind a difference")
	f.BoolVar(&o.files, "files", false, "let @data and @bdat read files outside the script's folder")
	f.BoolVar(&o.allowConnect, "allow-connect", false, "let @connect connect to another server")
	return c
}

func scriptFiles(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	if len(args) == 0 {
		return []string{"ehlo"}, cobra.ShellCompDirectiveFilterFileExt
	}
	return nil, cobra.ShellCompDirectiveNoFileComp
}

// scriptLimit is more than a script may have; ParseScript says so itself.
const scriptLimit = transcript.ScriptLimit + 1

// runScript runs the script in path against target, "" for the included server.
func (p *program) runScript(path, target string) error {
	octets, err := readFile(path, scriptLimit)
	if err != nil {
		return err
	}
	script, err := transcript.ParseScript(path, octets)
	if err != nil {
		return err
	}
	if p.opts.persona == "" && target == "" {
		if p.opts.serverType, err = personaOf(script); err != nil {
			return err
		}
	}
	r, err := p.newRun(path, target)
	if err != nil {
		return err
	}
	defer r.close()
	if err := script.Check(r.options); err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	err = r.play(ctx, script)
	return alsoFor(err, r.save.write(r.tape))
}

// personaOf returns the server type that a saved session met, nil for the usual one. It
// is one by name: a script reads no file that it names itself.
func personaOf(script *transcript.Script) (*persona.Persona, error) {
	name := script.Persona()
	if name == "" {
		return nil, nil
	}
	t, known := persona.Named(name)
	if !known {
		return nil, fail(exitUsage, "--persona names one of "+strings.Join(persona.Names(), ", "), "%s was saved from a server type %s, which is not known here", shown(script.Name), quoted(name))
	}
	return t, nil
}

// A run is a script on its way.
type run struct {
	*program
	target  target.Target
	server  *included // nil if it is another one that is talked to
	tape    *transcript.Transcript
	save    saving
	options transcript.RunOptions
	folder  *os.Root
	tls     session.TLSOptions
	peer    *session.Session // the last
}

func (p *program) newRun(path, target string) (*run, error) {
	o := &p.opts
	r := &run{program: p, options: transcript.RunOptions{Timeout: o.timeout, KeepGoing: o.keepGoing}}
	var err error
	if r.save, err = newSaving(o.output); err != nil {
		return nil, err
	}
	if r.tls, err = o.tls.options(true); err != nil {
		return nil, err
	}
	if r.options.Vars, err = variables(o.vars, os.LookupEnv); err != nil {
		return nil, err
	}
	if r.options.Files, err = r.reach(path); err != nil {
		return nil, err
	}
	if target == "" {
		if r.server, err = startIncluded(o.serverOptions(), o.listen); err != nil {
			return nil, err
		}
		target, r.options.House = r.server.addr, scripted{r.server, r.options.Files}
	}
	if r.target, err = o.reach.target(target); err != nil {
		r.close()
		return nil, err
	}
	begin := start(r.target.String())
	if r.server != nil {
		begin = r.server.start()
	}
	r.tape = transcript.New(begin)
	o.remember()
	r.options.MayConnect, r.options.Connect = r.mayConnect, r.connect
	r.options.MayLogin, r.options.Login = r.mayLogin, r.logIn
	return r, nil
}

func (r *run) close() {
	if r.peer != nil {
		r.peer.Close() // transcript.Run has closed it, but for a panic
	}
	if r.server != nil {
		r.server.close()
	}
	if r.folder != nil {
		r.folder.Close()
	}
}

// reach returns the files that @data and @bdat may read: those below the script's
// own folder, or with --files all.
func (r *run) reach(path string) (fs.FS, error) {
	if r.opts.files {
		return anywhere{filepath.Dir(path)}, nil
	}
	root, err := os.OpenRoot(filepath.Dir(path))
	if err != nil {
		return nil, fail(exitUsage, "", "cannot open the folder of the script: %s", shown(err.Error()))
	}
	r.folder = root
	return root.FS(), nil
}

// anywhere is a file system in which every path counts, seen from a folder.
type anywhere struct{ folder string }

func (a anywhere) Open(name string) (fs.File, error) {
	if !filepath.IsAbs(name) {
		name = filepath.Join(a.folder, name)
	}
	// To open a FIFO would wait for whoever writes into it.
	if info, err := os.Stat(name); err == nil && !info.Mode().IsRegular() {
		return nil, &fs.PathError{Op: "open", Path: name, Err: errors.New("it is no plain file")}
	}
	return os.Open(name)
}

// variables reads NAME=VALUE, and NAME alone from the environment.
func variables(given []string, env func(string) (string, bool)) (map[string]string, error) {
	vars := map[string]string{}
	for _, v := range given {
		name, value, ok := strings.Cut(v, "=")
		if name == "" {
			return nil, fail(exitUsage, "", "--var needs a name before the =") // behind it may be a secret
		}
		if !ok {
			if value, ok = env(name); !ok {
				return nil, fail(exitUsage, "--var NAME=VALUE gives it one", "the environment has no variable %s", shown(name))
			}
		}
		vars[name] = value
	}
	return vars, nil
}

// play connects, runs the script, tells of it, and returns what went wrong.
func (r *run) play(ctx context.Context, script *transcript.Script) error {
	done := r.tell()
	peer, err := r.open(ctx, r.target)
	if err != nil {
		done()
		return err
	}
	result := transcript.Run(ctx, script, peer, r.tape, r.options)
	r.peer.Close() // until everything is recorded
	if err := done(); err != nil {
		return fail(exitUsage, "", "cannot write: %s", shown(err.Error()))
	}
	return r.judge(ctx, result)
}

// tell prints the dialogue while it goes on, until the function it returns is
// called.
func (r *run) tell() (done func() error) {
	form := line.Bare
	switch {
	case r.opts.json:
		form = line.JSON
	case r.opts.quiet:
		return func() error { return nil }
	}
	teller := line.NewTeller(r.out, form, r.tape)
	grew, stop := r.tape.Watch()
	end, over := make(chan struct{}), make(chan error)
	go func() {
		for {
			select {
			case <-grew:
				teller.Tell(r.tape.Len(), nil) // an error stays and is found in the end
			case <-end:
				stop()
				teller.Tell(r.tape.Len(), nil)
				over <- teller.Close()
				return
			}
		}
	}()
	return func() error { close(end); return <-over }
}

// judge says what came of a run and returns the exit code.
func (r *run) judge(ctx context.Context, result transcript.Result) error {
	for _, d := range result.Differences {
		fmt.Fprint(r.err, d.Detail())
	}
	if result.Skipped > 0 {
		fmt.Fprintf(r.err, "ehlo: %s of text not sent, because DATA got no 354\n", counted(result.Skipped, "line"))
	}
	r.protection(r.tape)
	if result.Unparted && result.Outcome != transcript.Gone {
		fmt.Fprintln(r.err, "ehlo: the message was accepted; only the reply to QUIT did not come")
	}
	codes := []int{outcomeCodes[result.Outcome]}
	if ctx.Err() != nil {
		codes = append(codes, exitInterrupt)
	}
	if r.opts.strict {
		codes = append(codes, r.breaches())
	}
	if r.peer != nil && errors.Is(r.peer.Err(), transcript.ErrTLS) {
		codes = append(codes, exitTLS) // the server ended TLS behind the handshake
		result.Err = transcript.Instead(result.Err, r.peer.Err())
	}
	code := worst(codes...)
	if result.Err != nil && ctx.Err() == nil {
		return alsoFor(ended(code), inWords(result.Err))
	}
	if code == exitOK && !r.opts.quiet && !r.opts.json {
		fmt.Fprintf(r.err, "%s as expected\n", replies(result.Met))
	}
	return ended(code)
}

func replies(n int) string {
	if n == 1 {
		return "1 reply"
	}
	return fmt.Sprintf("%d replies", n)
}

var outcomeCodes = [...]int{
	transcript.AsExpected: exitOK,
	transcript.Different:  exitDifferent,
	transcript.Unfinished: exitUsage,
	transcript.Usage:      exitUsage,
	transcript.Gone:       exitLost,
	transcript.Protocol:   exitProtocol,
	transcript.Unproven:   exitLogin,
	transcript.Plain:      exitTLS,
}

// inWords returns the words of an error without a code of its own.
func inWords(err error) error {
	f := failureOf(err)
	return &failure{exitOK, f.words, f.hint}
}

// breaches tells of verdicts against the RFC and returns the code for them.
func (r *run) breaches() int {
	var s smtp.State
	code := exitOK
	for i := range r.tape.Len() {
		e := r.tape.At(i)
		if e.Who == transcript.Server {
			switch v := lessons.Explain(e, s).Verdict; v {
			case lessons.AcceptedWrong, lessons.RefusedRight:
				fmt.Fprintln(r.err, "ehlo: "+lessons.Speak(e, s))
				code = exitDifferent
			}
		}
		s = e.After(s)
	}
	return code
}
