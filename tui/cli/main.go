// Package cli is the command line of ehlo: flags, subcommands, exit codes, help
// and errors. It wires the rooms together and knows nothing else.
//
// What a command finds out is told by its exit code:
//
//	0  as expected
//	1  a reply was not as expected, or a lesson has a problem; for a plain pipe: some command was refused
//	2  the command line is wrong, a file cannot be read, or the input ended inside the message
//	3  a name could not be resolved, or no connection came about
//	4  the connection was lost, or a reply did not come in time
//	5  the server broke the protocol: no reply code, or a reply beyond the bound
//	6  no TLS came about, or the certificate did not verify where it must
//	7  the login did not succeed
//
// If several hold, the first of 2 3 6 7 5 4 1 counts. An interrupt is 130.
package cli

import (
	"io"
	"os"

	"github.com/spf13/cobra"

	"ehlo/session/smtp"
)

// Version is the version of ehlo.
const Version = "0.1.0"

// Main runs ehlo with args, which do not include its name, and returns the exit
// code.
func Main(args []string) int {
	out := &output{file: os.Stdout}
	p := &program{in: os.Stdin, out: out, err: os.Stderr}
	cobra.MousetrapHelpText = "" // on Windows ehlo may well be started with the mouse
	root := p.root()
	root.SetArgs(args)
	root.SetOut(p.out)
	root.SetErr(p.err)
	err := root.Execute()
	if err == nil && out.err != nil {
		err = fail(exitUsage, "", "cannot write: %s", shown(out.err.Error()))
	}
	return p.report(err)
}

// An output is the standard output. It remembers that writing failed, so that
// nothing ends as if all were well of which the end is missing.
type output struct {
	file *os.File
	err  error // the first
}

func (o *output) Write(b []byte) (int, error) {
	n, err := o.file.Write(b)
	if o.err == nil {
		o.err = err
	}
	return n, err
}

// Fd returns the file's number, by which the width of a terminal is found.
func (o *output) Fd() uintptr { return o.file.Fd() }

// A program is one run of ehlo: where it reads and writes, and what it was told.
type program struct {
	in       *os.File
	out, err io.Writer
	opts     options
	lesson   studies
}

// shown returns text from elsewhere as it may be printed.
func shown(s string) string { return smtp.Printable([]byte(s)).String() }
