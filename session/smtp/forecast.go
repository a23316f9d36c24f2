package smtp

// Forecast states what the rules say of a command line in this state. The order
// of judging is that of the included server: verb unknown 500, verb not offered
// 502, wrong moment 503, syntax 501, parameter 555 or 504. RFC 5321 leaves the
// order open but for one thing: what is out of order must be 503 (section 4.1.4).
func (s State) Forecast(line []byte) Forecast {
	c := ParseCommand(line)
	faults := c.FaultsIn(s)
	for _, rank := range ranks {
		for _, f := range faults {
			if rank.has(f.Kind) {
				return Forecast{Codes: rank.codes(c.Verb), Why: f.Kind, Needs: s.Needs(c.Verb)}
			}
		}
	}
	next, _ := c.Verb.Answers()
	return Forecast{Fits: len(faults) == 0, Codes: next.Success, Why: firstKind(faults)}
}

type rank struct {
	kinds []Kind // nil: any kind that is no mere note
	code  int
}

var ranks = []rank{
	{[]Kind{EmptyLine, UnknownVerb, HeaderAsCommand, OfferAsVerb, LineTooLong}, 500},
	{[]Kind{VerbNotOffered}, 502},
	{[]Kind{OutOfOrder}, 503},
	{nil, 501},
	{[]Kind{ParameterNotOffered}, 555},
}

// tolerated are faults that the rules deplore or ignore without a refusal.
var tolerated = map[Kind]bool{
	SourceRoute: true, SingleLabel: true, NoLineEnd: true, ParameterNotOffered: true,
}

func (r rank) has(k Kind) bool {
	if r.kinds == nil {
		return !tolerated[k]
	}
	for _, kind := range r.kinds {
		if kind == k {
			return true
		}
	}
	return false
}

func (r rank) codes(v Verb) []int {
	if r.code == 555 && v != MAIL && v != RCPT {
		return []int{504}
	}
	return []int{r.code}
}

func firstKind(faults []Fault) Kind {
	if len(faults) == 0 {
		return NoFault
	}
	return faults[0].Kind
}
