package shelf

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// ErrNotPlain says that something else than a plain file stands where one is looked
// for: a link, a folder, a pipe.
var ErrNotPlain = errors.New("it is no plain file and was not touched")

func notPlain(op, path string) error {
	return &fs.PathError{Op: op, Path: path, Err: ErrNotPlain}
}

// unfinished is how the name of a file begins that is to be renamed.
const unfinished = ".ehlo-"

// Create writes a new file. If there is one already, or a link, it is not touched and
// the error is [fs.ErrExist]. Only a program that is killed meanwhile leaves half of one.
func Create(path string, mode fs.FileMode, write func(io.Writer) error) error {
	made, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return err
	}
	return fill(made, write)
}

// Replace writes a file of mode 0600, in place of the plain one that may be there, by
// renaming. What else is there is [ErrNotPlain].
func Replace(path string, write func(io.Writer) error) error {
	if info, err := os.Lstat(path); err == nil && !info.Mode().IsRegular() {
		return notPlain("replace", path)
	}
	made, err := os.CreateTemp(filepath.Dir(path), unfinished+"*")
	if err != nil {
		return err
	}
	if err := fill(made, write); err != nil {
		return err
	}
	if err := os.Rename(made.Name(), path); err != nil {
		return errors.Join(err, os.Remove(made.Name()))
	}
	return nil
}

// fill writes a new file and closes it; one that could not be written whole is removed.
func fill(made *os.File, write func(io.Writer) error) error {
	err := write(made)
	if closed := made.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return errors.Join(err, os.Remove(made.Name()))
	}
	return nil
}

// sweep removes what crashes left in the program's own folder: files that were to be
// renamed a day ago.
func sweep(root *os.Root) {
	files, _ := fs.ReadDir(root.FS(), ".") // what cannot be swept stays
	for _, e := range files {
		number, ours := strings.CutPrefix(e.Name(), unfinished)
		info, err := e.Info()
		if ours && strings.Trim(number, "0123456789") == "" && err == nil && info.Mode().IsRegular() && time.Since(info.ModTime()) > 24*time.Hour {
			root.Remove(e.Name())
		}
	}
}
