package course

import (
	"errors"
	"fmt"
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
	line, col int // in the block, counted from 1
}

// UnmarshalYAML takes what the parser found.
func (v *value) UnmarshalYAML(n ast.Node) error {
	at := n.GetToken()
	v.line, v.col = at.Position.Line, at.Position.Column
	switch n := n.(type) {
	case *ast.LiteralNode:
		v.text = strings.TrimRight(n.Value.Value, "\n")
		v.line++
		v.col = 1
	case *ast.StringNode:
		v.text = n.Value
		if at.Type == token.DoubleQuoteType || at.Type == token.SingleQuoteType {
			v.col++
		}
	case ast.ScalarNode:
		v.text = at.Value
	default:
		return &yaml.SyntaxError{Message: "a text stands here", Token: at}
	}
	return nil
}

// The fields of the blocks, as a lesson writes them.
type (
	frontBlock struct {
		Title   value    `yaml:"title"`
		Persona value    `yaml:"persona"`
		Minutes int      `yaml:"minutes"`
		Needs   []string `yaml:"needs"`
		Beyond  value    `yaml:"out-of-scope"`
		Reads   []value  `yaml:"reads"`
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

// decode reads the block into one of the types above.
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
		return p.Line, p.Column, errors.New(at.GetMessage())
	}
	return 1, 0, err
}

// bound refuses what would cost the parser more than its length.
func (b block) bound() (line int, err error) {
	for i, text := range strings.Split(b.text, "\n") {
		open := strings.Count(text, "[") + strings.Count(text, "{")
		steps := strings.Count(text, "- ")
		if indent := len(text) - len(strings.TrimLeft(text, " -")); open > BlockDepth || steps > BlockDepth || indent > 4*BlockDepth {
			return i + 1, fmt.Errorf("nested more than %d deep", BlockDepth)
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
			return t.Position.Line, fmt.Errorf("nested more than %d deep", BlockDepth)
		}
	}
	return 0, nil
}
