package loopback

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"sync/atomic"
)

// maildirs is a folder with one Maildir for each mailbox: each message a file of
// its own, written under tmp and then moved to new, so that nobody reads half of
// one. Nothing is written outside the folder, whatever links stand in it.
type maildirs struct {
	root *os.Root
	err  error // why the folder could not be opened; nothing is stored then
	n    atomic.Int64
}

func openMaildirs(dir string) *maildirs {
	m := &maildirs{}
	if m.err = os.MkdirAll(dir, 0o700); m.err == nil {
		m.root, m.err = os.OpenRoot(dir)
	}
	if m.err != nil {
		m.err = fmt.Errorf("cannot open the mail folder: %w", m.err)
	}
	return m
}

func (m *maildirs) close() error {
	if m.root == nil {
		return nil
	}
	return m.root.Close()
}

// add writes the copies of one message: all of them or none.
func (m *maildirs) add(copies []Message) error {
	if m.err != nil {
		return m.err
	}
	var written []string
	for _, c := range copies {
		name, err := m.write(c)
		if err != nil {
			for _, w := range written {
				err = errors.Join(err, m.root.Remove(w))
			}
			return err
		}
		written = append(written, name)
	}
	return nil
}

func (m *maildirs) write(c Message) (string, error) {
	box := folderName(c.To)
	for _, sub := range []string{"", "/tmp", "/new", "/cur"} {
		if err := m.root.Mkdir(box+sub, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
			return "", err
		}
	}
	name := fmt.Sprintf("%d.P%d_%d.ehlo", c.At.Unix(), os.Getpid(), m.n.Add(1))
	tmp, dest := box+"/tmp/"+name, box+"/new/"+name
	if err := m.create(tmp, c.Octets); err != nil {
		return "", err
	}
	return dest, m.root.Rename(tmp, dest)
}

func (m *maildirs) create(name string, octets []byte) error {
	f, err := m.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(octets)
	if err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}

// folderName is a mailbox as a name of a folder: nothing in it may be read as a
// path.
func folderName(mailbox string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', strings.ContainsRune("@._+-=", r):
			return r
		}
		return '_'
	}, mailbox)
}
