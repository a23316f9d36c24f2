package course

import (
	"slices"
	"strings"

	"github.com/expr-lang/expr/ast"
)

// WorkLimit is how much all that a step asks may take at one event, on the largest
// [Scene]: its goals, what is said while they are not met, its mistakes and what must
// not happen. One is about 20 ns, the time of one part of an expression.
const WorkLimit = 32_000

// What the parts of an expression take beyond one, for each time they are asked.
const (
	baseWork   = 100 // of an expression: the machine is set up
	loopWork   = 3   // of any() and its like, for each element
	eachCall   = 12  // of a function of the scene
	boxWork    = 800 // of a mailbox
	inWork     = 16  // of in, within a predicate: what an event or the lesson lists
	makeWork   = 10  // of an element that is made
	caseOctets = 8   // octets that upper, lower and trim go through meanwhile
	findOctets = 12  // that contains and len go through
	headOctets = 32  // that header goes through
	stepOctets = 2   // that one step of a pattern goes through
)

// brief are the names whose texts have at most [TextLimit] octets.
var brief = []string{"events", "said", "replies", "last", "closed", "predicted", "state"}

// A predicate is what is asked for each element of a list.
type predicate struct {
	times int  // how many elements there can be
	plain bool // they are events or letters: all their texts together have a bound
}

// predicateOn returns the predicate that is asked of a list.
func predicateOn(list ast.Node) *predicate {
	switch n := list.(type) {
	case *ast.IdentifierNode:
		return &predicate{EventLimit, n.Value == "events"}
	case *ast.CallNode:
		name, ok := n.Callee.(*ast.IdentifierNode)
		return &predicate{EventLimit, ok && (name.Value == "said" || name.Value == "replies")}
	case *ast.MemberNode:
		if call, ok := n.Node.(*ast.CallNode); ok && mentions(call.Callee, "box") {
			return &predicate{LetterLimit, true}
		}
	case *ast.BuiltinNode:
		if n.Name == "filter" {
			return predicateOn(n.Arguments[0])
		}
	}
	return &predicate{times: EventLimit}
}

// spend notes work, and what is the dearest.
func (w *warden) spend(n ast.Node, work int) {
	w.work += work
	if work > w.most {
		w.dear, w.most = n, work
	}
}

// remedy says how to ask less.
func (w *warden) remedy() string {
	if n, ok := w.dear.(*ast.BinaryNode); ok && n.Operator == "contains" {
		return "contains goes through a text as long as any: ask it of one text, or within any() and its like of .line or .text of said(…) or replies(…)"
	}
	return "contains takes less than lower or matches, and what is the same for each of a list is worked out before: let mine = …"
}

// weigh notes what a part of an expression takes, without the parts below it.
func (w *warden) weigh(n ast.Node, in *predicate) {
	times := 1
	if in != nil {
		times = in.times
	}
	work := times
	switch n := n.(type) {
	case *ast.PredicateNode:
		work = times * loopWork
	case *ast.BuiltinNode:
		work += w.builtinWork(n, in)
	case *ast.BinaryNode:
		work += w.binaryWork(n, in)
	case *ast.MemberNode:
		work += times
	case *ast.CallNode:
		work += w.callWork(n, in)
	case *ast.ArrayNode, *ast.MapNode, *ast.PairNode:
		work = times * makeWork
	}
	w.spend(n, work)
}

func (w *warden) builtinWork(n *ast.BuiltinNode, in *predicate) int {
	switch n.Name {
	case "upper", "lower", "trim":
		return w.octets(n.Arguments, in) / caseOctets
	case "len":
		return w.octets(n.Arguments, in) / findOctets
	case "filter", "map":
		return EventLimit * makeWork
	}
	return 0
}

func (w *warden) binaryWork(n *ast.BinaryNode, in *predicate) int {
	switch n.Operator {
	case "contains":
		return w.octets([]ast.Node{n.Left, n.Right}, in) / findOctets
	case "matches":
		if text, ok := n.Right.(*ast.StringNode); ok {
			return w.octets([]ast.Node{n.Left}, in) / stepOctets * stepsOf(text.Value)
		}
	case "in":
		return inList(n, in)
	case "..":
		if in != nil {
			return in.times * RangeLimit
		}
		return RangeLimit
	}
	return 0
}

