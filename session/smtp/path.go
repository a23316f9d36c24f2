package smtp

// A Path is a reverse-path or a forward-path (RFC 5321 section 4.1.2). The zero
// value is the null path "<>", where bounces of bounces must not go.
type Path struct {
	Route  []string // source route, ignored by every server (appendix C)
	Local  string   // local-part as written, with its quotes
	Domain string   // domain or address literal as written; "" for <Postmaster>
}
