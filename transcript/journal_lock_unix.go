//go:build darwin || dragonfly || freebsd || illumos || linux || netbsd || openbsd

package transcript

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
)

// holdFile tells other ehlos, as long as this process lives, that the journal is
// being written. A file system without locks is no reason to keep none.
func holdFile(file *os.File) {
	control(file, func(fd int) error { return syscall.Flock(fd, syscall.LOCK_EX) })
}

// held reports whether another ehlo is writing the journal.
func held(file *os.File) bool {
	err := control(file, func(fd int) error { return syscall.Flock(fd, syscall.LOCK_SH|syscall.LOCK_NB) })
	return errors.Is(err, syscall.EWOULDBLOCK)
}

func control(file *os.File, do func(fd int) error) error {
	conn, err := file.SyscallConn()
	if err != nil {
		return err
	}
	var done error
	err = conn.Control(func(fd uintptr) { done = do(int(fd)) })
	return errors.Join(err, done)
}

// openRegular opens a regular file for reading. It does not wait for the other
// end if a FIFO was put in its place.
func openRegular(root *os.Root, name string) (*os.File, error) {
	file, err := root.OpenFile(name, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, err
	}
	seen, err := root.Lstat(name)
	if err == nil {
		var info fs.FileInfo
		if info, err = file.Stat(); err == nil && (!info.Mode().IsRegular() || !os.SameFile(info, seen)) {
			err = errors.New("not a regular file")
		}
	}
	if err != nil {
		file.Close()
		return nil, err
	}
	return file, nil
}
