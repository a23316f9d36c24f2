//go:build unix

package loopback

import (
	"net"
	"syscall"
)

// readAtOnce reads what has already come, without waiting; false if conn does not
// allow that.
func readAtOnce(conn net.Conn, b []byte) (n int, ok bool) {
	sc, ok := conn.(syscall.Conn)
	if !ok {
		return 0, false
	}
	raw, err := sc.SyscallConn()
	if err != nil {
		return 0, false
	}
	err = raw.Read(func(fd uintptr) bool {
		n, _ = syscall.Read(int(fd), b)
		return true
	})
	return max(n, 0), err == nil
}
