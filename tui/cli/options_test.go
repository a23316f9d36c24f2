package cli

import (
	"strings"
	"testing"

	"github.com/spf13/cobra"
)

// A flag counts before the environment, the environment before the file, and each
// setting is found by its name in all three.
func TestWhatIsSetCountsInOrder(t *testing.T) {
	for _, c := range []struct {
		name, flag, env, file string
		want                  string
	}{
		{"nothing", "", "", "", ""},
		{"file", "", "", "file.example", "file.example"},
		{"environment", "", "env.example", "file.example", "env.example"},
		{"flag", "flag.example", "env.example", "file.example", "flag.example"},
		{"flag alone", "flag.example", "", "", "flag.example"},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := options{}
			cmd := &cobra.Command{}
			o.talking(cmd.Flags())
			if c.flag != "" {
				if err := cmd.ParseFlags([]string{"--helo", c.flag}); err != nil {
					t.Fatal(err)
				}
			}
			file := &config{settings: map[string]setting{}}
			if c.file != "" {
				file.settings["helo"] = setting{c.file, 1}
			}
			env := func(key string) (string, bool) { return c.env, key == "EHLO_HELO" }
			if err := settle(cmd, env, file); err != nil {
				t.Fatal(err)
			}
			if o.helo != c.want {
				t.Errorf("helo is %q, want %q", o.helo, c.want)
			}
		})
	}
}

// A name that would end the line of the EHLO is none, wherever it is set.
func TestHelloNameStaysInItsLine(t *testing.T) {
	for _, name := range []string{"x\r\nMAIL FROM:<evil@x.example>", "x\ny", "x y", "x\x00", "x\x1b[31m", "\u202ex"} {
		o := options{}
		cmd := &cobra.Command{}
		o.talking(cmd.Flags())
		if err := cmd.ParseFlags([]string{"--helo", name}); err == nil {
			t.Errorf("--helo takes %q", name)
		}
		env := func(key string) (string, bool) { return name, key == "EHLO_HELO" }
		if err := settle(cmd, env, &config{}); err == nil || o.helo != "" {
			t.Errorf("EHLO_HELO takes %q: %v", name, err)
		}
	}
}

// Each setting is a flag of some command, and what must be said each time is none.
func TestSettingsAreFlags(t *testing.T) {
	p := &program{}
	root := p.root()
	known := map[string]bool{}
	for _, c := range append(root.Commands(), root) {
		for _, name := range settings {
			known[name] = known[name] || c.Flags().Lookup(name) != nil
		}
	}
	for _, name := range settings {
		if !known[name] {
			t.Errorf("no command has a flag --%s", name)
		}
		if name == "yes" || name == "public" || name == "output" || name == "allow-connect" {
			t.Errorf("--%s must be said each time", name)
		}
	}
}

func TestConfig(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"", ""},
		{"\n# a note\n  timeout = 5s  \r\nhelo=a = b\n", ""},
		{"timeout = 5s\ntimeout = 6s\n", "config:2: timeout is set twice"},
		{"yes = true\n", `config:1: unknown setting "yes"`},
		{"\x1b[31m = 1\n", `config:1: unknown setting "\x1b[31m"`},
		{"timeout\n", "config:1: a setting is KEY = VALUE"},
	} {
		got := ""
		file, err := parseConfig("config", []byte(c.text))
		if err != nil {
			got = err.Error()
		}
		if got != c.want {
			t.Errorf("%q: %q, want %q", c.text, got, c.want)
		}
		if strings.Contains(c.text, "helo") && file.settings["helo"] != (setting{"a = b", 4}) {
			t.Errorf("helo is %v", file.settings["helo"])
		}
	}
}

func TestGuess(t *testing.T) {
	for target, refused := range map[string]bool{
		"serv": true, "server": true, "EXPLAIN": true, "conect": true, "opne": true, "compl": true, "session.ehlo": true,
		"mail": false, "relay": false, "localhost": false, "mx1": false, "runner.example": false, "serve:25": false, "unix:/run": false, "smtp": false,
	} {
		if err := guess(target); (err != nil) != refused {
			t.Errorf("%s: %v", target, err)
		}
	}
}
