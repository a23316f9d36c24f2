package smtp

// Bounds of what ehlo holds of a reply, in octets.
const (
	ReplyLineLimit     = 512    // longer lines are flagged (RFC 5321 section 4.5.3.1.5)
	ChallengeLineLimit = 12288  // the same for a 334 (RFC 4954 section 4)
	ReplyLineCut       = 16384  // longer lines are cut
	ReplyCutLimit      = 100000 // longer replies are cut
)

// An Enhanced is an enhanced mail system status code (RFC 3463 section 2).
// The zero value means that there is none.
type Enhanced struct{ Class, Subject, Detail uint16 }

// A ReplyLine is one line of a reply.
type ReplyLine struct {
	Code     int // 0 when the line has none
	Last     bool
	Enhanced Enhanced
	Text     []byte // behind code, separator and enhanced code; no line end
	Span     Span   // the whole line with its end, within Reply.Octets
}

// A Reply is one complete reply, or what there was of it when Cut is set. The
// octets are a view into the caller's buffer.
type Reply struct {
	Code     int      // of the last line that has one; 0 when none has
	Enhanced Enhanced // of the last line that has one
	Octets   []byte   // as they came, all lines with their ends
	Count    int      // number of lines
	Marks    Marks    // which faults there are, as a set
}

// Marks is a set of reply faults, cheap enough to compute for every reply;
// Reply.Faults gives them with their spans.
type Marks uint16
