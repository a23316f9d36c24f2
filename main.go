// Ehlo is an interactive terminal explorer of SMTP sessions.
package main

import (
	"os"

	"ehlo/tui/cli"
)

func main() { os.Exit(cli.Main(os.Args[1:])) }
