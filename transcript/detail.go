package transcript

import (
	"slices"
	"strings"
)

// A facet is one thing that the text of a fact says: a key of the object that stands
// beside the text in a JSON line, so that nobody has to take the text apart.
type facet struct {
	key  string
	kind facetKind
	text string
	yes  bool
	list []string
}

type facetKind uint8

const (
	textFacet facetKind = iota // left out if it is empty
	yesFacet                   // always there
	listFacet                  // left out if it is empty
)

// A detail is an object of facets: "tls" or "login".
type detail uint8

const (
	noDetail detail = iota
	tlsDetail
	loginDetail
)

// detailOf returns which object stands beside the text of an event.
func detailOf(e *Event) detail {
	switch {
	case e.Who != Local:
	case e.Fact == Secured:
		return tlsDetail
	case e.Fact == Login:
		return loginDetail
	}
	return noDetail
}

var detailKeys = [...]string{"", "tls", "login"}

// facets returns the keys of an object, in the order in which they are written, with
// no values.
func (d detail) facets() []facet {
	if d == loginDetail {
		return []facet{{key: "mechanism"}, {key: "user"}, {key: "protected", kind: yesFacet}}
	}
	return []facet{
		{key: "version"}, {key: "cipher"}, {key: "verified", kind: yesFacet}, {key: "pinned", kind: yesFacet}, {key: "name"}, {key: "why"},
		{key: "subject"}, {key: "names", kind: listFacet}, {key: "issuer"}, {key: "from"}, {key: "until"}, {key: "sha256"}, {key: "spki-sha256"},
	}
}

// read takes the text of a fact apart; nil if it has another form.
func (d detail) read(text string) []facet {
	parts := strings.Split(strings.ToValidUTF8(text, "\ufffd"), "; ")
	if len(parts) < 2 {
		return nil
	}
	f := d.facets()
	if d == loginDetail {
		return readLogin(f, parts)
	}
	return readTLS(f, parts)
}

// facetOf returns the facet with a key.
func facetOf(f []facet, key string) *facet {
	i := slices.IndexFunc(f, func(f facet) bool { return f.key == key })
	return &f[i]
}

// How the parts of the text of a [Secured] event begin, behind version and cipher.
const (
	verifiedFor = "verified for "
	notVerified = "not verified: "
)

// tlsParts are the further ones and their keys.
var tlsParts = [...]struct{ begin, key string }{
	{"without the pin: " + notVerified, "why"},
	{"certificate for ", "subject"}, {"issued by ", "issuer"}, {"sha256 ", "sha256"}, {"spki-sha256:", "spki-sha256"},
}

func readTLS(f []facet, parts []string) []facet {
	version, cipher, _ := strings.Cut(parts[0], ", ")
	name, verified := strings.CutPrefix(parts[1], verifiedFor)
	why, failed := strings.CutPrefix(parts[1], notVerified)
	if version == "" || !verified && !failed {
		return nil
	}
	facetOf(f, "version").text, facetOf(f, "cipher").text = version, cipher
	facetOf(f, "verified").yes = verified
	if verified {
		facetOf(f, "name").text = name
	} else {
		facetOf(f, "why").text = why
	}
	for _, part := range parts[2:] {
		facetOf(f, "pinned").yes = facetOf(f, "pinned").yes || part == "pinned"
		for _, known := range tlsParts {
			if value, ok := strings.CutPrefix(part, known.begin); ok {
				facetOf(f, known.key).text = value
			}
		}
		if names, ok := strings.CutPrefix(part, "names "); ok {
			facetOf(f, "names").list = strings.Split(names, ", ")
		}
		if days, ok := strings.CutPrefix(part, "valid "); ok {
			facetOf(f, "from").text, facetOf(f, "until").text, _ = strings.Cut(days, " to ")
		}
	}
	return f
}

// The last part of the text of a [Login] event.
const (
	protected   = "protected"
	unprotected = "unprotected, as was allowed"
)

// LoginText returns the text of a [Login] event.
func LoginText(mechanism, user string, isProtected bool) string {
	parts := []string{mechanism}
	if user != "" {
		parts = append(parts, "user "+user)
	}
	if isProtected {
		return strings.Join(append(parts, protected), "; ")
	}
	return strings.Join(append(parts, unprotected), "; ")
}

// Unprotected reports whether an event is a [Login] that others could read.
func (e Event) Unprotected() bool {
	return e.Who == Local && e.Fact == Login && strings.HasSuffix(e.Text, "; "+unprotected)
}

func readLogin(f []facet, parts []string) []facet {
	last := parts[len(parts)-1]
	if parts[0] == "" || last != protected && last != unprotected {
		return nil
	}
	facetOf(f, "mechanism").text = parts[0]
	facetOf(f, "protected").yes = last == protected
	if user, ok := strings.CutPrefix(strings.Join(parts[1:len(parts)-1], "; "), "user "); ok {
		facetOf(f, "user").text = user
	}
	return f
}

// Unverified reports whether an event begins TLS with a server that did not prove its
// name, or at whose certificate nobody looked.
func (e Event) Unverified() bool {
	if detailOf(&e) != tlsDetail {
		return false
	}
	f := tlsDetail.read(e.Text)
	return f != nil && !facetOf(f, "verified").yes
}

// appendDetail appends the object of an event, if it has one.
func appendDetail(b []byte, e *Event) []byte {
	d := detailOf(e)
	if d == noDetail {
		return b
	}
	f := d.read(e.Text)
	if f == nil {
		return b
	}
	return appendFacets(appendJSONKey(b, detailKeys[d]), f)
}

func appendFacets(b []byte, facets []facet) []byte {
	b = append(b, '{')
	for _, f := range facets {
		if f.kind == textFacet && f.text == "" || f.kind == listFacet && len(f.list) == 0 {
			continue
		}
		if b[len(b)-1] != '{' {
			b = append(b, ',')
		}
		b = append(appendJSONString(b, []byte(f.key)), ':')
		switch {
		case f.kind == textFacet:
			b = appendJSONString(b, []byte(f.text))
		case f.kind == listFacet:
			b = appendJSONList(b, f.list)
		case f.yes:
			b = append(b, "true"...)
		default:
			b = append(b, "false"...)
		}
	}
	return append(b, '}')
}

func appendJSONList(b []byte, list []string) []byte {
	b = append(b, '[')
	for i, s := range list {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendJSONString(b, []byte(s))
	}
	return append(b, ']')
}
