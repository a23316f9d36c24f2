package course

import (
	"errors"
	"fmt"
	"reflect"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/token"
)

// Bounds of a lesson, in octets and levels. The parsers have slow corners beyond them.
const (
	LessonLimit    = 256 << 10
	BlockLimit     = 8 << 10
	BlockDepth     = 16
	ParagraphLimit = 4 << 10
)

// A block is YAML within a lesson: the front matter, a step or a quiz.
type block struct {
	text string
	line int // of its first line in the file
}

// A value is a scalar and where it stands.
type value struct {
	text      string
	line, col int // in the block, counted from 1; col in characters, see [block.at]
	style     style
}

// UnmarshalYAML takes what the parser found.
func (v *value) UnmarshalYAML(n ast.Node) error {
	at := n.GetToken()
	v.line, v.col = at.Position.Line, at.Position.Column
	switch n := n.(type) {
	case *ast.LiteralNode:
		v.text = strings.TrimRight(n.Value.Value, "\n")
		v.line, v.col, v.style = v.line+1, 1, blockStyle
	case *ast.StringNode:
		v.text = n.Value
		switch at.Type {
		case token.DoubleQuoteType:
			v.col, v.style = v.col+1, doubleQuoted
		case token.SingleQuoteType:
			v.col, v.style = v.col+1, singleQuoted
		}
	case ast.ScalarNode:
		v.text = at.Value
	default:
		return &yaml.SyntaxError{Message: "a text stands here, not a list", Token: at}
	}
	if unprintable(v.text) >= 0 {
		return &yaml.SyntaxError{Message: "an octet that cannot be printed; a fragment writes it as C\"…\"", Token: at}
	}
	return nil
}

// The fields of the blocks, as a lesson writes them.
type (
	frontBlock struct {
		Title   value   `yaml:"title"`
		Persona value   `yaml:"persona"`
		Minutes int     `yaml:"minutes"`
		Needs   []value `yaml:"needs"`
		Beyond  value   `yaml:"out-of-scope"`
		Reads   []value `yaml:"reads"`
	}
	stepBlock struct {
		Core     bool           `yaml:"core"`
		Fresh    bool           `yaml:"fresh"`
		Persona  value          `yaml:"persona"`
		EOL      value          `yaml:"eol"`
		Stuffing value          `yaml:"stuffing"`
		Aid      value          `yaml:"aid"`
		Predict  bool           `yaml:"predict"`
		Worked   value          `yaml:"worked"`
		Goals    []goalBlock    `yaml:"goals"`
		Never    []mistakeBlock `yaml:"never"`
		Hints    []value        `yaml:"hints"`
		Mistakes []mistakeBlock `yaml:"mistakes"`
		Solution value          `yaml:"solution"`
		Tip      value          `yaml:"tip"`
		Differs  value          `yaml:"differs"`
		Ask      int            `yaml:"ask"`
	}
	goalBlock    struct{ Say, When, Unmet value }
	mistakeBlock struct{ When, Say value }
	quizBlock    struct {
		Ask    value          `yaml:"ask"`
		Choice []choiceBlock  `yaml:"choice"`
		Number *int           `yaml:"number"`
		Near   map[int]string `yaml:"near"`
		Pick   []value        `yaml:"pick"`
		Answer int            `yaml:"answer"`
		Why    value          `yaml:"why"`
	}
	choiceBlock struct {
		Is    value `yaml:"is"`
		Right bool  `yaml:"right"`
		Why   value `yaml:"why"`
	}
)

// decode reads the block into one of the types above. An error comes with its place in
// the block.
func (b block) decode(into any) (line, col int, err error) {
	if len(b.text) > BlockLimit {
		return 1, 0, fmt.Errorf("the block has %d octets; one has at most %d", len(b.text), BlockLimit)
	}
	if line, err := b.bound(); err != nil {
		return line, 0, err
	}
	err = yaml.UnmarshalWithOptions([]byte(b.text), into, yaml.Strict())
	if err == nil {
		return 0, 0, nil
	}
	var at yaml.Error
	if errors.As(err, &at) && at.GetToken() != nil {
		p := at.GetToken().Position
		return p.Line, b.column(p.Line, p.Column), errors.New(wording(at))
	}
	return 1, 0, err
}

// wording says what is wrong without the names of Go.
func wording(err yaml.Error) string {
	var typed *yaml.TypeError
	var node *yaml.UnexpectedNodeTypeError
	var known *yaml.UnknownFieldError
	var twice *yaml.DuplicateKeyError
	switch {
	case errors.As(err, &typed):
		switch typed.DstType.Kind() {
		case reflect.Bool:
			return "true or false stands here"
		case reflect.Int:
			return "a number stands here"
		case reflect.Slice:
			return "a list stands here; each of it begins with a dash"
		}
		return "something else stands here"
	case errors.As(err, &node):
		return fmt.Sprintf("a %s stands here, not a %s", nodeName(node.Expected.String()), nodeName(node.Actual.String()))
	case errors.As(err, &known):
		if strings.Contains(strings.TrimPrefix(known.GetMessage(), "unknown field "), " ") {
			return known.GetMessage() + "; within {…} a comma ends a text: put the text in '…'"
		}
		return known.GetMessage() + "; see whether it is spelled and indented right"
	case errors.As(err, &twice):
		return twice.GetMessage()
	}
	return err.GetMessage()
}

func nodeName(kind string) string {
	switch kind {
	case "Sequence":
		return "list"
	case "Mapping", "MappingValue":
		return "group of fields"
	}
	return "text"
}

// bound refuses what would cost the parser more than its length.
func (b block) bound() (line int, err error) {
	deep := fmt.Errorf("nested more than %d deep", BlockDepth)
	var indents []int
	for i, text := range strings.Split(b.text, "\n") {
		rest := strings.TrimLeft(text, " ")
		if rest == "" {
			continue
		}
		indent := len(text) - len(rest)
		for len(indents) > 0 && indents[len(indents)-1] >= indent {
			indents = indents[:len(indents)-1]
		}
		indents = append(indents, indent)
		for ; strings.HasPrefix(rest, "- ") || strings.HasPrefix(rest, "? "); rest = strings.TrimLeft(rest[2:], " ") {
			indents = append(indents, len(text)-len(rest)+2)
		}
		if len(indents) > BlockDepth || strings.Count(text, "[")+strings.Count(text, "{") > 4*BlockDepth {
			return i + 1, deep
		}
	}
	depth := 0
	for _, t := range lexer.Tokenize(b.text) {
		switch t.Type {
		case token.AnchorType, token.AliasType, token.TagType, token.MergeKeyType:
			return t.Position.Line, errors.New("anchors, aliases and tags are not used in lessons; write it out, or in quotes")
		case token.SequenceStartType, token.MappingStartType:
			depth++
		case token.SequenceEndType, token.MappingEndType:
			depth--
		}
		if depth > BlockDepth {
			return t.Position.Line, deep
		}
	}
	return 0, nil
}
