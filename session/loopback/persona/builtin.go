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

// embedded reads the file of a name that is known. The tests have proven it, so what is
// wrong with it is a mistake in the program.
func embedded(name string, base func(string) *Persona) *Persona {
	octets, err := files.ReadFile("types/" + name + ".yaml")
	if err != nil {
		panic(err)
	}
	r := &reader{file: name + ".yaml"}
	p, err := r.read(octets, base)
	if err != nil {
		panic(err)
	}
	return p
}

// named returns the server type of a name that is known.
func named(name string) *Persona {
	if p := read.types[name]; p != nil {
		return p
	}
	var p *Persona
	if name == names[0] {
		p = standard()
	} else {
		p = embedded(name, named)
	}
	if read.types == nil {
		read.types = map[string]*Persona{}
	}
	read.types[name] = p
	return p
}
