package shelf

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
)

// A File is a small text that the program keeps for one person. Its folder is the
// program's own: made when it is missing, and kept from everybody else.
type File struct {
	Path    string
	Limit   int64 // octets that are read of it; what stands behind them is passed over
	Trusted bool  // it is not even read if its folder cannot be kept from others
}

// Read returns what the file says, "" if it is not there. What is no plain file is
// [ErrNotPlain].
func (f File) Read() (string, error) {
	root, err := f.folder(false)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR) { // HOME may be /dev/null
		return "", nil
	}
	if err != nil {
		return "", err
	}
	defer root.Close()
	return f.read(root)
}

// Change hands what the file says, "" if it is not there, to edit, and writes what that
// returns, if it differs, in its place; mode 0600. Programs that change the file at once
// wait for each other. If it cannot be read, edit is not called.
func (f File) Change(edit func(text string) string) error {
	root, err := f.folder(true)
	if err != nil {
		return err
	}
	defer root.Close()
	release := hold(root)
	defer release()
	text, err := f.read(root)
	if err != nil {
		return err
	}
	now := edit(text)
	if now == text {
		return nil
	}
	write := func(w io.Writer) error { _, err := io.WriteString(w, now); return err }
	if err := replaceIn(root, f.Path, write); err != nil {
		return err
	}
	sweep(root)
	return nil
}

// folder opens the folder of the file.
func (f File) folder(make bool) (*os.Root, error) {
	dir := filepath.Dir(f.Path)
	if make {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return nil, err
		}
	}
	root, err := os.OpenRoot(dir)
	if err != nil || !make && !f.Trusted {
		return root, err
	}
	if err := keepFromOthers(root); err != nil {
		root.Close()
		return nil, err
	}
	return root, nil
}

// keepFromOthers makes an open folder the owner's own. On Windows the mode does not
// tell.
func keepFromOthers(root *os.Root) error {
	info, err := root.Stat(".")
	if err != nil || runtime.GOOS == "windows" || info.Mode().Perm()&0o077 == 0 {
		return err
	}
	return root.Chmod(".", 0o700)
}

// readTries is how often a file is opened anew that another program has just replaced.
const readTries = 10

func (f File) read(root *os.Root) (string, error) {
	for range readTries {
		seen, err := root.Lstat(filepath.Base(f.Path))
		if errors.Is(err, fs.ErrNotExist) {
			return "", nil
		}
		if err != nil {
			return "", err
		}
		opened, err := f.open(root, seen)
		if err != nil {
			return "", err
		}
		if opened == nil {
			continue
		}
		defer opened.Close()
		text, err := io.ReadAll(io.LimitReader(opened, f.Limit))
		return string(text), err
	}
	return "", notPlain("open", f.Path)
}

// open opens the plain file that was seen under the name; nil if something has taken its
// place since: to open a pipe must not wait for whoever writes into it.
func (f File) open(root *os.Root, seen fs.FileInfo) (*os.File, error) {
	if !seen.Mode().IsRegular() {
		return nil, notPlain("open", f.Path)
	}
	opened, err := root.OpenFile(filepath.Base(f.Path), os.O_RDONLY|noWait, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if info, err := opened.Stat(); err != nil || !os.SameFile(info, seen) {
		opened.Close()
		return nil, err
	}
	return opened, nil
}
