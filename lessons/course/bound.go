package course

import (
	"fmt"
	"reflect"
	"regexp/syntax"
	"slices"
	"strings"

	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/parser"
)

// Bounds of an expression. The language has none of time, and counts neither the
// octets of its texts nor the work of its patterns.
const (
	NodeLimit    = 200     // parts that it may have
	MemoryLimit  = 100_000 // elements that it may make while it is evaluated
	RangeLimit   = 1000    // numbers from one end of .. to the other
	PatternLimit = 64      // steps that the pattern of matches may have
)

// A boundError is an expression that could cost too much, and where.
type boundError struct {
	what string
	from int // counted in characters
}

func (e *boundError) Error() string { return e.what }

// builtins are the functions of the language that a lesson may use. All of them take
// time in proportion to what they are given.
var builtins = []string{"all", "none", "any", "one", "filter", "map", "len", "first", "upper", "lower", "trim"}

// scalars are the names that cost nothing, so that they may be asked for each element
// of a list.
var scalars = []string{"last", "closed", "predicted", "state"}

// bound refuses what would take long: a list may be gone through, but not once for
// each element of another, and the octets of the wire not once for each event.
func bound(source string) error {
	tree, err := parser.Parse(source)
	if err != nil {
		return err
	}
	w := warden{wire: mentions(tree.Node, "wire")}
	w.look(tree.Node, false)
	if w.found != nil {
		return w.found
	}
	return nil
}

// A warden looks for what costs too much.
type warden struct {
	wire  bool // the expression reads the octets of the wire
	found *boundError
}

func (w *warden) refuse(n ast.Node, format string, args ...any) {
	if w.found == nil {
		w.found = &boundError{fmt.Sprintf(format, args...), n.Location().From}
	}
}

func (w *warden) look(n ast.Node, inside bool) {
	if n == nil || reflect.ValueOf(n).IsNil() {
		return
	}
	switch n := n.(type) {
	case *ast.PredicateNode:
		if inside {
			w.refuse(n, "a predicate within a predicate; ask in two goals, or with said() and replies()")
		}
		inside = true
	case *ast.IdentifierNode:
		if inside && !slices.Contains(scalars, n.Value) {
			w.refuse(n, "%s within a predicate; it would be asked for each element: ask for it outside", n.Value)
		}
	case *ast.MemberNode:
		if name, ok := n.Property.(*ast.StringNode); inside && ok && name.Value == "offers" {
			w.refuse(n, "offers within a predicate; ask for it outside")
		}
	case *ast.BuiltinNode:
		switch {
		case n.Name == "count": // a lesson's own takes its place
			if inside {
				w.refuse(n, "count within a predicate; it would be asked for each element: ask for it outside")
			}
		case !slices.Contains(builtins, n.Name):
			w.refuse(n, "unknown name %s; there are %s, and what a lesson sees", n.Name, strings.Join(builtins, ", "))
		}
	case *ast.BinaryNode:
		w.binary(n)
	}
	for _, child := range children(n) {
		w.look(child, inside)
	}
}

func (w *warden) binary(n *ast.BinaryNode) {
	switch n.Operator {
	case "..":
		from, ok := n.Left.(*ast.IntegerNode)
		to, also := n.Right.(*ast.IntegerNode)
		if !ok || !also || to.Value-from.Value > RangeLimit {
			w.refuse(n, "a range stands between two numbers, at most %d apart", RangeLimit)
		}
	case "matches":
		w.pattern(n)
	}
}

// pattern refuses a regular expression whose work for each octet has no bound.
func (w *warden) pattern(n *ast.BinaryNode) {
	text, ok := n.Right.(*ast.StringNode)
	if !ok {
		w.refuse(n.Right, "matches needs a pattern that stands in the lesson, in quotes")
		return
	}
	if w.wire {
		w.refuse(n, "matches with wire; contains finds a piece of it")
	}
	tree, err := syntax.Parse(text.Value, syntax.Perl)
	if err != nil {
		return // the compiler names it
	}
	if program, err := syntax.Compile(tree.Simplify()); err == nil && len(program.Inst) > PatternLimit {
		w.refuse(n.Right, "the pattern has %d steps; it may have %d", len(program.Inst), PatternLimit)
	}
}

// mentions reports whether name stands in n.
func mentions(n ast.Node, name string) bool {
	if id, ok := n.(*ast.IdentifierNode); ok {
		return id.Value == name
	}
	return slices.ContainsFunc(children(n), func(c ast.Node) bool {
		return c != nil && !reflect.ValueOf(c).IsNil() && mentions(c, name)
	})
}

// A typist refuses what only the types tell, which are there when the compiler hands
// it the tree: texts that are joined, whose octets nobody counts, and lists that are
// compared, element by element.
type typist struct{ found *boundError }

// Visit looks at one node.
func (t *typist) Visit(node *ast.Node) {
	n, ok := (*node).(*ast.BinaryNode)
	if !ok || t.found != nil {
		return
	}
	what := ""
	switch n.Operator {
	case "+":
		if !number(n.Left) || !number(n.Right) {
			what = "+ adds numbers; texts are not joined"
		}
	case "==", "!=":
		if big(n.Left) || big(n.Right) {
			what = "lists are not compared; ask for one of their fields"
		}
	case "in":
		if big(n.Left) {
			what = "a text or a number stands before in"
		}
	}
	if what != "" {
		t.found = &boundError{what, n.Location().From}
	}
}

func big(n ast.Node) bool {
	t := n.Type()
	return t == nil || t.Kind() == reflect.Slice || t.Kind() == reflect.Struct || t.Kind() == reflect.Map || t.Kind() == reflect.Interface
}

func number(n ast.Node) bool {
	switch t := n.Type(); {
	case t == nil:
		return false
	default:
		return t.Kind() >= reflect.Int && t.Kind() <= reflect.Float64
	}
}

// children returns the nodes right below n.
func children(n ast.Node) []ast.Node {
	switch n := n.(type) {
	case *ast.PredicateNode:
		return []ast.Node{n.Node}
	case *ast.UnaryNode:
		return []ast.Node{n.Node}
	case *ast.BinaryNode:
		return []ast.Node{n.Left, n.Right}
	case *ast.ChainNode:
		return []ast.Node{n.Node}
	case *ast.MemberNode:
		return []ast.Node{n.Node, n.Property}
	case *ast.SliceNode:
		return []ast.Node{n.Node, n.From, n.To}
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
