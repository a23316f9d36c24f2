package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// yard is a folder for what all tests share. It goes with the last of them.
var yard string

// A watch runs the tests and has the race detector of their children write into a
// folder, where no report is lost: the exit code tells of a race only where it would
// have been 0, and not every test reads what a child wrote.
type watch struct{ *testing.M }

// Run runs the tests. It fails, too, when there is a report.
func (w watch) Run() int {
	var err error
	if yard, err = os.MkdirTemp("", "ehlo-yard"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(yard)
	// Of itself each child would wait a second at its end for what still runs.
	os.Setenv("GORACE", "atexit_sleep_ms=50 log_path='"+filepath.Join(yard, "race")+"' "+os.Getenv("GORACE"))
	code := w.M.Run()
	reports, _ := filepath.Glob(filepath.Join(yard, "race*"))
	for _, name := range reports {
		text, _ := os.ReadFile(name)
		fmt.Fprintf(os.Stderr, "a child of the tests:\n%s", text)
		code = max(code, 1)
	}
	return code
}
