package desk

// LanesOf are the three forms of one piece of message text: as typed, as it
// crosses the wire, and as the server keeps it (RFC 5321 section 4.5.2).
type LanesOf struct {
	Typed  []byte // less the dots that ehlo added
	Wire   []byte
	Kept   []byte // less the dots that transparency added; of the end nothing
	Stored bool   // Kept is what the included server stored, not what a server would
	Ends   bool   // it ends the message
}
