// Package transcript is the record of SMTP sessions: an append-only list of
// events, and the only place where it is written down what happened.
//
// Everything else reads it. The state of the dialogue before any event is a fold
// over the events before it ([Transcript.State]), so that a saved, imported or
// replayed session is understood exactly as a live one.
//
// # Secrets
//
// Octets are kept as they crossed the wire, except secrets. [Transcript.Record]
// cuts them before it stores, journals or shows anything: those that the language
// names (smtp.State.Secret: what answers an AUTH) and those that ehlo was given
// ([Transcript.Conceal]). Event.Mark tells where; the length is not kept.
//
// # Writing and reading
//
// Events are recorded from any goroutine, one at a time. Reading takes no lock:
// [Transcript.Len] is a snapshot, and events below it never change nor move.
//
// # Files
//
// A [Journal] is written while the session runs, one write a frame, so that a
// crash loses nothing that was shown. JSON lines ([WriteJSON], [ReadJSON]) are
// the lossless form for other programs; .ehlo scripts ([WriteScript],
// [ParseScript]) are the form for people. [Open] reads all three. What others have
// written down, books, swaks or a terminal, [ReadBook] reads; [Import] reads all.
//
// Nothing here opens a socket, starts a program or draws.
package transcript
