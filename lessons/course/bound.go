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
// octets of its texts nor the work of its patterns; see also [WorkLimit].
const (
	NodeLimit    = 200    // parts that it may have
	MemoryLimit  = 50_000 // elements that it may make while it is evaluated
	RangeLimit   = 256    // numbers from one end of .. to the other
	PatternLimit = 32     // steps that the pattern of matches may have
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
// each element of another, and the octets of the wire not once for each event. It
// returns the work of what it lets through.
func bound(source string) (work int, err error) {
	tree, err := parser.Parse(source)
	if err != nil {
		return 0, err
	}
	w := warden{wire: mentions(tree.Node, "wire")}
	w.spend(tree.Node, baseWork)
	w.look(tree.Node, nil)
	if w.work > WorkLimit {
		w.refuse(w.dear, "too much work at each event: %d of the %d that a step has; %s", w.work, WorkLimit, w.remedy())
	}
	if w.found != nil {
		return 0, w.found
	}
	return w.work, nil
}

// A warden looks for what costs too much.
type warden struct {
	wire  bool // the expression reads the octets of the wire
	found *boundError
	work  int
	dear  ast.Node // what costs most,
	most  int      // and how much

	scalars []string // names given by let that stand for one text or number
}

func (w *warden) refuse(n ast.Node, format string, args ...any) {
	if w.found == nil {
		w.found = &boundError{fmt.Sprintf(format, args...), n.Location().From}
	}
}

// look goes through an expression; in is the predicate that it is part of, nil for none.
func (w *warden) look(n ast.Node, in *predicate) {
	if n == nil || reflect.ValueOf(n).IsNil() {
		return
	}
	w.weigh(n, in)
	switch n := n.(type) {
	case *ast.IdentifierNode:
		if n.Value == "$env" { // all names at once, under which none would be found
			w.refuse(n, "unknown name $env; ask for what a lesson sees by its own")
		}
		if in != nil && !slices.Contains(scalars, n.Value) && !slices.Contains(w.scalars, n.Value) {
			w.refuse(n, "%s within a predicate; it would be asked for each element: ask for it outside", n.Value)
		}
	case *ast.VariableDeclaratorNode:
		w.scalars = slices.DeleteFunc(w.scalars, func(name string) bool { return name == n.Name })
		if isScalar(n.Value) {
			w.scalars = append(w.scalars, n.Name)
		}
	case *ast.MemberNode:
		if name, ok := n.Property.(*ast.StringNode); in != nil && ok && name.Value == "offers" {
			w.refuse(n, "offers within a predicate; ask for it outside")
		}
	case *ast.CallNode:
		w.call(n)
	case *ast.BuiltinNode:
		w.builtin(n, in)
		if p := predicateOf(n); p != nil {
			w.look(n.Arguments[0], in)
			if in != nil {
				w.refuse(p, "a predicate within a predicate; ask in two goals, or with said() and replies()")
			}
			w.look(p, predicateOn(n.Arguments[0]))
			return
		}
	case *ast.BinaryNode:
		w.binary(n, in)
	}
	for _, child := range children(n) {
		w.look(child, in)
	}
}

func (w *warden) builtin(n *ast.BuiltinNode, in *predicate) {
	switch {
	case n.Name == "count": // a lesson's own takes its place
		if in != nil {
			w.refuse(n, "count within a predicate; it would be asked for each element: ask for it outside")
		}
	case !slices.Contains(builtins, n.Name):
		w.refuse(n, "unknown name %s; there are %s, and what a lesson sees", n.Name, strings.Join(builtins, ", "))
	}
}

func (w *warden) binary(n *ast.BinaryNode, in *predicate) {
	switch n.Operator {
	case "..":
		from, ok := n.Left.(*ast.IntegerNode)
		to, also := n.Right.(*ast.IntegerNode)
		if !ok || !also || to.Value-from.Value > RangeLimit {
			w.refuse(n, "a range stands between two numbers, at most %d apart", RangeLimit)
		}
	case "matches":
		if in != nil {
			w.refuse(n, "matches within a predicate; ask it of last.line, which is another at each event")
		}
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
	if steps := stepsOf(text.Value); steps > PatternLimit {
		w.refuse(n.Right, "the pattern has %d steps; it may have %d, and {10} counts ten times", steps, PatternLimit)
	}
}

// stepsOf returns how many steps a pattern has, what is repeated as often as it is; 0 if
// it is none, which the compiler names.
func stepsOf(pattern string) int {
	tree, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		return 0
	}
	return stepsIn(tree) + 2
}

func stepsIn(tree *syntax.Regexp) int {
	n := max(1, len(tree.Rune))
	switch tree.Op {
	case syntax.OpCharClass:
		n = 1 + len(tree.Rune)/64 // \pL has hundreds of ranges
	case syntax.OpCapture:
		n = 2
	}
	for _, sub := range tree.Sub {
		n += stepsIn(sub)
	}
	if tree.Op == syntax.OpRepeat && tree.Max < 0 {
		n *= tree.Min + 1
	} else if tree.Op == syntax.OpRepeat {
		n *= max(tree.Min, tree.Max, 1)
	}
	return n
}

// call refuses classes of codes whose number is not known.
func (w *warden) call(n *ast.CallNode) {
	var words []ast.Node
	switch name, _ := n.Callee.(*ast.IdentifierNode); {
	case name != nil && name.Value == "order":
		words = n.Arguments
	case name != nil && name.Value == "replies" && len(n.Arguments) == 2:
		words = n.Arguments[1:]
	}
	for _, word := range words {
		if _, ok := word.(*ast.StringNode); !ok {
			w.refuse(word, "the codes stand in the lesson, in quotes")
		}
	}
}

// mentions reports whether name stands in n.
func mentions(n ast.Node, name string) bool {
	found := false
	walk(n, func(n ast.Node) {
		id, ok := n.(*ast.IdentifierNode)
		found = found || ok && id.Value == name
	})
	return found
}

// walk visits n and what is below it.
func walk(n ast.Node, visit func(ast.Node)) {
	if n == nil || reflect.ValueOf(n).IsNil() {
		return
	}
	visit(n)
	for _, c := range children(n) {
		walk(c, visit)
	}
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
	return t == nil || t.Kind() == reflect.Slice || t.Kind() == reflect.Pointer || t.Kind() == reflect.Struct || t.Kind() == reflect.Map || t.Kind() == reflect.Interface
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
		if _, named := n.Property.(*ast.StringNode); named {
			return []ast.Node{n.Node}
		}
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
