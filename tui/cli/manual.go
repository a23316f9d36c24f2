package cli

import (
	"fmt"
	"strings"

	"github.com/muesli/mango"
	mcobra "github.com/muesli/mango-cobra"
	"github.com/muesli/roff"
	"github.com/spf13/cobra"
)

// manual holds the sections of the manual page that are no command and no flag. A
// line that begins with * is a point of a list, which needs a line behind it to end.
var manual = []mango.Section{
	{Name: "Exit status", Text: `* 0: everything as expected
* 1: a reply was not as expected; in a plain pipe: a command was refused
* 2: the command line is wrong, a file cannot be read, or the input ended inside the message
* 3: a name could not be resolved, or no connection came about
* 4: the connection was lost, or a reply did not come in time
* 5: the server broke the protocol, so that the dialogue could not go on
* 6: no TLS came about, or the certificate did not verify where it must
* 7: the login did not succeed

If several hold, the first of 2 3 6 7 5 4 1 counts. An interrupt is 130.`},
	{Name: "Files", Text: `* $XDG_CONFIG_HOME/ehlo/config, else ~/.config/ehlo/config: lines KEY = VALUE, where KEY is the long name of a flag: ` + strings.Join(settings, ", ") + `
* $XDG_STATE_HOME/ehlo/journal, else ~/.local/state/ehlo/journal: what the full screen keeps of each session, see --journal
* $XDG_STATE_HOME/ehlo/hosts: which servers have offered STARTTLS
* $XDG_DATA_HOME/ehlo/progress, else ~/.local/share/ehlo/progress: what was done of the lessons, a line for each step; progress-FOLDER for those of --course
`},
	{Name: "Environment", Text: `* EHLO_KEY: the same settings, as EHLO_HELO or EHLO_TIMEOUT. A flag wins over the environment, which wins over the file.
* NO_COLOR: no colour
* TERM: with dumb, line by line instead of the full screen
`},
}

func manCommand(root *cobra.Command) *cobra.Command {
	return &cobra.Command{
		Use:     "man",
		Short:   "the manual page",
		Example: "  ehlo man > ehlo.1",
		Args:    atMost(0, "nothing"),
		RunE: func(c *cobra.Command, _ []string) error {
			page, err := mcobra.NewManPage(1, root)
			if err != nil {
				return err
			}
			page.WithLongDescription(flowing(root.Long))
			unquote(&page.Root)
			for _, s := range manual {
				page.WithSection(s.Name, s.Text)
			}
			_, err = fmt.Fprint(c.OutOrStdout(), page.Build(roff.NewDocument()))
			return err
		},
	}
}

// flowing returns text with each paragraph on one line, as the page wraps it itself.
func flowing(text string) string {
	paragraphs := strings.Split(text, "\n\n")
	for i, p := range paragraphs {
		paragraphs[i] = strings.ReplaceAll(p, "\n", " ")
	}
	return strings.Join(paragraphs, "\n")
}

// unquote removes from the flags of a command, and of those below it, the marks by
// which help finds the name of a value.
func unquote(c *mango.Command) {
	for name, f := range c.Flags {
		f.Usage = strings.ReplaceAll(f.Usage, "`", "")
		c.Flags[name] = f
	}
	for _, sub := range c.Commands {
		unquote(sub)
	}
}
