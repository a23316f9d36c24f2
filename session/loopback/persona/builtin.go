package persona

import (
	"embed"
	"slices"
	"sync"
)

//go:embed types/*.yaml
var files embed.FS

// names are those of the embedded files, the default first.
var names = []string{
	"default", "modern", "lmtp", "lenient", "strict", "forwarding", "redirecting",
	"discreet", "crowded", "bare", "1982", "unstuffing-bug",
}

var read struct {
	sync.Mutex
	types map[string]*Persona // those that were asked for
}

// Names returns the names of the server types that come with ehlo, the default first.
func Names() []string { return slices.Clone(names) }

// Named returns the server type of that name; false if none comes with ehlo. Its file
// is read when it is first asked for.
func Named(name string) (*Persona, bool) {
	if !slices.Contains(names, name) {
		return nil, false
	}
	read.Lock()
	defer read.Unlock()
	return named(name), true
}

// named returns the server type of a name that is known. The files are proven by the
// tests, so what is wrong with one is a mistake in the program.
func named(name string) *Persona {
	if p := read.types[name]; p != nil {
		return p
	}
	octets, err := files.ReadFile("types/" + name + ".yaml")
	if err != nil {
		panic(err)
	}
	base := named
	if name == names[0] {
		base = nil
	}
	r := &reader{file: name + ".yaml"}
	p, err := r.read(octets, base)
	if err != nil {
		panic(err)
	}
	if read.types == nil {
		read.types = map[string]*Persona{}
	}
	read.types[name] = p
	return p
}
