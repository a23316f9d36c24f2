package cli

import (
	"fmt"
	"strings"
	"text/template"

	"github.com/charmbracelet/x/ansi"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// usageWidth is the widest that help may be.
const usageWidth = 80

const usage = `Usage:{{if .Runnable}}
  {{.UseLine}}{{end}}{{if .HasAvailableSubCommands}}
  {{.CommandPath}} COMMAND

Commands:{{range .Commands}}{{if .IsAvailableCommand}}
  {{pad .Name .NamePadding}} {{.Short}}{{end}}{{end}}{{end}}{{if .HasExample}}

Examples:
{{.Example}}{{end}}{{if .HasAvailableLocalFlags}}

Flags:
{{flags .}}{{end}}{{with shared .}}

Flags that "ehlo --help" tells of:
{{.}}{{end}}{{if .HasAvailableSubCommands}}

"{{.CommandPath}} COMMAND --help" tells more.{{end}}
`

// tellUsage writes how a command is used.
func tellUsage(c *cobra.Command) error {
	t := template.New("usage").Funcs(template.FuncMap{
		"pad":    func(name string, n int) string { return fmt.Sprintf("%-*s", n, name) },
		"flags":  ownFlags,
		"shared": sharedFlags,
	})
	return template.Must(t.Parse(usage)).Execute(c.OutOrStdout(), c)
}

// ownFlags explains the flags of a command, but for those that are explained once for
// the whole program.
func ownFlags(c *cobra.Command) string {
	var own pflag.FlagSet
	c.LocalFlags().VisitAll(func(f *pflag.Flag) {
		if !isShared(c, f) {
			own.AddFlag(f)
		}
	})
	lines := strings.Split(own.FlagUsagesWrapped(usageWidth), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return strings.TrimRight(strings.Join(lines, "\n"), "\n")
}

// sharedFlags names the other flags that a command takes, "" if there are none.
func sharedFlags(c *cobra.Command) string {
	var names []string
	c.LocalFlags().VisitAll(func(f *pflag.Flag) {
		if isShared(c, f) {
			names = append(names, "--"+f.Name)
		}
	})
	if len(names) == 0 {
		return ""
	}
	text := strings.ReplaceAll(strings.Join(names, " "), "-", unbrokenHyphen)
	text = "  " + strings.ReplaceAll(ansi.Wordwrap(text, usageWidth-2, ""), "\n", "\n  ")
	return strings.ReplaceAll(text, unbrokenHyphen, "-")
}

// unbrokenHyphen stands for a hyphen at which no line ends.
const unbrokenHyphen = "\u2011"

// talksToo marks a command that takes flags of ehlo itself, for a conversation.
const talksToo = "talks"

// isShared reports whether a flag is one of ehlo itself and does the same there.
func isShared(c *cobra.Command, f *pflag.Flag) bool {
	general := c.Root().Flags().Lookup(f.Name)
	return c.Annotations[talksToo] != "" && general != nil && general.Usage == f.Usage
}
