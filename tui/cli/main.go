// Package cli is the command line of ehlo: flags, subcommands, exit codes, help
// and errors. It wires the rooms together and knows nothing else.
package cli

// Main runs ehlo with args and returns the exit code.
func Main(args []string) int { return 0 }
