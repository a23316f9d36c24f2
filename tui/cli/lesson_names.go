package cli

import (
	"bufio"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"ehlo/lessons"
	"ehlo/lessons/course"
)

func (p *program) lessonNamesCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "names",
		Short: "list the names that a goal may use",
		Args:  atMost(0, "nothing"),
		RunE: func(*cobra.Command, []string) error {
			out := bufio.NewWriter(p.out)
			for _, n := range slices.Concat(course.Names(), goalForms) {
				fmt.Fprintln(out, n[0])
				for _, line := range (lessons.Entry{Text: []string{n[1]}}).Lines(p.width())[1:] {
					fmt.Fprintln(out, line)
				}
			}
			if err := out.Flush(); err != nil {
				return fail(exitUsage, "", "cannot write: %s", shown(err.Error()))
			}
			return nil
		},
	}
}

// goalForms are what names are put together with.
var goalForms = [][2]string{
	{"an event", "at who verb line argument path fault faults, of a reply code enhanced text lines, of a fact fact"},
	{`&&  ||  !  ==  !=  <  <=  >  >=  in`, "and, or, not, and comparisons; \"TwoPaths\" in last.faults"},
	{"contains  startsWith  endsWith  matches", "between texts; upper() lower() trim() make one of another"},
	{`any(said("MAIL"), .path == "")`, "whether one of a list is so; all none one likewise; filter map first len"},
	{`any(state.offers, # startsWith "X-")`, "# is the element itself; YAML takes what stands behind a blank and # for a comment, so this stands in '…'"},
	{`let mine = lower(last.line); any(said("text"), lower(.line) == mine)`, "a text or a number gets a name, and is worked out once instead of for each of the list"},
	{"{{ }} in unmet", "what stands between is worked out and said: {{count(said(\"RCPT\"))}} so far"},
	{"how much is seen", fmt.Sprintf("the latest %d events of the step, of which message text is forgotten first; %d octets of a text; of either side of the wire the latest %d octets, and of a mailbox so many in at most %d letters",
		course.EventLimit, course.TextLimit, course.OctetLimit, course.LetterLimit)},
	{"how much is asked", fmt.Sprintf("%d of work for all goals, mistakes and nevers of a step together, at each event: any() and its like take about 2000, lower() and upper() in it 2000 more, replies() 900; matches stands outside of any(), and takes 512 for each step of its pattern, of which there are at most %d. `ehlo lesson check` names what is too much",
		course.WorkLimit, course.PatternLimit)},
}
