package cli

import (
	"os"
	"slices"

	"github.com/spf13/cobra"
)

const about = `ehlo is an interactive explorer of SMTP sessions. You speak with a real server,
one line at a time, and see what every line means.

Without a target it opens its own included server. What comes from a pipe is
sent line by line, each behind the reply to the one before it.`

const examples = `  ehlo                          the full screen, on the included server
  ehlo lesson                   the same with lessons, from the first on
  ehlo mx.example.org:25        the full screen, on that server
  ehlo mx.example.org < FILE    say the lines of FILE
  ehlo run FILE mx.example.org  say the lines of FILE and compare the replies
  ehlo explain 550 5.7.1        look up codes, commands, keywords
  ehlo explain paste.txt        explain a session line by line`

// root returns the tree of commands.
func (p *program) root() *cobra.Command {
	c := &cobra.Command{
		Use:               "ehlo [TARGET]",
		Short:             "an interactive explorer of SMTP sessions",
		Long:              about,
		Example:           examples,
		Version:           Version,
		Args:              atMost(1, "a target"),
		ValidArgsFunction: noFiles,
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return p.talk("")
			}
			if err := guess(args[0]); err != nil {
				return err
			}
			return p.talkTo(args[0])
		},
	}
	c.CompletionOptions.DisableDefaultCmd = true
	c.SilenceErrors, c.SilenceUsage = true, true
	c.SetUsageFunc(tellUsage)
	c.SetVersionTemplate("ehlo " + Version + "\n")
	c.SetFlagErrorFunc(func(c *cobra.Command, err error) error { return flagFailure(c.CommandPath(), err) })
	c.PersistentPreRunE = p.prepare
	p.opts.talking(c.Flags())
	p.opts.serving(c.Flags())
	c.AddCommand(p.connectCommand(), p.runCommand(), p.serveCommand(), p.openCommand(), p.explainCommand(), p.convertCommand(), p.lessonCommand(), p.personaCommand(), completionCommand(c), versionCommand(), manCommand(c))
	c.SetHelpCommand(helpCommand(c))
	completePersona(c)
	return c
}

// noSettings marks a command whose flags only share a name with a setting.
const noSettings = "no settings"

// prepare fills in what the command line leaves open. A command that has no settings,
// such as help, works with any configuration.
func (p *program) prepare(cmd *cobra.Command, _ []string) error {
	if cmd.Annotations[noSettings] != "" || !slices.ContainsFunc(settings, func(name string) bool { return cmd.Flags().Lookup(name) != nil }) {
		return nil
	}
	path, _ := folders()
	file, err := readConfig(path)
	if err != nil {
		return err
	}
	if err := settle(cmd, os.LookupEnv, file); err != nil {
		return err
	}
	if err := p.opts.check(); err != nil {
		return err
	}
	return p.opts.reach.typed(cmd.Flags(), p.err)
}

func (p *program) connectCommand() *cobra.Command {
	c := &cobra.Command{
		Use:               "connect HOST",
		Short:             "connect to HOST, whatever it is called",
		Long:              "The same as ehlo HOST, for a host that is called like a command of ehlo.\nHOST is HOST, HOST:PORT, [IPv6]:PORT, smtp://HOST:PORT, smtps://HOST,\nsubmission://HOST, lmtp://HOST, mx:DOMAIN or unix:/PATH.",
		Args:              exactly(1, "a host"),
		Annotations:       map[string]string{talksToo: "yes"},
		ValidArgsFunction: noFiles,
		RunE:              func(_ *cobra.Command, args []string) error { return p.talkTo(args[0]) },
	}
	p.opts.talking(c.Flags())
	return c
}

func noFiles(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	return nil, cobra.ShellCompDirectiveNoFileComp
}

func atMost(n int, what string) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		if len(args) > n {
			return fail(exitUsage, c.CommandPath()+" --help says how", "%s takes %s and nothing behind it, but here is %s", c.CommandPath(), what, quoted(args[n]))
		}
		return nil
	}
}

func exactly(n int, what string) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		if len(args) < n {
			return fail(exitUsage, c.CommandPath()+" --help says how", "%s needs %s", c.CommandPath(), what)
		}
		return atMost(n, what)(c, args)
	}
}
