package cli

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"github.com/adrg/xdg"
)

// folders says where files of the user belong. It is asked here and nowhere else.
func folders() (configFile, journals string) {
	xdg.Reload() // the environment may have changed since the package was initialised
	return filepath.Join(xdg.ConfigHome, "ehlo", "config"), filepath.Join(xdg.StateHome, "ehlo", "journal")
}

// hostsFile is where it is remembered which servers have offered STARTTLS: beside the
// journals.
func hostsFile() string {
	_, journals := folders()
	return filepath.Join(filepath.Dir(journals), "hosts")
}

// configLimit bounds the configuration file, in octets.
const configLimit = 64 << 10

// A config is what the configuration file says: lines "key = value", empty lines,
// and lines that begin with "#".
type config struct {
	path     string
	settings map[string]setting
}

type setting struct {
	value string
	line  int
}

// readConfig reads the configuration file. One that is not there says nothing.
func readConfig(path string) (*config, error) {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR) { // HOME may be /dev/null
		return &config{}, nil
	}
	if err != nil {
		return nil, fail(exitUsage, "", "cannot read the configuration: %s", shown(err.Error()))
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, configLimit+1))
	switch {
	case err != nil:
		return nil, fail(exitUsage, "", "cannot read the configuration: %s", shown(err.Error()))
	case len(text) > configLimit:
		return nil, fail(exitUsage, "", "%s is longer than 64 KiB", shown(path))
	}
	return parseConfig(path, text)
}

func parseConfig(path string, text []byte) (*config, error) {
	c := &config{path: path, settings: map[string]setting{}}
	for n, raw := range bytes.Split(text, []byte("\n")) {
		line := strings.TrimSpace(string(raw))
		if line == "" || line[0] == '#' {
			continue
		}
		key, value, ok := strings.Cut(line, "=")
		key, value = strings.TrimSpace(key), strings.TrimSpace(value)
		switch {
		case !ok:
			return nil, fail(exitUsage, "", "%s:%d: a setting is KEY = VALUE", shown(path), n+1)
		case !slices.Contains(settings, key):
			return nil, fail(exitUsage, "the settings are "+strings.Join(settings, ", "), "%s:%d: unknown setting %s", shown(path), n+1, quoted(key))
		}
		if _, twice := c.settings[key]; twice {
			return nil, fail(exitUsage, "", "%s:%d: %s is set twice", shown(path), n+1, key)
		}
		c.settings[key] = setting{value, n + 1}
	}
	return c, nil
}
