// Package line is the line-by-line front end: what the full screen shows, as
// plain lines that are never drawn over, for pipes, screen readers and terminals
// that cannot move a cursor. It drives the same [desk.Desk] as the full screen.
//
// A pipe is taken as the wire: each line is sent as it stands, behind the reply
// to the one before it, with CRLF as its end. Message text leaves only behind a
// 354 (RFC 5321 section 3.3); without it the lines up to the single dot are
// skipped and counted. A person at a terminal is prompted and may use colon
// commands.
//
// Every foreign octet is printed through [smtp.Printable], but in JSON, where it
// is escaped.
package line
