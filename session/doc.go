// Package session is one live conversation with an SMTP server: what to connect
// to, what goes out, what comes back, and when.
//
// A [Session] has one reader, a goroutine that runs from connect to close. It
// records what it reads in a [transcript.Transcript] and wakes whoever waits.
// [Session.Send] records what is said and writes it at once; it never reads a
// reply. Whoever needs the reply waits with [Session.Settled], and may stop
// waiting: the reply is still owed, and is paired with its own command when it
// comes.
//
// Where the dialogue stands is known from the transcript alone. The session keeps
// no protocol state of its own; it asks the [smtp.State] that the events make.
//
// A refusal by the server is a reply, not an error. There are two kinds of error
// once the connection stands: [transcript.GoneError], and
// [transcript.ProtocolError] for a server that breaks the rules so badly that
// reading on makes no sense.
package session
