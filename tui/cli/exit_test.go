package cli

import (
	"errors"
	"testing"

	"ehlo/tui/desk"
	"ehlo/tui/line"
)

// The first of 2 3 5 4 1 counts.
func TestWorstCodeCounts(t *testing.T) {
	order := []int{exitInterrupt, exitUsage, exitUnreachable, exitProtocol, exitLost, exitDifferent, exitOK}
	for i, high := range order {
		for _, low := range order[i:] {
			if got := worst(low, high); got != high {
				t.Errorf("of %d and %d %d counts, want %d", low, high, got, high)
			}
		}
	}
	if got := worst(); got != exitOK {
		t.Errorf("nothing wrong is %d", got)
	}
}

func TestCodesOfAPipe(t *testing.T) {
	for _, c := range []struct {
		name   string
		result line.Result
		strict bool
		want   int
	}{
		{"nothing", line.Result{Connected: true}, true, exitOK},
		{"refused", line.Result{Connected: true, Refused: 1}, false, exitDifferent},
		{"breach", line.Result{Connected: true, Breaches: 1}, false, exitOK},
		{"breach, strict", line.Result{Connected: true, Breaches: 1}, true, exitDifferent},
		{"skipped text", line.Result{Connected: true, Refused: 1, Skipped: 9}, false, exitDifferent},
		{"unfinished", line.Result{Connected: true, Unfinished: true, Refused: 1}, false, exitUsage},
		{"withheld", line.Result{Connected: true, Withheld: new(desk.Question)}, false, exitUsage},
		{"own command failed", line.Result{Connected: true, Failed: 1, Lost: true}, false, exitUsage},
		{"unreadable", line.Result{Connected: true, Err: errors.New("no"), Lost: true}, false, exitUsage},
		{"no connection", line.Result{}, false, exitUnreachable},
		{"no TLS", line.Result{Connected: true, NoTLS: true, NoLogin: true, Broken: true, Refused: 1}, false, exitTLS},
		{"no login", line.Result{Connected: true, NoLogin: true, Lost: true, Refused: 1}, false, exitLogin},
		{"broken and lost", line.Result{Connected: true, Broken: true, Lost: true}, false, exitProtocol},
		{"lost", line.Result{Connected: true, Lost: true, Refused: 1}, false, exitLost},
		{"interrupted", line.Result{Connected: true, Interrupted: true, Lost: true}, false, exitInterrupt},
	} {
		if got := codeOf(c.result, c.strict); got != c.want {
			t.Errorf("%s: %d, want %d", c.name, got, c.want)
		}
	}
}

func TestTwoFailures(t *testing.T) {
	a, b := fail(exitDifferent, "h", "first"), fail(exitUsage, "", "second")
	for _, c := range []struct {
		first, second error
		code          int
		words         string
	}{
		{nil, nil, exitOK, ""},
		{a, nil, exitDifferent, "first"},
		{nil, b, exitUsage, "second"},
		{a, b, exitUsage, "first\nehlo: second"},
		{ended(exitLost), b, exitUsage, "second"},
	} {
		got := &failure{}
		if err := alsoFor(c.first, c.second); err != nil {
			got = failureOf(err)
		}
		if got.code != c.code || got.words != c.words {
			t.Errorf("%v and %v: %d %q, want %d %q", c.first, c.second, got.code, got.words, c.code, c.words)
		}
	}
}
