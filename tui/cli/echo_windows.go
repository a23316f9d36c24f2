package cli

import "golang.org/x/sys/windows"

// echo switches on or off whether the console shows what is typed. It says nothing of
// a failure: then the console is gone.
func echo(fd uintptr, on bool) {
	var mode uint32
	if windows.GetConsoleMode(windows.Handle(fd), &mode) != nil {
		return
	}
	mode &^= windows.ENABLE_ECHO_INPUT
	if on {
		mode |= windows.ENABLE_ECHO_INPUT
	}
	_ = windows.SetConsoleMode(windows.Handle(fd), mode)
}
