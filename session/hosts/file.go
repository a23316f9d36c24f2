package hosts

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"
)

// fileLimit bounds what is read of a file, in octets: twice what a full one has.
const fileLimit = 2 * Limit * (nameLimit + 40)

// header tells who looks into the file what it is.
const header = "# Servers that offered STARTTLS, what came of their certificate, and when; ehlo keeps\n" +
	"# this file. It tells where the offer is missing later. A line may be removed.\n"

// A file is the path of the file; "" is none.
type file string

// read returns what the file says; of one that is not there nothing. Lines that are
// none are passed over.
func (f file) read(today string) (map[string]Promise, error) {
	if f == "" {
		return nil, nil
	}
	root, err := f.folder(false)
	if errors.Is(err, fs.ErrNotExist) {
		return map[string]Promise{}, nil
	}
	if err != nil {
		return nil, err
	}
	defer root.Close()
	return f.parse(root, today)
}

// change hands what the file says, or why nobody can tell, to edit and writes what
// that returns, if it changed: as a whole, by renaming. Programs that change it at
// once wait for each other.
func (f file) change(today string, edit func(known map[string]Promise, err error) (now map[string]Promise, changed bool)) error {
	if f == "" {
		edit(nil, nil)
		return nil
	}
	root, err := f.folder(true)
	if err != nil {
		edit(nil, err)
		return err
	}
	defer root.Close()
	release := hold(root)
	defer release()
	known, err := f.parse(root, today)
	now, changed := edit(known, err)
	if err != nil || !changed {
		return err
	}
	return f.write(root, now)
}

// folder opens the folder of the file, which is nobody else's business.
func (f file) folder(make bool) (*os.Root, error) {
	dir := filepath.Dir(string(f))
	if make {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return nil, err
		}
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

func (f file) name() string { return filepath.Base(string(f)) }

// parse reads the file. What is no plain file is not read, nor written over.
func (f file) parse(root *os.Root, today string) (map[string]Promise, error) {
	known := map[string]Promise{}
	info, err := root.Lstat(f.name())
	if errors.Is(err, fs.ErrNotExist) {
		return known, nil
	}
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s is no plain file and was not touched", string(f))
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
	for line := range bytes.Lines(text) {
		if server, p, ok := parseLine(string(line), today); ok {
			known[serverName(server)] = p
		}
	}
	return known, nil
}

// write replaces the file.
func (f file) write(root *os.Root, known map[string]Promise) error {
	var text strings.Builder
	text.WriteString(header)
	for _, server := range slices.Sorted(maps.Keys(known)) {
		text.WriteString(line(server, known[server]))
	}
	name := f.name() + "." + rand.Text()
	made, err := root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.WriteString(made, text.String())
	if closed := made.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = root.Rename(name, f.name())
	}
	if err != nil {
		return errors.Join(err, root.Remove(name))
	}
	f.sweep(root)
	return nil
}

// sweep removes what crashes left behind: files that were to be renamed a day ago.
func (f file) sweep(root *os.Root) {
	files, _ := fs.ReadDir(root.FS(), ".") // what cannot be swept stays
	for _, e := range files {
		suffix, ours := strings.CutPrefix(e.Name(), f.name()+".")
		info, err := e.Info()
		if ours && len(suffix) == len(rand.Text()) && err == nil && info.Mode().IsRegular() && time.Since(info.ModTime()) > 24*time.Hour {
			root.Remove(e.Name())
		}
	}
}
