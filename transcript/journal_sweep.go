package transcript

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

const (
	journalTime   = "20060102T150405.000000000Z"
	journalSuffix = ".ehlojournal"

	sweepNewest = 20
	sweepAge    = 14 * 24 * time.Hour
	sweepOctets = 100 << 20
)

// sweep removes the journals that are too old or too many, but none that another
// ehlo is writing.
func sweep(root *os.Root, now time.Time) {
	var octets int64
	for i, name := range journalNames(root) {
		info, err := root.Lstat(name)
		if err != nil {
			continue
		}
		octets += info.Size()
		if i < sweepNewest && octets <= sweepOctets && now.Sub(info.ModTime()) <= sweepAge {
			continue
		}
		if i > 0 && !busy(root, name) {
			root.Remove(name)
			octets -= info.Size()
		}
	}
}

// journalNames lists the journals in a folder, the newest first. What is no
// regular file is none.
func journalNames(root *os.Root) []string {
	folder, err := root.Open(".")
	if err != nil {
		return nil
	}
	defer folder.Close()
	entries, err := folder.ReadDir(-1)
	if err != nil {
		return nil
	}
	var names []string
	for _, e := range entries {
		if e.Type().IsRegular() && strings.HasSuffix(e.Name(), journalSuffix) {
			names = append(names, e.Name())
		}
	}
	slices.Sort(names)
	slices.Reverse(names)
	return names
}

// LastJournal returns the path of the newest journal in dir; false if there is
// none.
func LastJournal(dir string) (string, bool) {
	root, err := openFolder(dir, false)
	if err != nil {
		return "", false
	}
	defer root.Close()
	names := journalNames(root)
	if len(names) == 0 {
		return "", false
	}
	return filepath.Join(dir, names[0]), true
}

// LastUnfinished returns the path of the newest journal in dir if the ehlo that
// wrote it did not end in order: it crashed or was killed. Ask before opening a
// new one. Journals that are still being written do not count.
func LastUnfinished(dir string) (string, bool) {
	root, err := openFolder(dir, false)
	if err != nil {
		return "", false
	}
	defer root.Close()
	for _, name := range journalNames(root) {
		if busy(root, name) {
			continue
		}
		if finished(root, name) {
			return "", false
		}
		return filepath.Join(dir, name), true
	}
	return "", false
}

// finished reports whether the journal ends in the frame of an end.
func finished(root *os.Root, name string) bool {
	file, err := openRegular(root, name)
	if err != nil {
		return false
	}
	defer file.Close()
	end := appendEnd(nil)
	if _, err := file.Seek(-int64(len(end)), io.SeekEnd); err != nil {
		return false
	}
	last, err := io.ReadAll(io.LimitReader(file, int64(len(end))))
	return err == nil && bytes.Equal(last, end)
}

func busy(root *os.Root, name string) bool {
	file, err := openRegular(root, name)
	if err != nil {
		return true
	}
	defer file.Close()
	return held(file)
}
