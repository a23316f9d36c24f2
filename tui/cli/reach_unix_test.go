//go:build unix

package cli

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// With --files a script may name what nobody ever writes into; ehlo does not wait.
func TestFilesWaitForNoFIFO(t *testing.T) {
	dir := t.TempDir()
	if err := syscall.Mkfifo(filepath.Join(dir, "pipe"), 0o600); err != nil {
		t.Skip(err)
	}
	if f, err := (anywhere{dir}).Open("pipe"); err == nil {
		f.Close()
		t.Error("a FIFO was opened")
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	if _, err := readBelow(root.FS(), "a script")("pipe"); err == nil {
		t.Error("a FIFO is a server type")
	}
}
