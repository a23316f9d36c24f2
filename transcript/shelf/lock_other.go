//go:build !(darwin || dragonfly || freebsd || illumos || linux || netbsd || openbsd)

package shelf

import "os"

// noWait is not needed: a pipe has no name in a folder.
const noWait = 0

// hold does nothing: of two programs that change the file at once the later wins.
func hold(*os.Root) (release func()) { return func() {} }
