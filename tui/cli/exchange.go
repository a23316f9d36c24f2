package cli

import (
	"encoding/json"
	"io"
	"slices"
	"strings"

	"ehlo/lessons"
	"ehlo/session/smtp"
	"ehlo/transcript"
)

// An exchange is one object of ehlo explain --json: what was said, and what that
// means. One command and its reply are an exchange; so are the lines of a message
// text with the reply to its end, the greeting, a command without a reply, a reply
// without a command, and one local fact. They come in the order in which they
// begin, one a line.
//
//	{"said":[{"event":5,"line":9,"who":"client","octets":"RCPT TO: <zoe@example.com>\\x0d\\x0a",
//	          "faults":[{"name":"SpaceAfterColon","from":8,"to":9,"section":"RFC 5321 §3.3"}],
//	          "findings":[{"id":"D3.1","severity":"not-legal","says":"…","section":"RFC 5321 §3.3","from":8,"to":9}]},
//	         {"event":6,"line":10,"who":"server","octets":"250 2.1.5 Ok\\x0d\\x0a"}],
//	 "title":"RCPT: name one recipient","ruling":"accepted, but against the RFC",
//	 "verdict":"accepted, but against the RFC","breach":"RFC 5321 §3.3",
//	 "means":["…"],"section":"RFC 5321 §3.3"}
//
// What is empty is left out.
type exchange struct {
	Said    []utterance `json:"said"`
	Title   string      `json:"title,omitempty"`
	Ruling  string      `json:"ruling,omitempty"`  // "refused for now", "go on"
	Verdict string      `json:"verdict,omitempty"` // one of the four, see lessons.Verdict
	Breach  string      `json:"breach,omitempty"`  // the section that is broken
	Means   []string    `json:"means,omitempty"`   // paragraphs
	Section string      `json:"section,omitempty"` // the best section to read
	Server  []remark    `json:"server,omitempty"`  // what there is to say of the server's reply
}

// An utterance is one event of an exchange.
type utterance struct {
	Event    int       `json:"event"`            // its number in the transcript, counted from 0
	Line     int       `json:"line,omitempty"`   // of the file, counted from 1, for a session in a form made for people
	Who      string    `json:"who"`              // "client", "server", "local"
	Fact     string    `json:"fact,omitempty"`   // for local
	Text     string    `json:"text,omitempty"`   // for local, printable
	Octets   string    `json:"octets,omitempty"` // printable, as smtp.Printable has it; a backslash is doubled
	Cut      bool      `json:"cut,omitempty"`    // a secret was cut out of the octets
	Faults   []fault   `json:"faults,omitempty"`
	Findings []finding `json:"findings,omitempty"`
	Doubtful []string  `json:"doubtful,omitempty"` // why it may be something else
}

// A fault is one breach of the rules in an utterance: where in its octets, before
// they were made printable.
type fault struct {
	Name    string `json:"name"`
	From    int    `json:"from"`
	To      int    `json:"to"`
	Section string `json:"section,omitempty"`
}

// A finding is one rule that an utterance gives reason to speak of, see
// lessons.Find. It is about the whole if from and to are the same.
type finding struct {
	ID       string `json:"id"`       // "D3.1", or a name
	Severity string `json:"severity"` // "note", "not-legal", "error", "server-fault"
	Says     string `json:"says"`
	Section  string `json:"section"`
	From     int    `json:"from"`
	To       int    `json:"to"`
}

// A remark is one thing to say of a reply, or of how the server closed.
type remark struct {
	ID       string `json:"id"`       // of the rule: "D9.4", "postmaster"
	Severity string `json:"severity"` // "note", "server-fault"
	Says     string `json:"says"`
	Section  string `json:"section"`
	Fault    bool   `json:"fault"` // a MUST or MUST NOT is broken; else no more than a note
}

// writeExchanges writes a session as exchanges.
func writeExchanges(w io.Writer, book *transcript.Book) error {
	c := collector{teller: newTeller(book), tape: book.Transcript(), lines: map[int]int{}, open: map[int]int{}}
	for _, l := range book.Lines {
		if c.lines[l.Event] == 0 {
			c.lines[l.Event] = l.Number
		}
	}
	c.collect()
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	for _, x := range c.list {
		if err := encoder.Encode(x); err != nil {
			return err
		}
	}
	return nil
}

