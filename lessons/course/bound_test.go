package course

import (
	"strings"
	"testing"
	"time"

	"ehlo/transcript"
)

// TestExpressionsAreBounded: what could take long, or much memory, is refused before
// it is asked.
func TestExpressionsAreBounded(t *testing.T) {
	for source, what := range map[string]string{
		`len(1..1000000000) > 0`:                                    "at most 256 apart",
		`len(1..count(events)) > 0`:                                 "between two numbers",
		`any(1..100, any(1..100, # > 2))`:                           "predicate within",
		`any(events, any(events, .code > 1))`:                       "within a predicate",
		`any(events, # in events)`:                                  "events within a predicate",
		`let e = events; any(e, # in e)`:                            "e within a predicate",
		`any(events, count(said("MAIL")) > 1)`:                      "within a predicate",
		`any(events, box("a@b").n > 1)`:                             "box within a predicate",
		`any(events, wire.client contains .line)`:                   "wire within a predicate",
		`any(events, .line in state.offers)`:                        "offers within a predicate",
		`wire.client + wire.client == ""`:                           "texts are not joined",
		`len(map(events, .line + .line)) > 1`:                       "texts are not joined",
		`any([{"a": wire.client}], #.a + #.a == "")`:                "texts are not joined",
		`wire.client matches "(a*)*b"`:                              "matches with wire",
		`$env["wire"].client matches "(a*)*b"`:                      "unknown name $env",
		`$env["closed"] == ""`:                                      "unknown name $env",
		`let w = wire; w.client matches "a"`:                        "matches with wire",
		`last.line matches "(a|b){100}(c|d){100}"`:                  "steps",
		`last.line matches "a{1000}"`:                               "steps",
		`last.line matches "\\pL*\\pL*x"`:                           "steps",
		`any(events, .line matches "a")`:                            "matches within a predicate",
		`last.line matches last.argument`:                           "stands in the lesson",
		`count(replies("RCPT", wire.server)) > 1`:                   "in quotes",
		`order("RCPT 250", last.line)`:                              "in quotes",
		`let e = map(events, .line); any(events, .line in e)`:       "e within a predicate",
		`let e = [wire.client]; any(e, upper(#) == "")`:             "too much work",
		`any(events, lower(.line) != lower(last.line))`:             "too much work",
		`any(map(events, last.line), # contains "b")`:               "too much work",
		`any([wire.client, wire.server], # contains "b")`:           "too much work",
		`any(state.offers, # contains "b")`:                         "ask it of one text",
		`any(events, .code in map(1..200, 1))`:                      "",
		strings.Repeat(`any(events, .code == 1) || `, 16) + "true":  "too much work",
		`events == events`:                                          "lists are not compared",
		`events in [events]`:                                        "before in",
		strings.Repeat("true && ", NodeLimit) + "true":              "nodes",
		strings.Repeat("(", 3000) + "1" + strings.Repeat(")", 3000): "",
	} {
		_, err := compileCondition(source)
		if err == nil {
			t.Errorf("%.60s is let through", source)
			continue
		}
		if got, _ := explain(err, source); !strings.Contains(got, what) {
			t.Errorf("%.60s: %s, want %s", source, got, what)
		}
	}
}

// TestExpressionsReachNothing: there is nothing but what a lesson sees.
func TestExpressionsReachNothing(t *testing.T) {
	for _, source := range []string{
		`now().Unix() > 0`, `date("2020-01-01") != nil`, `duration("1s") != nil`, `env("HOME") != ""`, `$env != nil`, `$env["events"] != nil`,
		`os.Getenv("HOME") != ""`, `fetch("x") != nil`, `repeat("x", 9) != ""`, `toJSON(events) != ""`, `fromJSON("1") == 1`, `reduce(events, 1) == 1`,
		`sortBy(events, .at) != nil`, `groupBy(events, .at) != nil`, `split("a", "b") != nil`, `join(["a"]) != ""`, `sum(1..3) == 6`, `events.Len() > 1`,
		`last.String() == ""`, `state.Next() != nil`, `print("x") == ""`, `keys(state) != nil`, `findLast(events, .at > 1) != nil`, `trim("a", "b") == get(events, 0)`,
	} {
		if _, err := compileCondition(source); err == nil {
			t.Errorf("%s is let through", source)
		}
	}
}

// TestCostlyScene: the dearest expressions that are let through, on the largest scene,
// and none that cannot be answered panics.
func TestCostlyScene(t *testing.T) {
	tape := transcript.New(transcript.Start{})
	long := []byte("MAIL FROM:<" + strings.Repeat("a", 200) + "@example.org>\r\n")
	for range EventLimit + 100 {
		tape.Record(transcript.Entry{Who: transcript.Client, Octets: long, At: transcript.Now})
	}
	s := NewScene(tape, 0, nil)
	s.Follow(tape.Len())
	if n := len(s.events); n > EventLimit {
		t.Errorf("%d events are kept", n)
	}
	if len(s.view(true).Wire.Client) > OctetLimit {
		t.Errorf("%d octets are kept", len(s.client))
	}
	for source, want := range map[string]bool{
		`last.line matches "(a|b)*c$"`:                                                   false,
		`len(map(filter(events, .verb == "MAIL"), upper(.line))) > 50`:                   true,
		`wire.client contains "zzz"`:                                                     false,
		`first(replies("RCPT", "250")).code == 250`:                                      false,
		`events[-20000].code == 0`:                                                       false,
		`len(map(1..200, # * 2)) == 200`:                                                 true,
		strings.TrimSuffix(strings.Repeat(`len(map(events, .code)) > 1 && `, 5), " && "): true,
	} {
		c, err := compileCondition(source)
		if err != nil {
			t.Errorf("%s: %v", source, err)
			continue
		}
		if got := c.Holds(s); got != want {
			t.Errorf("%.60s: %t", source, got)
		}
	}
}

// TestPhraseIsShort: what a server said does not flood a sentence.
func TestPhraseIsShort(t *testing.T) {
	p, _, err := compilePhrase(`it said {{wire.server}}; {{first(events).line}}; {{count(events) + 1}}`)
	if err != nil {
		t.Fatal(err)
	}
	tape := played(t, "S: 220 "+strings.Repeat("x", 400)+"\n")
	s := NewScene(tape, 0, nil)
	s.Follow(tape.Len())
	s.Pass(time.Second)
	if got := p.In(s); len(got) > SaidLimit+30 || !strings.HasSuffix(got, "; ; 3") {
		t.Errorf("%d octets: %s", len(got), got)
	}
}
