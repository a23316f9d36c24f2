//go:build unix

package cli

import "golang.org/x/sys/unix"

// echo switches on or off whether the terminal shows what is typed. It says nothing of
// a failure: then the terminal is gone.
func echo(fd uintptr, on bool) {
	modes, err := unix.IoctlGetTermios(int(fd), getTermios)
	if err != nil {
		return
	}
	modes.Lflag &^= unix.ECHO
	if on {
		modes.Lflag |= unix.ECHO
	}
	_ = unix.IoctlSetTermios(int(fd), setTermios, modes)
}
