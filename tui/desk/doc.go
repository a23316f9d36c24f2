// Package desk is one conversation from the person's side: its transcript, the
// session if one is open, colon commands, message mode, stuffing, what waits for
// an answer, what was typed before, and reconnecting. It knows nothing of
// drawing, keys or Bubble Tea; the full screen and the line mode drive the same
// desk and therefore behave alike.
//
// A front end calls one method for each thing the person does ([Desk.Enter],
// [Desk.Paste], [Desk.Stop], …) and [Desk.Grew] whenever [Desk.Wake] has fired.
// Each returns a [Shown]: what is new since the call before. Everything else is
// asked for when it is drawn: [Desk.Tape], [Desk.State], [Desk.Mode],
// [Desk.Status].
//
// No method waits for the network or for a file. What takes time runs in a
// goroutine of the desk; its outcome is taken in by the next call, and
// [Desk.Wake] says when there is one. All methods but Wake are for one goroutine.
//
// What a desk says itself (a [Notice], the words of a [Question]) is sanitised
// and is printed as it stands. Octets of the transcript are not: they go through
// [smtp.Printable].
package desk
