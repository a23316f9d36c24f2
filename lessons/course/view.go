package course

// What goals see. Each name here is one that a lesson can write; [Names] lists them.

// view is what the names at the beginning of an expression stand for.
type view struct {
	Events    []*Event                          `expr:"events"`
	Last      Event                             `expr:"last"`
	State     State                             `expr:"state"`
	Wire      Wire                              `expr:"wire"`
	Closed    string                            `expr:"closed"`
	Predicted Predicted                         `expr:"predicted"`
	Said      func(verb string) []*Event        `expr:"said"`
	Replies   func(verb, class string) []*Event `expr:"replies"`
	Box       func(address string) Box          `expr:"box"`
	Silence   func(seconds int) bool            `expr:"silence"`
	Order     func(steps ...string) bool        `expr:"order"`
	Count     func(list []*Event) int           `expr:"count"`
}

// An Event is what a goal sees of one event. Message text that left in one write with its
// end is one event, whose verb is ".".
type Event struct {
	At       int      `expr:"at"`       // counted from the beginning of the step
	Who      string   `expr:"who"`      // "client", "server" or "local"
	Verb     string   `expr:"verb"`     // in upper case; of a reply: what it answers; see [Names]
	Line     string   `expr:"line"`     // of a client: without its end
	Argument string   `expr:"argument"` // of a command: what follows the verb
	Path     string   `expr:"path"`     // of MAIL and RCPT: the mailbox, "" for <>
	Fault    string   `expr:"fault"`    // the first of faults, "" if there is none
	Faults   []string `expr:"faults"`   // names of [smtp.Kind]
	Code     int      `expr:"code"`     // of a reply
	Enhanced string   `expr:"enhanced"` // of a reply: "5.1.1"
	Text     string   `expr:"text"`     // of a reply: without codes, its lines joined by LF
	Lines    int      `expr:"lines"`    // of a reply
	Fact     string   `expr:"fact"`     // of a local one: "connected", "secured", "closed", …
}

// A State is what a goal sees of where the dialogue stands.
type State struct {
	Phase     string   `expr:"phase"`     // see [smtp.Phase]
	Hello     string   `expr:"hello"`     // "EHLO", "HELO", "LHLO" or ""
	HelloName string   `expr:"helloName"` // what the client called itself
	Offers    []string `expr:"offers"`    // keywords of the last list, in upper case
	Open      bool     `expr:"open"`      // a mail transaction is
	Sender    string   `expr:"sender"`    // its mailbox
	Accepted  int      `expr:"accepted"`  // recipients of it
	Refused   int      `expr:"refused"`   // recipients of it
	TLS       bool     `expr:"tls"`
	Login     bool     `expr:"login"`
	InText    bool     `expr:"inText"` // the next line is message text
}

// A Wire is what crossed it since the step began, at most [OctetLimit] octets of either
// side, the latest.
type Wire struct {
	Client string `expr:"client"`
	Server string `expr:"server"`
}

// A Box is what came into a mailbox since the step began.
type Box struct {
	N       int     `expr:"n"`
	Last    *Mail   `expr:"last"`    // empty if there is none
	Letters []*Mail `expr:"letters"` // the latest, at most [LetterLimit] and [OctetLimit]
}

// A Mail is one copy of a message, at most [OctetLimit] octets of it, the first.
type Mail struct {
	From   string                   `expr:"from"` // the reverse-path without its brackets
	Body   string                   `expr:"body"`
	Octets string                   `expr:"octets"` // with the trace fields
	Header func(name string) string `expr:"header"` // the value of a field, "" if there is none
}

// Predicted tells how the student did in this step with the replies that were asked
// for.
type Predicted struct {
	N     int    `expr:"n"`     // how many were asked for and not passed over
	Right int    `expr:"right"` // how many of them were
	Last  string `expr:"last"`  // "2" to "5", "0" for nothing, "c" for closing; "" if none was
}

// Names lists what an expression may begin with, each with what it is.
func Names() [][2]string {
	return [][2]string{
		{"events", "the events since the step began, without a QUIT that ehlo says by itself"},
		{"last", "what the client said last"},
		{`said("MAIL")`, "what the client said with that verb; \"text\" is message text, \".\" what ends it, \"answer\" an answer to 334, \"chunk\" octets behind BDAT, \"\" a word that is no verb. Text that a program sends in one write with its end is one event, \".\"; wire.client has it however it came"},
		{`replies("RCPT", "25x")`, "the replies to that verb with such a code; \"greeting\" and \".\" are verbs here; \"250|251\" is either"},
		{`order("EHLO 5xx", "HELO 250")`, "whether such replies came in that order, whatever came between"},
		{"count(list)", "how many there are"},
		{"state", "where the dialogue stands: phase hello helloName offers open sender accepted refused tls login inText; of the offers their keywords, as in \"SIZE\" in state.offers: what stands behind one is in replies(\"EHLO\", \"250\")[-1].text"},
		{"wire.client, wire.server", "the octets since the step began"},
		{`box("carol@example.com")`, "what came into a mailbox since the step began: n, last and letters, each with from body octets header(name)"},
		{"closed", `who closed the connection: "server", "client" or ""`},
		{"silence(5)", "whether the server has said nothing for so many seconds since the client's last octet"},
		{"predicted", "the predictions of this step: n right last"},
	}
}
