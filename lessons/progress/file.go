package progress

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
)

// A File is the path of a progress file.
type File string

// fileLimit bounds what is read of a file, in octets.
const fileLimit = Limit * (NameLimit + 96)

// Load reads the file; one that is not there is an empty book. What is no plain file
// is an error.
func (f File) Load() (Book, error) {
	root, err := os.OpenRoot(filepath.Dir(string(f)))
	if errors.Is(err, fs.ErrNotExist) {
		return Book{}, nil
	}
	if err != nil {
		return nil, err
	}
	defer root.Close()
	return f.read(root)
}

// Save adds a mark to the file: it is read, and replaced as a whole by renaming, mode
// 0600. Programs that do so at once wait for each other.
func (f File) Save(m Mark) error {
	root, err := f.folder()
	if err != nil {
		return err
	}
	defer root.Close()
	release := hold(root)
	defer release()
	b, err := f.read(root)
	if err != nil {
		return err
	}
	before := b[m.Place]
	b.Add(m)
	if b[m.Place] == before {
		return nil
	}
	return f.write(root, b)
}

// folder opens the folder of the file and makes it if it is not there: it is nobody
// else's business.
func (f File) folder() (*os.Root, error) {
	dir := filepath.Dir(string(f))
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(dir)
	if err != nil || runtime.GOOS == "windows" {
		return root, err
	}
	info, err := root.Stat(".")
	if err == nil && info.Mode().Perm()&0o077 != 0 {
		err = root.Chmod(".", 0o700)
	}
	if err != nil {
		root.Close()
		return nil, err
	}
	return root, nil
}

func (f File) name() string { return filepath.Base(string(f)) }

// read returns what the file says.
func (f File) read(root *os.Root) (Book, error) {
	info, err := root.Lstat(f.name())
	if errors.Is(err, fs.ErrNotExist) {
		return Book{}, nil
	}
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s is no plain file and was not touched", f.name())
	}
	opened, err := root.Open(f.name())
	if err != nil {
		return nil, err
	}
	defer opened.Close()
	text, err := io.ReadAll(io.LimitReader(opened, fileLimit))
	if err != nil {
		return nil, err
	}
	return Parse(string(text)), nil
}

// write replaces the file.
func (f File) write(root *os.Root, b Book) error {
	name := f.name() + "." + rand.Text()
	made, err := root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.WriteString(made, b.String())
	if closed := made.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = root.Rename(name, f.name())
	}
	if err != nil {
		return errors.Join(err, root.Remove(name))
	}
	return nil
}
