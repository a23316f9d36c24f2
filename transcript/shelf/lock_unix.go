//go:build darwin || dragonfly || freebsd || illumos || linux || netbsd || openbsd

package shelf

import (
	"os"
	"syscall"
	"time"
)

// noWait opens a pipe at once, whoever writes into it.
const noWait = syscall.O_NONBLOCK

// Others hold the folder for a moment only. One that was stopped meanwhile must not
// stop everybody: after these tries the file is changed all the same.
const (
	holdTries = 100
	holdPause = 4 * time.Millisecond
)

// hold waits until no other program changes a file in the folder, and returns what
// lets it go. A file system without locks is no reason to keep nothing.
func hold(root *os.Root) (release func()) {
	folder, err := root.Open(".")
	if err != nil {
		return func() {}
	}
	for range holdTries {
		if err := syscall.Flock(int(folder.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != syscall.EWOULDBLOCK {
			break
		}
		time.Sleep(holdPause)
	}
	return func() { folder.Close() }
}
