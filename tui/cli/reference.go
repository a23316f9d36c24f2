package cli

import (
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
	servers, json := false, false
	c := &cobra.Command{
		Use:   "explain [WORD|FILE]…",
		Short: "look up a command, reply code or keyword; annotate a session",
		Long: `Says what each WORD means: a command, a reply code, an enhanced code, a keyword,
a limit. An argument that is the name of a file, or looks like one, is a session
in any form that ehlo convert reads, and is explained line by line.
Without an argument it lists the words it knows.`,
		Example:     "  ehlo explain RCPT 550 5.7.1 PIPELINING limits\n  ehlo explain session.ehlo\n  ehlo explain --servers DATA",
		Annotations: map[string]string{noSettings: "yes"},
		RunE: func(_ *cobra.Command, args []string) error {
			switch {
			case servers:
				return p.explainServers(args)
			case len(args) == 0:
				return p.listWords()
			}
			return p.explainAll(args, json)
		},
	}
	c.Flags().BoolVar(&servers, "servers", false, "what real servers were recorded to answer; with words: only where they fit")
	c.Flags().BoolVar(&json, "json", false, "for a FILE: one JSON object for each exchange")
	return c
}

// explainAll explains words and files, in their order.
func (p *program) explainAll(args []string, json bool) error {
	unknown := false
	for i, arg := range args {
		if i > 0 && !json {
			fmt.Fprintln(p.out)
		}
		if isFile(arg) {
			if err := p.explainFile(arg, json); err != nil {
				return err
			}
			continue
		}
		if json {
			return fail(exitUsage, "", "--json is for a FILE, and there is no file %s", quoted(arg))
		}
		unknown = p.explainWord(arg) || unknown
	}
	if unknown {
		return ended(exitUsage)
	}
	return nil
}

// explainWord prints what the reference has on a word and reports whether that is
// nothing.
func (p *program) explainWord(word string) (unknown bool) {
	for i, e := range lessons.Look(word) {
		if i > 0 {
			fmt.Fprintln(p.out)
		}
		for _, line := range e.Lines(p.width()) {
			fmt.Fprintln(p.out, line)
		}
		unknown = unknown || e.What == unknownEntry
	}
	return unknown
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

// width is that of the terminal, but not more than prose should have.
func (p *program) width() int {
	f, ok := p.out.(interface{ Fd() uintptr })
	if !ok {
		return textWidth
	}
	if w, _, err := term.GetSize(f.Fd()); err == nil && w >= lessons.Width {
		return min(w, textWidth)
	}
	return textWidth
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
