package lessons

// A Verdict judges what was asked and what was answered, by the rules and not
// by this server. The zero value is no verdict: nothing was asked, nothing came,
// or what would decide was not seen.
type Verdict uint8

// The four verdicts of a command and its reply.
const (
	NoVerdict     Verdict = iota
	Accepted              // the server did it, or says go on
	Refused               // the server did not, for now or for good
	AcceptedWrong         // accepted, but the client's line is against the RFC
	RefusedRight          // refused, though the RFC asks the server to take it
)

var verdictNames = [...]string{"", "accepted", "refused", "accepted, but against the RFC", "refused, though the RFC asks for it"}

// String returns the verdict in words, "" for [NoVerdict].
func (v Verdict) String() string { return verdictNames[v] }
