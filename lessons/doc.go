// Package lessons knows what SMTP means. It turns an event of a session, seen
// with the state before it, into words for a person: what happened, why, and
// what to do next, always with the section of the RFC that says so.
//
//   - [Explain] speaks of one event: a reply, a command line, a line of message
//     text, a fact about the connection. [Card] says more about it, [Speak] says
//     it in one line.
//   - [Advise] speaks of a line that is still being typed. It states the rule and
//     never what this server will do.
//   - [Where] tells where a dialogue stands, on its [Map], what may come now and whose
//     message it is.
//   - [Rules] are all the rules that any of these speak by, each with its words, its
//     section and a dialogue on either side; [Find] names those that an event meets,
//     [SayFault] has the words for every fault that package smtp detects.
//   - [Servers] knows what Postfix, Exim, sendmail and smtp-sink were recorded to
//     answer in the same situation, [ServerTable] has all of it.
//   - [Look] finds verbs, reply codes, enhanced codes, keywords, mechanisms,
//     limits and ports in the reference.
//
// All of it is made from values: nothing here opens a connection, starts a
// goroutine, reads a clock or draws. Octets that came from elsewhere stand in
// the words only as [smtp.Printable] wrote them.
//
// Prose is plain text that wraps at [Width] columns.
package lessons
