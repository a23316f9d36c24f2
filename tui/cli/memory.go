package cli

import (
	"fmt"

	"ehlo/session/hosts"
	"ehlo/transcript"
)

// remember opens what is known of servers, before the first connection. Who wants no
// journal leaves no trace here either: it is forgotten at the end, then.
func (o *options) remember() {
	path := hostsFile()
	if o.journal == transcript.Off.String() {
		path = ""
	}
	o.memory = hosts.Open(path)
}

// protection says on the error output, at the end of a dialogue that nobody led by
// hand, what its lines show in passing: how far it was protected.
func (p *program) protection(tape *transcript.Transcript) {
	unverified, stripped := false, ""
	for i := range tape.Len() {
		e := tape.At(i)
		unverified = unverified || e.Unverified()
		if when, ok := e.Stripped(); ok {
			stripped = when
		}
	}
	if unverified {
		fmt.Fprintln(p.err, "ehlo: unverified: the connection was encrypted, and the server did not prove who it is")
	}
	if stripped != "" {
		fmt.Fprintf(p.err, "ehlo: STARTTLS was offered here on %s, and is missing now: somebody between may have cut it\n", shown(stripped))
		fmt.Fprintln(p.err, "hint: --tls require gives nothing away in plain text; if the server was changed, take its line out of "+shown(hostsFile()))
	}
}
