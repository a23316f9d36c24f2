package cli

import (
	"bufio"
	"cmp"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"

	"ehlo/lessons"
)

// unknownEntry is what lessons.Look says a word is that the reference lacks.
const unknownEntry = "unknown"

// textWidth is the widest that prose is printed.
const textWidth = 80

func (p *program) explainCommand() *cobra.Command {
	servers, asJSON := false, false
	c := &cobra.Command{
		Use:   "explain [WORD|FILE]…",
		Short: "look up a command, reply code or word; annotate a session",
		Long: `Says what each WORD means: a command, a reply code, an enhanced code, a keyword
or its parameter, a login mechanism, a limit, a port, a word of the glossary
(relay, null MX, bounce), an RFC (RFC 821), or a rule by its id. Several words that
are one name are taken together. limits, timeouts, ports, retry, glossary, history
and rules give all of their kind.
An argument that is the name of a file, or looks like one, is a session in any form
that ehlo convert reads, and is explained line by line.
Without an argument it lists the words it knows.`,
		Example:     "  ehlo explain RCPT 550 5.7.1 PIPELINING limits\n  ehlo explain null reverse-path history\n  ehlo explain session.ehlo\n  ehlo explain --json RCPT\n  ehlo explain --servers DATA",
		Annotations: map[string]string{noSettings: "yes"},
		RunE: func(_ *cobra.Command, args []string) error {
			switch {
			case servers:
				return p.explainServers(args)
			case len(args) == 0:
				return p.listWords()
			}
			return p.explainAll(args, asJSON)
		},
	}
	c.Flags().BoolVar(&servers, "servers", false, "what real servers were recorded to answer; with words: only where they fit")
	c.Flags().BoolVar(&asJSON, "json", false, "one JSON object a line: for each entry of a WORD, for each exchange of a FILE")
	return c
}

// explainAll explains words and files, in their order. Words that stand together
// are looked up together.
func (p *program) explainAll(args []string, asJSON bool) error {
	unknown := false
	for i := 0; i < len(args); {
		if i > 0 && !asJSON {
			fmt.Fprintln(p.out)
		}
		if isFile(args[i]) {
			if err := p.explainFile(args[i], asJSON); err != nil {
				return err
			}
			i++
			continue
		}
		var words []string
		for ; i < len(args) && !isFile(args[i]); i++ {
			words = append(words, wordsOf(args[i])...)
		}
		none, err := p.explainWords(words, asJSON)
		if err != nil {
			return err
		}
		unknown = unknown || none
	}
	if unknown {
		return ended(exitUsage)
	}
	return nil
}

// wordsOf returns the words of one argument: "null MX" in quotes has two. An empty
// one stays a word that nobody knows.
func wordsOf(arg string) []string {
	if words := strings.Fields(arg); len(words) > 0 {
		return words
	}
	return []string{arg}
}

// An entryLine is an entry of the reference as JSON has it.
type entryLine struct {
	Name    string   `json:"name"`
	What    string   `json:"what"`
	Title   string   `json:"title"`
	Text    []string `json:"text"`
	Section string   `json:"section,omitempty"`
}

// explainWords prints what the reference has on words and reports whether it lacks
// one of them.
func (p *program) explainWords(words []string, asJSON bool) (unknown bool, err error) {
	out := bufio.NewWriter(p.out)
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	for i, e := range lessons.Look(words...) {
		unknown = unknown || e.What == unknownEntry
		if asJSON {
			err = cmp.Or(err, encoder.Encode(entryLine(e)))
			continue
		}
		if i > 0 {
			fmt.Fprintln(out)
		}
		for _, line := range e.Lines(p.width()) {
			fmt.Fprintln(out, line)
		}
	}
	if err = cmp.Or(err, out.Flush()); err != nil {
		return unknown, fail(exitUsage, "", "cannot write: %s", shown(err.Error()))
	}
	return unknown, nil
}

// listWords prints all that the reference knows.
func (p *program) listWords() error {
	for _, s := range lessons.Contents() {
		for _, line := range s.Lines(p.width()) {
			fmt.Fprintln(p.out, line)
		}
		fmt.Fprintln(p.out)
	}
	_, err := fmt.Fprintln(p.out, "ehlo explain FILE explains a session, ehlo explain --servers how servers differ.")
	if err != nil {
		return fail(exitUsage, "", "cannot write: %s", shown(err.Error()))
	}
	return nil
}

// explainServers prints the situations that fit the words, and every recorded answer.
func (p *program) explainServers(words []string) error {
	table := lessons.ServerTable(words...)
	if len(table) == 0 {
		return fail(exitUsage, "ehlo explain --servers lists all there are", "nothing was recorded about %s", quoted(strings.Join(words, " ")))
	}
	for i, a := range table {
		if i > 0 {
			fmt.Fprintln(p.out)
		}
		for _, line := range a.Lines(p.width()) {
			fmt.Fprintln(p.out, line)
		}
	}
	return nil
}

// width is how wide prose is printed: as the terminal is, within what reads well;
// textWidth where there is none.
func (p *program) width() int {
	if w, ok := p.columns(); ok {
		return min(max(w, lessons.Width), textWidth)
	}
	return textWidth
}

// columns is how wide the terminal is that the output goes to; false if it goes to none.
func (p *program) columns() (int, bool) {
	f, ok := p.out.(interface{ Fd() uintptr })
	if !ok {
		return 0, false
	}
	w, _, err := term.GetSize(f.Fd())
	return w, err == nil && w > 0
}

func versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "the version of ehlo",
		Args:  atMost(0, "nothing"),
		Run:   func(c *cobra.Command, _ []string) { fmt.Fprintln(c.OutOrStdout(), "ehlo "+Version) },
	}
}

func completionCommand(root *cobra.Command) *cobra.Command {
	shells := []string{"bash", "zsh", "fish", "powershell"}
	return &cobra.Command{
		Use:       "completion SHELL",
		Short:     "the completion script for bash, zsh, fish or powershell",
		Example:   "  source <(ehlo completion bash)\n  ehlo completion fish > ~/.config/fish/completions/ehlo.fish",
		ValidArgs: shells,
		Args:      exactly(1, "a shell: "+strings.Join(shells, ", ")),
		RunE: func(c *cobra.Command, args []string) error {
			switch out := c.OutOrStdout(); args[0] {
			case "bash":
				return root.GenBashCompletionV2(out, true)
			case "zsh":
				return root.GenZshCompletion(out)
			case "fish":
				return root.GenFishCompletion(out, true)
			case "powershell":
				return root.GenPowerShellCompletionWithDesc(out)
			}
			return fail(exitUsage, "", "there is no completion for %s; there are %s", quoted(args[0]), strings.Join(shells, ", "))
		},
	}
}

// helpCommand replaces cobra's own, which prints what it does not know unescaped.
func helpCommand(root *cobra.Command) *cobra.Command {
	return &cobra.Command{
		Use:   "help [COMMAND]",
		Short: "what a command does",
		RunE: func(_ *cobra.Command, args []string) error {
			c, rest, err := root.Find(args)
			if err != nil || len(rest) > 0 {
				return fail(exitUsage, "ehlo help lists the commands", "there is no command %s", quoted(strings.Join(args, " ")))
			}
			return c.Help()
		},
	}
}
