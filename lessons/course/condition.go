package course

import (
	"errors"
	"fmt"
	"reflect"
	"strings"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/vm"

	"ehlo/session/smtp"
)

// A Condition is an expression that a lesson asks about a [Scene].
type Condition struct {
	Source  string
	Line    int        // in the file
	col     func() int // 0 for the whole line; found out only where it is shown
	work    int        // see [WorkLimit]
	program *vm.Program
}

// compileCondition reads an expression that is true or false.
func compileCondition(source string) (*Condition, error) {
	program, work, err := compile(source, expr.AsBool())
	if err != nil {
		return nil, err
	}
	return &Condition{Source: source, program: program, work: work}, nil
}

func compile(source string, more ...expr.Option) (program *vm.Program, work int, err error) {
	if work, err = bound(source); err != nil {
		return nil, 0, err
	}
	var types typist
	options := []expr.Option{
		expr.Env(view{}), expr.MaxNodes(NodeLimit), expr.Patch(&types), expr.DisableAllBuiltins(),
		expr.Function("upper", octetwise(smtp.Upper), strings.ToUpper), expr.Function("lower", octetwise(smtp.Lower), strings.ToLower),
	}
	for _, name := range builtins {
		options = append(options, expr.EnableBuiltin(name))
	}
	program, err = expr.Compile(source, append(options, more...)...)
	if err == nil && types.found != nil {
		err = types.found
	}
	return program, work, err
}

// octetwise returns upper and lower of the language as the protocol has them: the
// language's own take long with octets that are no UTF-8, and make more of them.
func octetwise(change func(string) string) func(...any) (any, error) {
	return func(texts ...any) (any, error) { return change(texts[0].(string)), nil }
}

// Holds reports whether the condition is true of a scene. One that cannot be answered,
// such as the first of no replies, is not true.
func (c *Condition) Holds(s *Scene) bool {
	v, ok := run(c.program, s)
	return ok && v == true
}

func run(p *vm.Program, s *Scene) (any, bool) {
	v, err := s.machine.Run(p, s.view(strings.Contains(p.Source().String(), "wire")))
	return v, err == nil
}

// A Phrase is a sentence with expressions between {{ and }}.
type Phrase struct {
	words    []string
	programs []*vm.Program // one behind each of words but the last
	work     int           // see [WorkLimit]
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
		program, work, err := compile(source)
		if err == nil && !sayable(program) {
			err = errors.New("a list cannot be said; count() it, or ask for one of its fields")
		}
		if err != nil {
			return nil, from, err
		}
		p.programs = append(p.programs, program)
		p.work += work
		rest = behind
	}
}

// sayable reports whether what a program comes to can stand in a sentence.
func sayable(p *vm.Program) bool {
	t := p.Node().Type()
	return t != nil && (t.Kind() == reflect.String || t.Kind() == reflect.Bool || t.Kind() >= reflect.Int && t.Kind() <= reflect.Float64)
}

// SaidLimit is how many octets of what an expression came to stand in a sentence.
const SaidLimit = 200

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
				said := fmt.Sprint(v)
				b.WriteString(said[:min(len(said), SaidLimit)])
			} else {
				b.WriteString("?")
			}
		}
	}
	return b.String()
}

// explain returns what is wrong with an expression, and at which of its octets.
func explain(err error, source string) (what string, octet int) {
	var at *file.Error
	var costly *boundError
	switch {
	case errors.As(err, &costly):
		return costly.what, octetOf(source, costly.from)
	case errors.As(err, &at):
		return at.Message, octetOf(source, at.From)
	}
	what, _, _ = strings.Cut(err.Error(), "\n")
	return what, 0
}

// octetOf returns the octet at which character i of text begins.
func octetOf(text string, i int) int {
	for octet := range text {
		if i--; i < 0 {
			return octet
		}
	}
	return len(text)
}

// String returns the sentence with "…" for each expression; "" for nil.
func (p *Phrase) String() string {
	if p == nil {
		return ""
	}
	return strings.Join(p.words, "…")
}
