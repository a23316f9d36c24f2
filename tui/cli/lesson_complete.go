package cli

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"
)

// completeLessons completes what stands behind ehlo lesson, its commands and its flags.
func (p *program) completeLessons(c *cobra.Command) {
	c.ValidArgsFunction = p.lessonNames
	_ = c.RegisterFlagCompletionFunc("course", foldersOnly) // these fail only where there is no such flag
	_ = c.RegisterFlagCompletionFunc("lang", p.lessonLocales)
	for _, below := range c.Commands() {
		below.ValidArgsFunction = noFiles
		if below.Name() == "check" {
			below.ValidArgsFunction = lessonFiles
		}
	}
}

// lessonNames completes the name of a lesson; its title stands beside it.
func (p *program) lessonNames(_ *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
	c, err := p.lesson.open()
	if err != nil || len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	var list []string
	for _, l := range c.Lessons {
		if strings.HasPrefix(l.Name, typed) {
			list = append(list, shown(l.Name)+"\t"+shown(l.Title))
		}
	}
	return list, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveKeepOrder
}

// lessonLocales completes the languages that words of the course are there in.
func (p *program) lessonLocales(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	list := []string{"en"}
	if c, err := p.lesson.open(); err == nil {
		for _, l := range c.Lessons {
			list = append(list, l.Locales...)
		}
	}
	slices.Sort(list)
	return slices.Compact(list), cobra.ShellCompDirectiveNoFileComp
}

// lessonFiles completes the file of a lesson.
func lessonFiles(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	return []string{"md"}, cobra.ShellCompDirectiveFilterFileExt
}

func foldersOnly(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	return nil, cobra.ShellCompDirectiveFilterDirs
}
