// Package smtp is the language of SMTP as values and pure functions: commands,
// paths, replies, enhanced status codes, transparency (dot-stuffing), the state
// of a dialogue, and the one sanitiser of foreign octets.
//
// Nothing here opens a socket, reads a clock or starts a goroutine. The same
// parser serves what a person types, what the included server receives and what
// a saved session holds, so all of them are judged alike.
//
// Nothing here fails on odd input either. A command line is returned as
// understood, with [Fault] values that name what is odd and where; a reply is
// returned as it came, likewise. Whether a fault is refused is the server's
// decision, and what to say about it is the teacher's.
//
// Sections are those of RFC 5321 unless another RFC is named.
package smtp
