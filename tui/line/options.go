package line

import (
	"io"
	"os"

	"ehlo/tui/desk"
)

// Options say where lines come from and how the dialogue is told.
type Options struct {
	In        io.Reader
	Out       io.Writer        // the dialogue
	Err       io.Writer        // what ehlo itself says, and prompts
	Person    bool             // a person types at a terminal: prompts, colon commands, questions
	Commands  bool             // a line of a pipe may be one of ehlo's commands
	Yes       bool             // answers every question about a piped line with y
	JSON      bool             // events as JSON lines, see transcript.WriteJSON
	Quiet     bool             // the bare dialogue, "C: " and "S: "
	Interrupt <-chan os.Signal // what asks to stop; nil for nothing
	Echo      func(on bool)    // whether the terminal shows what a person types; nil: it can't be helped
	Width     func() int       // columns that longer texts are set in, asked each time; nil: 72
}

// A Result is what came of a conversation. Its zero value is a conversation in
// which nothing went wrong, but that never had a connection.
type Result struct {
	Connected   bool           // a connection stood at least once
	Refused     int            // replies of 4yz and 5yz, but for one to the QUIT that ehlo said itself
	Skipped     int            // lines of text that were not sent, because DATA got no 354
	Unfinished  bool           // the input ended inside a message; nobody got it
	Chunked     bool           // that message was being sent with BDAT
	Withheld    *desk.Question // what was not sent, because nobody had said y to it; nil for nothing
	Lost        bool           // the connection was gone, or a reply did not come in time
	Broken      bool           // the server broke the protocol: no reply code, a reply beyond the bound, one that says neither yes nor no
	NoTLS       bool           // no TLS came about, the certificate did not verify where it must, or a line needed TLS
	NoLogin     bool           // a login was refused, and none succeeded behind it
	Breaches    int            // verdicts against the RFC, of either side
	Failed      int            // commands of ehlo's that were refused or failed
	Interrupted bool
	Err         error // reading the input or writing the output failed
}
