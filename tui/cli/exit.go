package cli

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"ehlo/session"
	"ehlo/session/target"
	"ehlo/transcript"
	"ehlo/tui/line"
)

// The exit codes, see the package comment.
const (
	exitOK          = 0
	exitDifferent   = 1
	exitUsage       = 2
	exitUnreachable = 3
	exitLost        = 4
	exitProtocol    = 5
	exitTLS         = 6
	exitLogin       = 7
	exitInterrupt   = 130
)

// worst returns the code that counts when several hold.
func worst(codes ...int) int {
	for _, c := range []int{exitInterrupt, exitUsage, exitUnreachable, exitTLS, exitLogin, exitProtocol, exitLost, exitDifferent} {
		if slices.Contains(codes, c) {
			return c
		}
	}
	return exitOK
}

// A failure is why ehlo ends with a code other than 0, in words for a person.
type failure struct {
	code  int
	words string // sanitised, lower case; "" if everything has been said already
	hint  string // sanitised; "" for none
}

func (f *failure) Error() string { return f.words }

// fail returns a failure; what comes from elsewhere among args must have gone
// through shown.
func fail(code int, hint, format string, args ...any) *failure {
	return &failure{code, fmt.Sprintf(format, args...), hint}
}

// ended returns the failure of a code of which everything has been said; nil for 0.
func ended(code int) error {
	if code == exitOK {
		return nil
	}
	return &failure{code: code}
}

// report prints why the program ends and returns its exit code.
func (p *program) report(err error) int {
	if err == nil {
		return exitOK
	}
	f := failureOf(err)
	if f.words != "" {
		fmt.Fprintln(p.err, "ehlo: "+strings.TrimRight(f.words, "\n"))
	}
	if f.hint != "" {
		fmt.Fprintln(p.err, "hint: "+f.hint)
	}
	return f.code
}

// failureOf finds words and code for an error of any kind.
func failureOf(err error) *failure {
	var f *failure
	var script *transcript.ScriptError
	var refused *target.Error
	var dial *session.DialError
	var plain *session.TLSError
	switch {
	case errors.As(err, &f):
		return f
	case errors.As(err, &script):
		return &failure{exitUsage, script.Detail(), ""}
	case errors.As(err, &refused):
		return &failure{exitUsage, shown(refused.Error()), shown(refused.Hint())}
	case errors.As(err, &plain) && errors.As(err, &dial):
		return &failure{exitTLS, shown(dial.Error()), shown(plain.Hint())}
	case errors.As(err, &plain):
		return &failure{exitTLS, shown(err.Error()), shown(plain.Hint())} // err may name a line of a script
	case errors.Is(err, transcript.ErrTLS):
		return &failure{exitTLS, shown(err.Error()), ""}
	case errors.Is(err, transcript.ErrLogin):
		return &failure{exitLogin, shown(err.Error()), ""}
	case errors.As(err, &dial):
		return &failure{exitUnreachable, shown(dial.Error()), shown(dial.Hint())}
	}
	return &failure{exitUsage, shown(err.Error()), ""}
}

// flagFailure says what is wrong with a flag.
func flagFailure(command string, err error) error {
	hint := command + " --help lists the flags"
	var unknown *pflag.NotExistError
	var lacking *pflag.ValueRequiredError
	var invalid *pflag.InvalidValueError
	switch {
	case errors.As(err, &unknown):
		name := unknown.GetSpecifiedName()
		if unknown.GetSpecifiedShortnames() != "" {
			return fail(exitUsage, hint, "unknown flag -%s", shown(name))
		}
		return fail(exitUsage, hint, "unknown flag --%s", shown(name))
	case errors.As(err, &lacking):
		return fail(exitUsage, hint, "the flag --%s needs a value", shown(lacking.GetSpecifiedName()))
	case errors.As(err, &invalid):
		return fail(exitUsage, hint, "--%s does not take %s: %s", invalid.GetFlag().Name, quoted(invalid.GetValue()), shown(cause(invalid)))
	}
	return fail(exitUsage, hint, "%s", shown(err.Error()))
}

func cause(err error) string {
	if inner := errors.Unwrap(err); inner != nil {
		return strings.TrimPrefix(inner.Error(), "time: ")
	}
	return err.Error()
}

func quoted(s string) string { return `"` + shown(s) + `"` }

// codeOf returns the exit code of a piped conversation.
func codeOf(r line.Result, strict bool) int {
	var codes []int
	add := func(holds bool, code int) {
		if holds {
			codes = append(codes, code)
		}
	}
	add(r.Interrupted, exitInterrupt)
	add(r.Unfinished || r.Withheld != nil || r.Failed > 0 || r.Err != nil, exitUsage)
	add(!r.Connected, exitUnreachable)
	add(r.NoTLS, exitTLS)
	add(r.NoLogin, exitLogin)
	add(r.Broken, exitProtocol)
	add(r.Lost, exitLost)
	add(r.Refused > 0 || strict && r.Breaches > 0, exitDifferent)
	return worst(codes...)
}
