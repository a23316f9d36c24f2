// Package loopback is the included server: a whole SMTP server for one made-up
// domain, on a loopback address, over real TCP, so that telnet or a mail library
// can talk to it as well as ehlo does.
//
// Where RFC 5321 gives a server a choice, the server type (the [Persona]) says
// which one is taken; the default takes the strict reading of what a client must
// do and the generous one of what a server must bear. Nothing leaves the machine:
// mail for the local domain is stored in memory, mail for others is refused.
//
// The server types are files, see [ehlo/session/loopback/persona]. The one called modern
// has TLS, a login and the extensions of today's servers, with a certificate and a
// password of its own; lmtp speaks LMTP. The package links no TLS itself:
// [Options].Certify brings it.
//
// A message is stored before it is accepted with 250. No real time ever ends a
// dialogue: the server's idle timeout runs on its own clock, which only
// [Server.Advance] moves on. A server that was opened to other hosts
// ([Options].Public) is the exception, and also hangs up after too many errors.
package loopback
