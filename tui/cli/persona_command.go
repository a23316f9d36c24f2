package cli

import (
	"bufio"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/charmbracelet/x/ansi"
	"github.com/spf13/cobra"

	"ehlo/session/loopback/persona"
)

func (p *program) personaCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "persona",
		Short: "the types of the included server",
		Long: `The included server comes in several types. A type says what the server offers,
whom it knows and what it bears. --persona names one, or a file of your own.`,
		Example: "  ehlo persona list\n  ehlo serve --persona crowded\n  ehlo --persona ./mine.yaml",
		Args: func(c *cobra.Command, args []string) error {
			if len(args) > 0 {
				return fail(exitUsage, c.CommandPath()+" --help says how", "ehlo persona has no command %s; it has list, show and check", quoted(args[0]))
			}
			return nil
		},
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(p.personaListCommand(), p.personaShowCommand(), p.personaCheckCommand())
	return c
}

func (p *program) personaListCommand() *cobra.Command {
	asJSON := false
	c := &cobra.Command{
		Use:         "list",
		Short:       "the server types that come with ehlo",
		Long:        "Names each server type and says what it does. Behind ! stands what RFC 5321 does\nnot allow.",
		Args:        atMost(0, "nothing"),
		Annotations: map[string]string{noSettings: "yes"},
		RunE:        func(*cobra.Command, []string) error { return p.listPersonas(asJSON) },
	}
	c.Flags().BoolVar(&asJSON, "json", false, "one JSON object a line")
	return c
}

// A personaLine is a server type as JSON has it.
type personaLine struct {
	Name  string   `json:"name"`
	Says  string   `json:"says"`
	Marks []string `json:"marks,omitempty"`
}

func (p *program) listPersonas(asJSON bool) error {
	out := bufio.NewWriter(p.out)
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	var err error
	for _, name := range persona.Names() {
		t, _ := persona.Named(name)
		if asJSON {
			err = cmp.Or(err, encoder.Encode(personaLine{t.Name, t.Says, t.Marks}))
			continue
		}
		column(out, shown(t.Name), shown(t.Says), p.width())
		for _, mark := range t.Marks {
			column(out, "", "! "+shown(mark), p.width())
		}
	}
	if err = cmp.Or(err, out.Flush()); err != nil {
		return fail(exitUsage, "", "cannot write: %s", shown(err.Error()))
	}
	return nil
}

// column prints words beside a name, broken between words.
func column(out io.Writer, name, text string, width int) {
	const at = 16
	for line := range strings.Lines(ansi.Wordwrap(text, width-at, "")) {
		fmt.Fprintf(out, "%-*s%s\n", at, name, strings.TrimRight(line, "\n"))
		name = ""
	}
}

func (p *program) personaShowCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "show NAME|FILE",
		Short: "all that a server type says, whatever it is based on",
		Long: `Writes the server type as a file that leaves nothing open. With another name it
is the beginning of one of your own.`,
		Example:           "  ehlo persona show strict\n  ehlo persona show crowded > mine.yaml",
		Args:              exactly(1, "a name or a file"),
		Annotations:       map[string]string{noSettings: "yes"},
		ValidArgsFunction: personaNames,
		RunE: func(_ *cobra.Command, args []string) error {
			t, err := personaAt(args[0], readPersona)
			if err != nil {
				return err
			}
			if _, err := fmt.Fprint(p.out, t.YAML()); err != nil {
				return fail(exitUsage, "", "cannot write: %s", shown(err.Error()))
			}
			return nil
		},
	}
}

func (p *program) personaCheckCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "check FILE…",
		Short: "what is wrong with the file of a server type",
		Long: `Reads each file and tells every problem with its line, column and a caret.
The exit code is 1 if there are problems.`,
		Example:     "  ehlo persona check mine.yaml",
		Annotations: map[string]string{noSettings: "yes"},
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return fail(exitUsage, "ehlo persona check --help says how", "ehlo persona check needs a file")
			}
			return nil
		},
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return personaFiles, cobra.ShellCompDirectiveFilterFileExt
		},
		RunE: func(_ *cobra.Command, args []string) error { return p.checkPersonas(args) },
	}
}

func (p *program) checkPersonas(files []string) error {
	problems := 0
	for _, file := range files {
		octets, err := readFile(file, 1<<20) // Parse says what is too long
		if err != nil {
			return err
		}
		t, err := persona.Parse(file, octets)
		if err != nil {
			problems += len(persona.Problems(err))
			fmt.Fprintln(p.out, details(err))
			continue
		}
		fmt.Fprintf(p.out, "%s: %s: %s\n", shown(file), shown(t.Name), shown(t.Says))
		for _, mark := range t.Marks {
			fmt.Fprintf(p.out, "%s: ! %s\n", shown(file), shown(mark))
		}
	}
	if problems > 0 {
		fmt.Fprintln(p.out, strings.Join([]string{counted(len(files), "file"), counted(problems, "problem")}, ", "))
		return ended(exitDifferent)
	}
	return nil
}

// personaFiles are the endings of the file of a server type.
var personaFiles = []string{"yaml", "yml"}

// completePersona completes the flag --persona of c and of all that stands below it.
func completePersona(c *cobra.Command) {
	if c.Flags().Lookup("persona") != nil {
		_ = c.RegisterFlagCompletionFunc("persona", func(c *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
			return personaNames(c, nil, typed)
		}) // it fails only where there is no such flag
	}
	for _, below := range c.Commands() {
		completePersona(below)
	}
}

// personaNames completes the name of a server type, or the path of a file of one.
func personaNames(_ *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
	switch {
	case len(args) > 0:
		return nil, cobra.ShellCompDirectiveNoFileComp
	case strings.ContainsAny(typed, "./"):
		return personaFiles, cobra.ShellCompDirectiveFilterFileExt
	}
	var list []string
	for _, name := range persona.Names() {
		if t, _ := persona.Named(name); strings.HasPrefix(name, typed) {
			list = append(list, name+"\t"+t.Says)
		}
	}
	return list, cobra.ShellCompDirectiveNoFileComp
}
