// Package hosts remembers, from one run of the program to the next, which servers
// have offered STARTTLS, so that one which offers it no more is told: somebody in
// between can take the line out of the list (RFC 3207 section 6).
//
// It keeps one text file, one server a line, sorted, so that it can be read, compared
// and edited:
//
//	mail.example.org:25 STARTTLS verified 2026-11-20
//
// Behind the name and the port stand what was offered, what came of the certificate
// ("verified", "unverified", or "unknown" where TLS was not begun) and the day, in
// UTC. A server that never offered STARTTLS has no line. No address of a person and
// no secret is in it.
package hosts
