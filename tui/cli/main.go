// Package cli is the command line of ehlo: flags, subcommands, exit codes, help
// and errors. It wires the rooms together and knows nothing else.
//
// What a command finds out is told by its exit code:
//
//	0  as expected
//	1  a reply was not as expected; for a plain pipe: some command was refused
//	2  the command line is wrong, a file cannot be read, or the input ended inside the message
//	3  a name could not be resolved, or no connection came about
//	4  the connection was lost, or a reply did not come in time
//	5  the server broke the protocol: no reply code, or a reply beyond the bound
//
// If several hold, the first of 2 3 5 4 1 counts. An interrupt is 130.
package cli

import (
	"io"
	"os"

	"ehlo/session/smtp"
)

// Version is the version of ehlo.
const Version = "0.1.0"

// Main runs ehlo with args, which do not include its name, and returns the exit
// code.
func Main(args []string) int {
	p := &program{in: os.Stdin, out: os.Stdout, err: os.Stderr}
	root := p.root()
	root.SetArgs(args)
	root.SetOut(p.out)
	root.SetErr(p.err)
	return p.report(root.Execute())
}

// A program is one run of ehlo: where it reads and writes, and what it was told.
type program struct {
	in       *os.File
	out, err io.Writer
	opts     options
}

// shown returns text from elsewhere as it may be printed.
func shown(s string) string { return smtp.Printable([]byte(s)).String() }
