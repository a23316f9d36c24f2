package cli

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// explained is a line with which the explanation of a flag begins.
var explained = regexp.MustCompile(`(?m)^(?:  -\w, |      )(--[\w-]+)`)

// TestUsageNamesEveryFlagOnce: each flag that a command takes is named in its help, and
// only the program itself explains them all.
func TestUsageNamesEveryFlagOnce(t *testing.T) {
	root := (&program{out: os.Stdout, err: os.Stderr}).root()
	seen := 0
	var each func(c *cobra.Command)
	each = func(c *cobra.Command) {
		help := c.UsageString()
		_, shared, _ := strings.Cut(help, "tells of:\n")
		named := strings.Fields(shared)
		for _, line := range explained.FindAllStringSubmatch(help, -1) {
			named = append(named, line[1])
		}
		c.LocalFlags().VisitAll(func(f *pflag.Flag) {
			seen++
			if n := slices.Index(named, "--"+f.Name); n < 0 || slices.Contains(named[n+1:], "--"+f.Name) {
				t.Errorf("%s: --%s is not named once", c.CommandPath(), f.Name)
			}
		})
		for line := range strings.Lines(help) {
			if strings.Contains(line, "  --") && len(line) > usageWidth+1 {
				t.Errorf("%s: too wide: %s", c.CommandPath(), line)
			}
		}
		if n := strings.Count(help, "\n"); n > 45 && c != root {
			t.Errorf("%s: %d lines of help", c.CommandPath(), n)
		}
		for _, below := range c.Commands() {
			each(below)
		}
	}
	each(root)
	if seen < 100 {
		t.Errorf("%d flags", seen)
	}
}

// TestSharedFlags: a flag that does something else than that of ehlo is explained where
// it is.
func TestSharedFlags(t *testing.T) {
	root := (&program{out: os.Stdout, err: os.Stderr}).root()
	for args, want := range map[string]string{"lesson": "--course DIR", "run": "off: remember nothing", "serve": "the log as JSON lines", "connect": "Flags that \"ehlo --help\" tells of:\n  --auth "} {
		c, _, err := root.Find([]string{args})
		if err != nil || !strings.Contains(c.UsageString(), want) {
			t.Errorf("%s does not tell %q: %v\n%s", args, want, err, c.UsageString())
		}
	}
}
