package persona

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"

	"ehlo/session/smtp"
)

// A field reads what stands behind a name.
type field func(ast.Node)

// later are the fields that a server type will have.
var later = []string{"faults", "clock", "zone", "relays"}

// fields reads a group of fields. Their names are noted below path.
func (r *reader) fields(n ast.Node, path string, known map[string]field) {
	m, ok := n.(ast.MapNode)
	if !ok {
		r.wrong(n.GetToken(), "fields stand here: %s", strings.Join(sorted(known), ", "))
		return
	}
	for i := m.MapRange(); i.Next(); {
		key := i.Key().GetToken()
		switch read := known[key.Value]; {
		case read != nil:
			r.at[path+key.Value] = key
			read(i.Value())
		case path == "" && slices.Contains(later, key.Value):
			r.wrong(key, "%s comes later; this ehlo does not have it yet", key.Value)
		default:
			r.wrong(key, "unknown field %s; there are %s", key.Value, strings.Join(sorted(known), ", "))
		}
	}
}

func sorted(known map[string]field) []string {
	all := make([]string, 0, len(known))
	for name := range known {
		all = append(all, name)
	}
	slices.Sort(all)
	return all
}

// list reads each element of a list.
func (r *reader) list(n ast.Node, each field) {
	s, ok := n.(*ast.SequenceNode)
	switch {
	case !ok:
		r.wrong(n.GetToken(), "a list stands here, in square brackets or each behind a dash; [] is an empty one")
	case len(s.Values) > listLimit:
		r.wrong(s.Values[listLimit].GetToken(), "more than %d in one list", listLimit)
	default:
		for _, v := range s.Values {
			each(v)
		}
	}
}

// scalar returns a text that stands on one line, and where.
func (r *reader) scalar(n ast.Node) (string, *token.Token, bool) {
	at := n.GetToken()
	switch n := n.(type) {
	case *ast.StringNode:
		return n.Value, at, true
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.InfinityNode, *ast.NanNode:
		return at.Value, at, true
	case *ast.NullNode:
		r.wrong(at, "a text is missing here; \"\" is an empty one")
	default:
		r.wrong(at, "a text of one line stands here")
	}
	return "", at, false
}

// words reads a text for people, of at most so many characters.
func (r *reader) words(into *string, most int) field {
	return func(n ast.Node) {
		text, at, ok := r.scalar(n)
		switch {
		case !ok:
		case strings.IndexFunc(text, unprintable) >= 0 || hidden(text):
			r.wrong(at, "a character that cannot be printed")
		case utf8.RuneCountInString(text) > most:
			r.wrong(at, "the text has %d characters; it has at most %d", utf8.RuneCountInString(text), most)
		default:
			*into = text
		}
	}
}

// said reads a text that goes out in a reply (RFC 5321 section 4.2: textstring).
func (r *reader) said(into *string, most int) field {
	return func(n ast.Node) {
		text, at, ok := r.scalar(n)
		switch {
		case !ok:
		case strings.IndexFunc(text, func(c rune) bool { return c < ' ' || c > '~' }) >= 0:
			r.wrong(at, "a reply has printable ASCII only. RFC 5321 §4.2")
		case len(text) > most:
			r.wrong(at, "the text has %d octets; it has at most %d", len(text), most)
		default:
			*into = text
		}
	}
}

// unprintable reports whether a character has no place in any file.
func unprintable(c rune) bool { return c < ' ' || c == 0x7f || c == utf8.RuneError }

// hidden reports whether a text holds what a terminal would not show as it stands.
func hidden(text string) bool {
	return strings.ReplaceAll(smtp.Printable([]byte(text)).String(), `\\`, `\`) != text
}

// number reads a number between two others.
func (r *reader) number(into *int, from, to int) field {
	return func(n ast.Node) {
		text, at, ok := r.scalar(n)
		if !ok {
			return
		}
		i, err := strconv.Atoi(text)
		if err != nil || i < from || i > to {
			r.wrong(at, "a number from %d to %d stands here", from, to)
			return
		}
		*into = i
	}
}

// yesNo reads true or false.
func (r *reader) yesNo(into *bool) field {
	return choice(r, into, map[string]bool{"true": true, "false": false})
}

// choice reads one of a few words.
func choice[T any](r *reader, into *T, words map[string]T) field {
	return func(n ast.Node) {
		text, at, ok := r.scalar(n)
		if !ok {
			return
		}
		value, ok := words[text]
		if !ok {
			var all []string
			for w := range words {
				all = append(all, w)
			}
			slices.Sort(all)
			r.wrong(at, "one of these stands here: %s", strings.Join(all, ", "))
			return
		}
		*into = value
	}
}

// kinds reads a list of faults out of those that may be named.
func (r *reader) kinds(into *[]smtp.Kind, allowed []smtp.Kind, why string) field {
	return func(n ast.Node) {
		*into = nil
		r.list(n, func(n ast.Node) {
			text, at, ok := r.scalar(n)
			kind, known := smtp.KindNamed(text)
			switch {
			case !ok:
			case !known:
				r.wrong(at, "there is no fault %s; here may stand %s", text, strings.Join(kindsOf(allowed), ", "))
			case !slices.Contains(allowed, kind):
				r.wrong(at, "%s %s", text, why)
			default:
				*into = append(*into, kind)
			}
		})
	}
}
