package desk

import (
	"errors"
	"fmt"
	"slices"
	"testing"
)

func TestCompletion(t *testing.T) {
	sit(t, Config{}, func(p *person) {
		for line, want := range map[string][]string{
			"":              nil,
			"EHLO":          nil,
			"::q":           nil,
			":st":           {":stuffing", ":strict", ":stop"},
			":con":          {":connect "},
			":stuffing ":    {":stuffing on", ":stuffing off"},
			":eol l":        {":eol lf"},
			":nosuch":       nil,
			":save ":        nil,
			":persona stri": {":persona strict"},
			":strict o":     {":strict on", ":strict off"},
			":8bitmi x":     nil,
			":explain ":     nil,
		} {
			var got []string
			for _, c := range p.d.Completion(line) {
				got = append(got, c.Line)
			}
			if !slices.Equal(got, want) {
				t.Errorf("%q: %q, wanted %q", line, got, want)
			}
		}
	})
}

// A word that no command begins with is what has that name in the reference, or else the
// command that it was meant as.
func TestCompletionKnowsWhatWasMeant(t *testing.T) {
	sit(t, Config{}, func(p *person) {
		for line, want := range map[string]string{":rset": ":explain RSET", ":size": ":explain SIZE", ":recconect": ":reconnect", ":qiut": ":quit", ":conect": ":connect "} {
			if got := p.d.Completion(line); len(got) == 0 || got[0].Line != want {
				t.Errorf("%q becomes %+v, wanted %s first", line, got, want)
			}
		}
		if got := p.d.Completion(":rset"); !slices.ContainsFunc(got, func(c Completion) bool { return c.Line == ":reset" }) {
			t.Errorf(":reset is not among %+v", got)
		}
	})
}

// What no command of ehlo's begins with is looked up.
func TestCompletionLooksUp(t *testing.T) {
	sit(t, Config{}, func(p *person) {
		for line, want := range map[string]string{":8bitmi": ":explain 8BITMIME", ":explain etr": ":explain ETRN", ":5.7.1": ":explain 5.7.1", ":s": ":stuffing"} {
			got := p.d.Completion(line)
			if len(got) == 0 || got[0].Line != want || got[0].Help == "" || got[0].Reference != (want != ":stuffing") {
				t.Errorf("%q becomes %+v, wanted %s first", line, got, want)
			}
		}
	})
}

func TestEveryCommandAnswers(t *testing.T) {
	names := map[string]bool{}
	for _, c := range commands() {
		if names[c.name] || c.help == "" || len(c.help) > 60 {
			t.Errorf(":%s is listed badly", c.name)
		}
		names[c.name] = true
		play(t, "included", func(p *person) {
			p.plays("> :" + c.name + "\n")
			line := ":" + c.name
			s := p.d.Enter(line)
			if !p.d.Mine(line) {
				t.Errorf("%s is not ehlo's", line)
			}
			silent := map[string]bool{"reconnect": true, "quit": true, "read": true}
			if len(s.Notices)+len(s.Views) == 0 && s.From == s.To && !silent[c.name] {
				t.Errorf("%s is silent", line)
			}
			p.settle()
		})
	}
}

func TestMine(t *testing.T) {
	sit(t, Config{}, func(p *person) {
		mine := func(want bool, lines ...string) {
			t.Helper()
			for _, line := range lines {
				if p.d.Mine(line) != want {
					t.Errorf("%q: %v", line, !want)
				}
			}
		}
		mine(true, ":", ":help", ":-)", ":nosuch", ": help")
		mine(false, "", "EHLO", "::help", " :help")
		p.plays(letter)
		mine(true, ":help", ":dot", ":save! x.ehlo", ":note some words")
		mine(false, ":", ":-)", ":nosuch", ": help", "::help", ":help!", ":HELP", ":helpme")
		p.plays("> .\n> QUIT\n")
		mine(true, ":", ":reconnect", ":-)")
	})
}

// A keeper for tests.
type keeper struct {
	aims []string
	file string
	err  error
}

func (k *keeper) Where() string { return k.file }

func (k *keeper) Aim(target string, foreign bool) {
	k.aims = append(k.aims, fmt.Sprint(target, " ", foreign))
}

func (k *keeper) Forget() error {
	if k.err == nil {
		k.file = ""
	}
	return k.err
}

func TestJournal(t *testing.T) {
	k := &keeper{file: "a journal", err: errors.New("stuck")}
	sit(t, Config{Keeper: k, Hosts: "a file"}, func(p *person) {
		p.plays("> :connect 192.0.2.25:25\nsleep 2s\n")
		if want := []string{here + " false", "192.0.2.25:25 true"}; !slices.Equal(k.aims, want) {
			t.Errorf("aimed at %q", k.aims)
		}
		shown := p.plays("> :journal\n> :forget\n")
		k.err = nil
		shown += p.plays("> :forget\n> :journal\n> :forget\n")
		want := `> :journal
! this session is kept in a journal; :forget deletes it
> :forget
! the journal could not be deleted: stuck
> :forget
! the journal of this session is deleted; none is kept from here on; a server that offered STARTTLS keeps its line in a file
> :journal
! no journal is kept; :save FILE keeps the session
> :forget
! :forget: no journal is kept
`
		if shown != want {
			t.Errorf("shown:\n%s", shown)
		}
	})
}