// A collector puts the events of a session together as exchanges.
type collector struct {
	teller
	tape  *transcript.Transcript
	lines map[int]int // the line of each event
	list  []*exchange
	open  map[int]int // the exchange of each event of the client that awaits a reply
	text  *exchange   // message text, or a chunk, that is not complete
}

func (c *collector) collect() {
	state, said := c.tape.State(0), false
	for i := range c.tape.Len() {
		e := c.tape.At(i)
		x := c.meaning(i, state, said)
		said = said || e.Who == transcript.Client
		switch e.Who {
		case transcript.Client:
			c.client(i, e, x, state)
		case transcript.Server:
			c.server(i, e, x, state)
		default:
			end := c.begin(c.utterance(i, e, x, state))
			end.explained(x)
			end.remarked(c.remarks(i))
		}
		state = e.After(state)
	}
}

// begin adds an exchange.
func (c *collector) begin(u utterance) *exchange {
	x := &exchange{Said: []utterance{u}}
	c.list = append(c.list, x)
	return x
}

func (c *collector) client(i int, e transcript.Event, x lessons.Explanation, before smtp.State) {
	u := c.utterance(i, e, x, before)
	text := before.Reading() == smtp.AsText || before.Reading() == smtp.AsChunk
	switch {
	case text && c.text != nil:
		c.text.Said = append(c.text.Said, u)
	default:
		c.begin(u).explained(x)
		c.text = nil
		if text || e.After(before).Reading() == smtp.AsChunk {
			c.text = c.list[len(c.list)-1]
		}
	}
	if c.tape.Answer(i) >= 0 {
		c.open[i] = len(c.list) - 1
		if c.text != nil {
			c.open[i] = slices.Index(c.list, c.text)
		}
	}
	if text && e.After(before).Reading() != before.Reading() {
		c.text = nil
	}
}

func (c *collector) server(i int, e transcript.Event, x lessons.Explanation, before smtp.State) {
	u := c.utterance(i, e, x, before)
	at, asked := c.open[c.tape.Question(i)]
	if !asked {
		c.begin(u)
		at = len(c.list) - 1
	} else {
		c.list[at].Said = append(c.list[at].Said, u)
	}
	c.list[at].explained(x)
	if x.Ruling != "" {
		c.list[at].remarked(c.remarks(i))
	}
}

// remarked adds what there is to say of the server.
func (x *exchange) remarked(remarks []lessons.Remark) {
	for _, r := range remarks {
		x.Server = append(x.Server, remark{r.Rule.ID, r.Rule.Severity.String(), r.Say, r.Section, r.Fault})
	}
}

// explained takes over what an explanation says.
func (x *exchange) explained(e lessons.Explanation) {
	x.Title, x.Ruling, x.Verdict, x.Breach = e.Title, e.Ruling, e.Verdict.String(), e.Breach
	x.Means, x.Section = e.Paragraphs, e.Section
}

func (c *collector) utterance(i int, e transcript.Event, x lessons.Explanation, before smtp.State) utterance {
	u := utterance{
		Event: i, Line: c.lines[i], Who: e.Who.String(), Fact: e.Fact.String(), Text: shown(e.Text),
		Octets: shown(string(e.Octets)), Cut: e.Flags&transcript.Secret != 0, Doubtful: c.book.Doubts(i),
	}
	for _, f := range x.Faults {
		_, _, section := lessons.SayFault(f.Kind)
		u.Faults = append(u.Faults, fault{f.Kind.String(), f.Span.From, f.Span.To, section})
	}
	for _, f := range c.findings(i, before) {
		says := strings.TrimSpace(f.Say + " " + f.Remedy)
		u.Findings = append(u.Findings, finding{f.Rule.ID, f.Rule.Severity.String(), says, f.Rule.Section, f.Span.From, f.Span.To})
	}
	return u
}
