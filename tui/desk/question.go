package desk

// An About says what a question is about.
type About uint8

// What is asked, because it cannot be taken back.
const (
	AboutMessage About = iota // the first message to a host outside this computer
	AboutSecret               // a secret on a connection that is not protected
	AboutHeader               // a header field where the foreign server expects a command
	AboutControl              // control octets in a paste
	AboutDot                  // a pasted line that is one dot
)

// A Question waits for y or n. Its words are sanitised and hold no secret.
type Question struct {
	About About
	Words string // ends in a question mark
	Yes   string // what y does
	No    string // what n, Esc and Ctrl+C do
}
