package lessons

import (
	"strings"
	"testing"

	"ehlo/transcript"
)

// What is meant for LMTP is told of LMTP, though the server does not name it.
func TestAimedAtLMTP(t *testing.T) {
	for target, wants := range map[string][]string{
		"lmtp://mx.example.com": {"`LHLO` and a name", "the hello is `LHLO`", "the hello is `LHLO`"},
		"mx.example.com":        {"`EHLO` and a name", "Say `HELO`", "the hello is `LHLO`"},
	} {
		tape := transcript.New(transcript.Start{Target: target})
		record := func(e transcript.Event) {
			tape.Record(transcript.Entry{Who: e.Who, Fact: e.Fact, Octets: e.Octets, Text: e.Text})
		}
		record(transcript.Event{Who: transcript.Local, Fact: transcript.Connected, Text: "from a to b"})
		for i, e := range []transcript.Event{
			answered("220 mx.example.com ready"), said("EHLO a.example"), answered("500 5.5.1 Unknown command"),
			said("HELO a.example"), answered("500 5.5.1 Unknown command"),
		} {
			record(e)
			if i%2 == 1 {
				continue
			}
			last := tape.Len() - 1
			x := ExplainAt(tape, last, tape.State(last))
			if got := strings.Join(x.Paragraphs, " "); !strings.Contains(got, wants[i/2]) {
				t.Errorf("%s: %s: %s", target, e.Octets, got)
			}
			if local := strings.HasPrefix(target, "lmtp:"); local && x.Next != nextLocalHello {
				t.Errorf("%s: %s: %s", target, e.Octets, x.Next)
			}
		}
	}
}
