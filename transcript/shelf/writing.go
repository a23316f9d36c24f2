package shelf

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
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
	if err := fill(made, write); err != nil {
		return errors.Join(err, os.Remove(path))
	}
	return nil
}

// Replace writes a file of mode 0600, in place of the plain one that may be there, by
// renaming. What else is there is [ErrNotPlain].
func Replace(path string, write func(io.Writer) error) error {
	root, err := os.OpenRoot(filepath.Dir(path))
	if err != nil {
		return err
	}
	defer root.Close()
	return replaceIn(root, path, write)
}

// replaceIn does so in the folder of path that is open, whatever bears the name of that
// meanwhile.
func replaceIn(root *os.Root, path string, write func(io.Writer) error) error {
	name := filepath.Base(path)
	if info, err := root.Lstat(name); err == nil && !info.Mode().IsRegular() {
		return notPlain("replace", path)
	}
	made, err := createIn(root)
	if err != nil {
		return err
	}
	temporary := filepath.Base(made.Name())
	if err := fill(made, write); err != nil {
		return errors.Join(err, root.Remove(temporary))
	}
	if err := root.Rename(temporary, name); err != nil {
		return errors.Join(err, root.Remove(temporary))
	}
	return nil
}

// createIn makes a file that is to be renamed.
func createIn(root *os.Root) (*os.File, error) {
	for try := 0; ; try++ {
		made, err := root.OpenFile(fmt.Sprint(unfinished, rand.Uint32()), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if !errors.Is(err, fs.ErrExist) || try == 100 {
			return made, err
		}
	}
}

// fill writes a new file and closes it.
func fill(made *os.File, write func(io.Writer) error) error {
	err := write(made)
	if closed := made.Close(); err == nil {
		err = closed
	}
	return err
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
