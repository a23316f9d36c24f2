package cli

import (
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"ehlo/session"
	"ehlo/session/loopback/persona"
	"ehlo/transcript"
)

// options is what flags, environment and configuration say.
type options struct {
	timeout time.Duration // 0: not said
	helo    string
	ipv4    bool
	ipv6    bool

	tls   encryption
	login login
	reach reaching

	plain    bool
	json     bool
	quiet    bool
	stuff    bool
	commands bool
	yes      bool
	strict   bool
	output   string
	journal  string
	memory   session.Memory // which servers have offered STARTTLS, see [options.remember]

	listen  string
	fixed   bool
	persona string
	maildir string
	public  bool
	smtps   bool   // the included server has TLS from the first octet
	writeCA string // where its certificate is written; "": nowhere

	serverType *persona.Persona // what persona names; nil: the default

	vars         []string
	keepGoing    bool
	files        bool
	allowConnect bool
}

// network returns the family of addresses to connect to, "" for any.
func (o *options) network() string {
	switch {
	case o.ipv4 && !o.ipv6:
		return "4"
	case o.ipv6 && !o.ipv4:
		return "6"
	}
	return ""
}

// check returns what is wrong with the values that no flag checks itself.
func (o *options) check() error {
	if _, ok := transcript.LevelNamed(o.journal); !ok && o.journal != "" {
		return fail(exitUsage, "", "there is no journal level %s; it is full, envelope or off", quoted(o.journal))
	}
	if o.persona != "" {
		var err error
		if o.serverType, err = personaAt(o.persona, readPersona); err != nil {
			return err
		}
	}
	if m := o.login.mechanism; m != "" && !slices.Contains(session.Mechanisms(), strings.ToUpper(m)) {
		return fail(exitUsage, "", "ehlo knows no login mechanism %s; it has %s", quoted(m), strings.Join(session.Mechanisms(), ", "))
	}
	return o.reach.apply(&session.Options{Network: o.network()})
}

func (o *options) connecting(f *pflag.FlagSet) {
	f.Var((*wait)(&o.timeout), "timeout", "how long to wait for each reply, as 30s or 2m")
	f.BoolVarP(&o.ipv4, "ipv4", "4", false, "connect to IPv4 addresses only")
	f.BoolVarP(&o.ipv6, "ipv6", "6", false, "connect to IPv6 addresses only")
	o.tls.flags(f)
	o.reach.flags(f)
	f.StringVar(&o.reach.pipe, "pipe", "", "talk to a program instead: `\"PROGRAM ARGUMENTS\"`, as sendmail -bs")
}

func (o *options) telling(f *pflag.FlagSet) {
	f.BoolVar(&o.json, "json", false, "tell the session as JSON lines, one event a line")
	f.BoolVar(&o.quiet, "quiet", false, "tell the bare dialogue only")
}

func (o *options) saving(f *pflag.FlagSet) {
	f.StringVarP(&o.output, "output", "o", "", "save the session as `FILE`, which ends in .ehlo or .jsonl")
	f.BoolVar(&o.yes, "yes", false, "never ask before a message goes to another computer")
	f.BoolVar(&o.strict, "strict", false, "exit with 1 also when something worked against the RFC")
}

func (o *options) talking(f *pflag.FlagSet) {
	o.connecting(f)
	o.telling(f)
	o.saving(f)
	f.Var((*helloName)(&o.helo), "helo", "the NAME to suggest behind EHLO")
	o.login.flags(f)
	f.BoolVar(&o.plain, "plain", false, "line by line instead of the full screen")
	f.BoolVar(&o.stuff, "stuff", false, "in a pipe: double the dot that begins a text line")
	f.BoolVar(&o.commands, "commands", false, "in a pipe: lines that begin with a colon are ehlo's")
	f.StringVar(&o.journal, "journal", "", "keep a journal at `LEVEL` full, envelope or off; else full for the included server, envelope for others")
}

func (o *options) serving(f *pflag.FlagSet) {
	f.StringVar(&o.listen, "listen", "", "`ADDRESS:PORT` of the included server")
	f.StringVar(&o.persona, "persona", "", "the server type `NAME`, or its file as ./mine.yaml; ehlo persona list tells of them")
	f.BoolVar(&o.fixed, "fixed", false, "the same ids and dates each time, for a class")
}

// wait is a time to wait as a flag takes it.
type wait time.Duration

func (w *wait) String() string {
	if *w == 0 {
		return ""
	}
	return time.Duration(*w).String()
}

func (w *wait) Type() string { return "TIME" }

func (w *wait) Set(s string) error {
	d, err := time.ParseDuration(s)
	if err != nil || d <= 0 {
		return errors.New("write a time such as 30s or 2m")
	}
	*w = wait(d)
	return nil
}

// helloName is a name as EHLO takes it: one word that is shown as it stands.
type helloName string

func (n *helloName) String() string { return string(*n) }

func (n *helloName) Type() string { return "NAME" }

func (n *helloName) Set(s string) error {
	if shown(s) != s || strings.ContainsRune(s, ' ') {
		return errors.New("a name has no blanks and no control characters")
	}
	*n = helloName(s)
	return nil
}

// settings are the flags that may also be set in the configuration file and, as
// EHLO_NAME, in the environment. What must be said each time is not among them.
var settings = []string{
	"timeout", "helo", "ipv4", "ipv6", "plain", "json", "quiet", "stuff", "strict", "tls", "ca", "proxy",
	"journal", "listen", "persona", "fixed", "maildir",
}

// settle fills in what the command line leaves open: from the environment first,
// then from the configuration file.
func settle(cmd *cobra.Command, env func(string) (string, bool), file *config) error {
	for _, name := range settings {
		f := cmd.Flags().Lookup(name)
		if f == nil || f.Changed {
			continue
		}
		key := "EHLO_" + strings.ToUpper(name)
		if value, ok := env(key); ok && value != "" {
			if err := f.Value.Set(value); err != nil {
				return fail(exitUsage, "", "%s in the environment does not take %s: %s", key, quoted(value), shown(err.Error()))
			}
			continue
		}
		if s, ok := file.settings[name]; ok {
			if err := f.Value.Set(s.value); err != nil {
				return fail(exitUsage, "", "%s:%d: %s does not take %s: %s", shown(file.path), s.line, name, quoted(s.value), shown(err.Error()))
			}
		}
	}
	return nil
}
