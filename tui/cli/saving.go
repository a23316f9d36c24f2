package cli

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"ehlo/transcript"
	"ehlo/transcript/shelf"
)

// A saving is the file that a session is written to in the end. The zero value is
// none.
type saving struct {
	path string
	form func(io.Writer, *transcript.Transcript) error
}

// newSaving looks at once whether a session can be saved in path, before anything
// is said to a server; "" is no file.
func newSaving(path string) (saving, error) {
	if path == "" {
		return saving{}, nil
	}
	s := saving{path: path}
	switch strings.ToLower(filepath.Ext(path)) {
	case ".ehlo":
		s.form = transcript.WriteScript
	case ".jsonl":
		s.form = transcript.WriteJSON
	default:
		return s, fail(exitUsage, "", "cannot save in %s; the name of the file ends in .ehlo or .jsonl", shown(path))
	}
	folder, err := os.Stat(filepath.Dir(path))
	if err == nil && !folder.IsDir() {
		err = fs.ErrNotExist
	}
	if err != nil {
		return s, fail(exitUsage, "", "cannot save in %s; there is no such folder", shown(path))
	}
	return s, s.free()
}

// free refuses to write over anything but a plain file.
func (s saving) free() error {
	info, err := os.Lstat(s.path)
	if err == nil && !info.Mode().IsRegular() {
		return fail(exitUsage, "", "%s is no plain file and was not touched", shown(s.path))
	}
	return nil
}

// write saves the session: as a whole or not at all, readable for the owner alone.
// A session that is too long for a script is saved as JSON lines beside it.
func (s saving) write(t *transcript.Transcript) error {
	if s.form == nil {
		return nil
	}
	err := s.replace(t)
	if errors.Is(err, transcript.ErrScriptTooLong) {
		long := saving{s.path + ".jsonl", transcript.WriteJSON}
		if err := long.replace(t); err != nil {
			return fail(exitUsage, "", "the session was not saved: %s", shown(err.Error()))
		}
		return fail(exitUsage, "", "the session is too long for a .ehlo file; it is saved in %s", shown(long.path))
	}
	if err != nil {
		return fail(exitUsage, "", "the session was not saved: %s", shown(err.Error()))
	}
	return nil
}

func (s saving) replace(t *transcript.Transcript) error {
	return shelf.Replace(s.path, func(w io.Writer) error { return s.form(w, t) })
}
