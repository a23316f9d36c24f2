package lessons

// A deed is what a client's command does, told to who sends it.
type deed struct {
	verb    string
	say     string
	section string
}

// deeds are told of the command alone, before its reply is known.
var deeds = []deed{
	{"EHLO", "You say who you are, {arg}, and ask what the server can do beyond the basics.", "RFC 5321 §4.1.1.1"},
	{"HELO", "You say who you are, {arg}, and ask for no list: no extension will be in force.", "RFC 5321 §4.1.1.1"},
	{"LHLO", "You say who you are, {arg}, in LMTP: the protocol of the last step, to the mailboxes.", "RFC 2033 §4.1"},
	{"MAIL", "You ask to open a mail transaction, with {path} as the reverse-path (where bounces go).", "RFC 5321 §4.1.1.2"},
	{"RCPT", "You name one recipient, {path}. This decides who gets it, not a `To:` in the text.", "RFC 5321 §4.1.1.3"},
	{"DATA", "You ask to send the text. Expect 354; send none of it before.", "RFC 5321 §4.1.1.4"},
	{"BDAT", "You announce a chunk, {arg}: so many octets follow at once, with no dot and no doubling.", "RFC 3030 §2"},
	{"BURL", "You ask the server to fetch a piece of the text from an IMAP server by itself.", "RFC 4468 §3.2"},
	{"RSET", "You ask to drop the open transaction. Hello, TLS and login stay.", "RFC 5321 §4.1.1.5"},
	{"VRFY", "You ask whether {arg} is somebody here. The transaction isn't touched.", "RFC 5321 §4.1.1.6"},
	{"EXPN", "You ask who is on the list {arg}. The transaction isn't touched.", "RFC 5321 §4.1.1.7"},
	{"HELP", "You ask for text to read. The transaction isn't touched.", "RFC 5321 §4.1.1.8"},
	{"NOOP", "You ask for an answer and nothing else. The transaction isn't touched.", "RFC 5321 §4.1.1.9"},
	{"QUIT", "You ask to end the session. Expect 221, then the server closes; an open transaction is dropped.", "RFC 5321 §4.1.1.10"},
	{"AUTH", "You log in with the mechanism {arg}. Expect 334 (go on) or 235 (logged in).", "RFC 4954 §4"},
	{"STARTTLS", "You ask to switch this connection to TLS. Expect 220, then send nothing but the handshake.", "RFC 3207 §4"},
	{"ETRN", "You ask the server to send the mail it holds for {arg}, on a connection of its own.", "RFC 1985 §5"},
	{"ATRN", "You ask to turn around and get the mail held for {arg} on this connection.", "RFC 2645 §5.2.1"},
	{"TURN", "You ask to change roles on this connection. RFC 5321 withdrew it; expect 502.", "RFC 5321 §F.1"},
	{"SEND", "You ask for delivery to a terminal. RFC 5321 withdrew it; expect 502.", "RFC 5321 §F.6"},
	{"SOML", "You ask for delivery to a terminal or a mailbox. RFC 5321 withdrew it; expect 502.", "RFC 5321 §F.6"},
	{"SAML", "You ask for delivery to a terminal and a mailbox. RFC 5321 withdrew it; expect 502.", "RFC 5321 §F.6"},
	{"XCLIENT", "You ask to be taken for another client. Only servers that trust you allow it.", "RFC 5321 §4.1.5"},
	{"XFORWARD", "You tell whom this mail first came from, for the server's log.", "RFC 5321 §4.1.5"},
}

// deedOf returns the deed of a verb; the zero deed for a verb that has none.
func deedOf(verb string) deed {
	for _, d := range deeds {
		if d.verb == verb {
			return d
		}
	}
	return deed{}
}
