package hosts

import (
	"net"
	"strconv"
	"strings"
	"time"
)

// A Proof says what came of a server's certificate.
type Proof uint8

// What may have come of a certificate.
const (
	Unknown    Proof = iota // TLS was not begun, or nobody looked
	Unverified              // the server did not prove its name
	Verified                // it did
)

var proofNames = [...]string{"unknown", "unverified", "verified"}

// String returns the proof as the file has it.
func (p Proof) String() string {
	if int(p) < len(proofNames) {
		return proofNames[p]
	}
	return proofNames[Unknown]
}

// A Promise is what is known of a server that has offered STARTTLS.
type Promise struct {
	Day   string // of the last offer, as 2006-01-02, in UTC
	Proof Proof  // of the last handshake
}

// offer is the second word of a line. Another one may come later.
const offer = "STARTTLS"

// nameLimit is more than a host and a port have, in octets (RFC 5321 section
// 4.5.3.1.2).
const nameLimit = 264

// line returns the line of a server in the file.
func line(server string, p Promise) string {
	return server + " " + offer + " " + p.Proof.String() + " " + p.Day + "\n"
}

// parseLine reads a line of the file. One that is not as [line] writes it, or of a
// day behind latest, is none.
func parseLine(text, latest string) (server string, p Promise, ok bool) {
	words := strings.Fields(text)
	if len(words) != 4 || words[1] != offer || !isServer(words[0]) {
		return "", p, false
	}
	proof := -1
	for i, name := range proofNames {
		if words[2] == name {
			proof = i
		}
	}
	if _, err := time.Parse(time.DateOnly, words[3]); err != nil || proof < 0 || words[3] > latest {
		return "", p, false
	}
	return words[0], Promise{Day: words[3], Proof: Proof(proof)}, true
}

// isServer reports whether a name can stand in the file: a host and a port, in one
// word of at most 264 printable octets, and no address of a person.
func isServer(name string) bool {
	host, port, err := net.SplitHostPort(name)
	if _, bad := strconv.ParseUint(port, 10, 16); err != nil || bad != nil || host == "" || host[0] == '#' || len(name) > nameLimit {
		return false
	}
	return strings.IndexFunc(name, func(r rune) bool { return r <= ' ' || r >= 0x7f || r == '@' }) < 0
}

// serverName is what one server has in common however it is written.
func serverName(name string) string {
	host, port, err := net.SplitHostPort(name)
	if err != nil {
		return name
	}
	return net.JoinHostPort(strings.ToLower(strings.TrimSuffix(host, ".")), port)
}