// inList returns what it takes to look for an element in a list.
func inList(n *ast.BinaryNode, in *predicate) int {
	if in == nil {
		return EventLimit
	}
	if list, ok := n.Right.(*ast.ArrayNode); ok {
		return in.times * (inWork + len(list.Nodes))
	}
	return in.times * inWork
}

// callWork returns what a function of the scene takes, which is no part of a predicate,
// or the header of a letter, which can be.
func (w *warden) callWork(n *ast.CallNode, in *predicate) int {
	name, ok := n.Callee.(*ast.IdentifierNode)
	switch {
	case !ok && in != nil:
		return in.times*eachCall + w.octets([]ast.Node{n.Callee}, in)/headOctets
	case !ok:
		return eachCall + w.octets(nil, in)/headOctets
	}
	switch name.Value {
	case "said", "replies", "order":
		classes := 1
		for _, a := range n.Arguments {
			if text, ok := a.(*ast.StringNode); ok {
				classes = max(classes, 1+strings.Count(text.Value, "|"))
			}
		}
		return eachCall + EventLimit*(1+2*classes) + w.wordWork(n)
	case "box":
		return boxWork + w.wordWork(n)
	}
	return eachCall
}

// wordWork returns what it takes to compare the words that a function is given, which do
// not stand in the lesson.
func (w *warden) wordWork(n *ast.CallNode) int {
	work := 0
	for _, a := range n.Arguments {
		if _, ok := a.(*ast.StringNode); !ok {
			work += w.octets([]ast.Node{a}, nil) / caseOctets
		}
	}
	return work
}

// octets returns how many octets of texts are gone through, however often it is done.
func (w *warden) octets(texts []ast.Node, in *predicate) int {
	most, own := TextLimit, in != nil && in.plain
	for _, n := range texts {
		walk(n, func(n ast.Node) {
			switch n := n.(type) {
			case *ast.IdentifierNode:
				own = false
				if !slices.Contains(brief, n.Value) {
					most = max(most, OctetLimit)
				}
			case *ast.PointerNode:
				if in != nil && !in.plain {
					most = max(most, OctetLimit)
				}
			case *ast.StringNode:
				most = max(most, len(n.Value))
			}
		})
	}
	switch {
	case in == nil:
		return most
	case own && most == TextLimit:
		return OctetLimit
	}
	return in.times * most
}

// predicateOf returns what any() and its like ask; nil for another function.
func predicateOf(n *ast.BuiltinNode) *ast.PredicateNode {
	if len(n.Arguments) < 2 {
		return nil
	}
	p, _ := n.Arguments[1].(*ast.PredicateNode)
	return p
}

// isScalar reports whether a part comes to one text or number.
func isScalar(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.StringNode, *ast.IntegerNode:
		return true
	case *ast.BuiltinNode:
		return slices.Contains([]string{"upper", "lower", "trim", "len"}, n.Name)
	case *ast.MemberNode:
		of, ok := n.Node.(*ast.IdentifierNode)
		field, also := n.Property.(*ast.StringNode)
		return ok && also && slices.Contains(scalars, of.Value) && field.Value != "faults" && field.Value != "offers"
	}
	return false
}

// work names the condition with which a step asks too much.
func (r *reader) work(s *Step) {
	sum := 0
	add := func(c *Condition, p *Phrase) {
		before := sum
		if c != nil {
			sum += c.work
		}
		if p != nil {
			sum += p.work
		}
		if c != nil && before <= WorkLimit && sum > WorkLimit {
			line, col := s.Line, 0
			if r.words == nil { // otherwise the condition stands in another file
				line, col = c.Line, c.col()
			}
			r.fail(line, col, "up to here the step takes %d of work at each event; it may take %d: make two steps of it", sum, WorkLimit)
		}
	}
	for _, g := range s.Goals {
		add(g.When, g.Unmet)
	}
	for _, m := range s.Mistakes {
		add(m.When, nil)
	}
	for _, n := range s.Never {
		add(n.When, nil)
	}
}
