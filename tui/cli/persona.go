package cli

import (
	"errors"
	"io"
	"io/fs"
	"path/filepath"
	"strings"

	"ehlo/session/loopback/persona"
)

// personaAt returns the server type of a name, or the one in the file that read gives
// for a path.
func personaAt(name string, read func(path string) ([]byte, error)) (*persona.Persona, error) {
	if p, ok := persona.Named(name); ok {
		return p, nil
	}
	if !isPersonaFile(name) {
		return nil, fail(exitUsage, "a file of your own is named as ./mine.yaml", "there is no server type %s; there are %s", quoted(name), strings.Join(persona.Names(), ", "))
	}
	octets, err := read(name)
	if err != nil {
		return nil, err
	}
	p, err := persona.Parse(name, octets)
	if err != nil {
		return nil, &failure{exitUsage, details(err), ""}
	}
	return p, nil
}

// details returns the problems of a file, each with its line and a caret.
func details(err error) string {
	var b strings.Builder
	for _, p := range persona.Problems(err) {
		b.WriteString(p.Detail())
	}
	return b.String()
}

// isPersonaFile reports whether a server type is named by the path of its file.
func isPersonaFile(name string) bool {
	ext := filepath.Ext(name)
	return ext == ".yaml" || ext == ".yml" || strings.ContainsRune(name, '/') || strings.ContainsRune(name, filepath.Separator)
}

// readPersona reads a file anywhere.
func readPersona(path string) ([]byte, error) { return readFile(path, persona.FileLimit) }

// readBelow returns what reads a file below a folder, for a script or a lesson; a nil one
// has none.
func readBelow(folder fs.FS, who string) func(path string) ([]byte, error) {
	return func(path string) ([]byte, error) {
		if folder == nil {
			return nil, errors.New("there is no folder to read files from")
		}
		name := strings.TrimPrefix(path, "./")
		// To open a FIFO would wait for whoever writes into it.
		if info, err := fs.Stat(folder, name); err == nil && !info.Mode().IsRegular() {
			return nil, fail(exitUsage, "", "%s is no plain file", shown(path))
		}
		f, err := folder.Open(name)
		if err != nil {
			return nil, fail(exitUsage, "", "cannot read %s; %s reads files below its own folder", shown(path), who)
		}
		defer f.Close()
		return io.ReadAll(io.LimitReader(f, persona.FileLimit+1)) // Parse says that it is too long
	}
}
