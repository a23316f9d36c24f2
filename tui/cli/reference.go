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
	servers := false
	c := &cobra.Command{
		Use:               "explain WORD…",
		Short:             "look up commands, reply codes, keywords, limits",
		Example:           "  ehlo explain RCPT 550 5.7.1 PIPELINING limits\n  ehlo explain --servers DATA",
		ValidArgsFunction: noFiles,
		Args: func(c *cobra.Command, args []string) error {
			if len(args) == 0 && !servers {
				return fail(exitUsage, "for example: ehlo explain RCPT 550 5.7.1", "ehlo explain needs a word to look up")
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error {
			if servers {
				return p.explainServers(args)
			}
			unknown := false
			for i, e := range lessons.Look(args...) {
				if i > 0 {
					fmt.Fprintln(p.out)
				}
				for _, line := range e.Lines(p.width()) {
					fmt.Fprintln(p.out, line)
				}
				unknown = unknown || e.What == unknownEntry
			}
			if unknown {
				return ended(exitUsage)
			}
			return nil
		},
	}
	c.Flags().BoolVar(&servers, "servers", false, "what real servers were recorded to answer; with words: only where they fit")
	return c
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
