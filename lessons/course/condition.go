package course

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/parser"
	"github.com/expr-lang/expr/vm"
)

// NodeLimit is how many parts an expression may have at most.
const NodeLimit = 200

// MemoryLimit is how many elements an expression may make while it is evaluated.
const MemoryLimit = 100_000

// A Condition is an expression that a lesson asks about a [Scene].
type Condition struct {
	Source  string
	Line    int // in the file
	program *vm.Program
}

// builtins are the functions of the language that a lesson may use. All of them take
// time in proportion to what they are given.
var builtins = []string{"all", "none", "any", "one", "filter", "map", "len", "first", "upper", "lower", "trim"}

// compileCondition reads an expression that is true or false.
func compileCondition(source string) (*Condition, error) {
	program, err := compile(source, expr.AsBool())
	if err != nil {
		return nil, err
	}
	return &Condition{Source: source, program: program}, nil
}

func compile(source string, more ...expr.Option) (*vm.Program, error) {
	if err := bound(source); err != nil {
		return nil, err
	}
	options := []expr.Option{expr.Env(view{}), expr.MaxNodes(NodeLimit), expr.DisableAllBuiltins()}
	for _, name := range builtins {
		options = append(options, expr.EnableBuiltin(name))
	}
	return expr.Compile(source, append(options, more...)...)
}

// bound refuses what would take long: the language has no limit of time, so a list may
// be gone through, but not once for each element of another.
func bound(source string) error {
	tree, err := parser.Parse(source)
	if err != nil {
		return err
	}
	if nested(tree.Node, false) {
		return errors.New("a predicate within a predicate; ask in two goals, or with said() and replies()")
	}
	return nil
}

// nested reports whether n has a predicate inside another.
func nested(n ast.Node, inside bool) bool {
	found := false
	if p, is := n.(*ast.PredicateNode); is {
		if inside {
			return true
		}
		return nested(p.Node, true)
	}
	for _, child := range children(n) {
		found = found || nested(child, inside)
	}
	return found
}

// children returns the nodes right below n.
func children(n ast.Node) []ast.Node {
	switch n := n.(type) {
	case *ast.UnaryNode:
		return []ast.Node{n.Node}
	case *ast.BinaryNode:
		return []ast.Node{n.Left, n.Right}
	case *ast.ChainNode:
		return []ast.Node{n.Node}
	case *ast.MemberNode:
		return []ast.Node{n.Node, n.Property}
	case *ast.SliceNode:
		return slices.DeleteFunc([]ast.Node{n.Node, n.From, n.To}, func(c ast.Node) bool { return c == nil })
	case *ast.CallNode:
		return append([]ast.Node{n.Callee}, n.Arguments...)
	case *ast.BuiltinNode:
		return n.Arguments
	case *ast.ConditionalNode:
		return []ast.Node{n.Cond, n.Exp1, n.Exp2}
	case *ast.VariableDeclaratorNode:
		return []ast.Node{n.Value, n.Expr}
	case *ast.SequenceNode:
		return n.Nodes
	case *ast.ArrayNode:
		return n.Nodes
	case *ast.MapNode:
		return n.Pairs
	case *ast.PairNode:
		return []ast.Node{n.Key, n.Value}
	}
	return nil
}

// Holds reports whether the condition is true of a scene. One that cannot be answered,
// such as the first of no replies, is not true.
func (c *Condition) Holds(s *Scene) bool {
	v, ok := run(c.program, s)
	return ok && v == true
}

func run(p *vm.Program, s *Scene) (any, bool) {
	machine := vm.VM{MemoryBudget: MemoryLimit}
	v, err := machine.Run(p, s.view())
	return v, err == nil
}

// A Phrase is a sentence with expressions between {{ and }}.
type Phrase struct {
	words    []string
	programs []*vm.Program // one behind each of words but the last
}

// compilePhrase reads a sentence. Its error is that of the expression, with from the
// octet at which that begins.
func compilePhrase(text string) (p *Phrase, from int, err error) {
	p = &Phrase{}
	rest := text
	for {
		before, after, found := strings.Cut(rest, "{{")
		p.words = append(p.words, before)
		if !found {
			return p, 0, nil
		}
		from = len(text) - len(after)
		source, behind, closed := strings.Cut(after, "}}")
		if !closed {
			return nil, from, errors.New("{{ without }}")
		}
		program, err := compile(source)
		if err != nil {
			return nil, from, err
		}
		p.programs = append(p.programs, program)
		rest = behind
	}
}

// In returns the sentence as it reads in a scene. It is not sanitised: an expression
// can give back what a server said.
func (p *Phrase) In(s *Scene) string {
	if p == nil {
		return ""
	}
	var b strings.Builder
	for i, words := range p.words {
		b.WriteString(words)
		if i < len(p.programs) {
			if v, ok := run(p.programs[i], s); ok {
				fmt.Fprint(&b, v)
			} else {
				b.WriteString("?")
			}
		}
	}
	return b.String()
}

// explain returns what is wrong with an expression, and at which of its octets.
func explain(err error) (what string, line, col int) {
	var at *file.Error
	if errors.As(err, &at) {
		return at.Message, at.Line, at.Column
	}
	return err.Error(), 1, 0
}
