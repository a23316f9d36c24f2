package transcript

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"time"

	"ehlo/session/smtp"
)

// A Level says how much of a session a journal keeps.
type Level uint8

// The levels of a journal.
const (
	Full     Level = iota // everything
	Envelope              // everything but message text beyond its first 4 KiB
	Off                   // nothing; there is no journal
)

var levelNames = [...]string{"full", "envelope", "off"}

// String returns the level as the option --journal has it.
func (l Level) String() string { return nameAt(levelNames[:], int(l)) }

// LevelNamed returns the level with the given name.
func LevelNamed(name string) (Level, bool) {
	for i, n := range levelNames {
		if n == name {
			return Level(i), true
		}
	}
	return 0, false
}

// A Journal is the file that a session is written to while it runs: each event in
// one write, before it is shown or sent, secrets already cut. Nothing is synced to
// the disk: it survives the end of the program, not that of the machine.
type Journal struct {
	mu    sync.Mutex
	file  *os.File
	root  *os.Root
	name  string
	level Level
	size  int64
	buf   []byte
	err   error
	quiet bool // it was closed or forgotten: no more is wanted
}

// OpenJournal begins a journal in the folder dir, which it makes if it is missing,
// readable for its owner alone, and removes those that are older than 14 days, or
// more than 20, or together larger than 100 MiB. With level [Off] it returns nil,
// which is a journal that keeps nothing.
func OpenJournal(dir string, start Start, level Level) (*Journal, error) {
	if level == Off {
		return nil, nil
	}
	root, err := openFolder(dir, true)
	if err != nil {
		return nil, err
	}
	now := time.Now()
	file, name, err := createJournal(root, now)
	if err != nil {
		root.Close()
		return nil, fmt.Errorf("no journal could be made in %s: %w", dir, err)
	}
	holdFile(file)
	if start.Time.IsZero() {
		start.Time = now
	}
	j := &Journal{file: file, root: root, name: name, level: level}
	if err := j.put(appendStart([]byte(journalMagic), start)); err != nil {
		j.Forget()
		return nil, fmt.Errorf("the journal in %s cannot be written: %w", dir, err)
	}
	sweep(root, now)
	return j, nil
}

// openFolder opens the folder of the journals. It must be a real folder, no link
// to one, and nobody else's business.
func openFolder(dir string, make bool) (*os.Root, error) {
	if make {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return nil, fmt.Errorf("the folder for journals cannot be made: %w", err)
		}
	}
	info, err := os.Lstat(dir)
	if err != nil {
		return nil, err
	}
	if !info.IsDir() {
		return nil, fmt.Errorf("%s is not a folder; journals are kept only in a real one, remove it", dir)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	if err := ownOnly(root, info); err != nil {
		root.Close()
		return nil, fmt.Errorf("%s: %w", dir, err)
	}
	return root, nil
}

func ownOnly(root *os.Root, seen fs.FileInfo) error {
	info, err := root.Stat(".")
	if err != nil {
		return err
	}
	if !os.SameFile(info, seen) {
		return errors.New("the folder was exchanged while it was opened")
	}
	if runtime.GOOS == "windows" || info.Mode().Perm()&0o077 == 0 {
		return nil
	}
	if err := root.Chmod(".", 0o700); err != nil {
		return fmt.Errorf("others may read the folder, and that cannot be changed: %w", err)
	}
	return nil
}

func createJournal(root *os.Root, now time.Time) (*os.File, string, error) {
	stem := now.UTC().Format(journalTime)
	name := stem + journalSuffix
	for try := 2; ; try++ {
		file, err := root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if err == nil || !errors.Is(err, fs.ErrExist) || try > 9 {
			return file, name, err
		}
		name = fmt.Sprintf("%s-%d%s", stem, try, journalSuffix)
	}
}

// Path returns where the journal lies.
func (j *Journal) Path() string {
	if j == nil {
		return ""
	}
	return filepath.Join(j.root.Name(), j.name)
}

// write appends the event that comes next after the state before.
func (j *Journal) write(e *Event, before *smtp.State) error {
	if j == nil {
		return nil
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.quiet || j.err != nil {
		return nil
	}
	if j.level == Envelope {
		short := abridge(*e, before)
		e = &short
	}
	return j.put(appendEvent(j.buf[:0], e))
}

// put writes one frame by one write. After a failure it writes nothing more: what
// stands behind a torn frame would not be found again.
func (j *Journal) put(frame []byte) error {
	j.buf = frame[:0]
	if j.size+int64(len(frame)) > sweepOctets {
		j.err = errors.New("it has reached 100 MiB")
		return j.err
	}
	n, err := j.file.Write(frame)
	j.size += int64(n)
	j.err = err
	return err
}

// Close says in the file that ehlo ended in order, and closes it.
func (j *Journal) Close() error {
	if j == nil {
		return nil
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.quiet {
		return nil
	}
	j.quiet = true
	var err error
	if j.err == nil {
		err = j.put(appendEnd(j.buf[:0]))
	}
	return errors.Join(err, j.file.Close(), j.root.Close())
}

// Forget removes the journal from the disk and keeps nothing more. The transcript
// in memory stays.
func (j *Journal) Forget() error {
	if j == nil {
		return nil
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.quiet {
		return nil
	}
	j.quiet = true
	j.file.Close() // an open file cannot be removed everywhere
	err := j.root.Remove(j.name)
	return errors.Join(err, j.root.Close())
}
