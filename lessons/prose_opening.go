package lessons

// openingSayings are about the greeting, the hello and the goodbye.
var openingSayings = []saying{
	{theConnection, 220, "", "", "The server spoke first: it is ready and gives its name. Now say who you are: `EHLO` and a name for your computer.", "RFC 5321 §3.1"},
	{theConnection, 554, "", "", "The server answers but takes no mail on this connection. Only QUIT is useful; anything else should get 503.", "RFC 5321 §3.1"},
	{theConnection, 521, "", "", "521 says: this host takes no mail, from anyone. Some servers say it to clients they don't want. Asking again won't help.", "RFC 7504 §3"},
	{theConnection, 4, "", "", "The server answers, but not now. What it gives as the reason is its text. Connect again later, or try the domain's next `MX` host.", "RFC 5321 §3.8"},
	{theConnection, 5, "", "", "Refused before a word was said. RFC 5321 names 554 for this; the 5 alone counts. Only QUIT is useful.", "RFC 5321 §3.1"},
	{theConnection, 2, "", "mixed", "The greeting had begun when something was said, and the answer to that ran into it. Wait for the whole greeting; `:reconnect` makes sure.", "RFC 5321 §4.3.1"},
	{theConnection, 2, "", "", "A greeting, though RFC 5321 greets with 220. The 2 alone counts: the server is ready. Say who you are.", "RFC 5321 §3.1"},
	{theConnection, 3, "", "", "The server spoke first, with a code that greets nobody: 3 asks for more of a command, and none was sent.", "RFC 5321 §4.2.1"},

	{nobody, 421, "", "", "The server is closing, and nobody asked. What was not accepted yet is still yours: connect again later.", "RFC 5321 §3.8"},
	{theDot, 421, "", "lmtp", "Not now, for {path}: the server is closing. For this recipient the message is still yours; connect again later.", "RFC 5321 §3.8"},
	{theDot, 421, "", "", "Not now: the server is closing. It must not deliver this copy; the message is still yours, connect again later and send it.", "RFC 5321 §3.8"},
	{"EHLO", 421, "7.1", "tls", "The server is closing, over who may come in; its text says what it misses. Where that is a certificate of yours (the client's), `--cert FILE` and `--key FILE` name one.", "RFC 3463 §3.8"},
	{"", 421, "", "", "The server is closing, and it need not be about your last command. What was not accepted yet is still yours: connect again later.", "RFC 5321 §3.8"},

	{"", 503, "", "shut", "The greeting refused this connection, so only QUIT is left. 503 is the answer RFC 5321 asks for.", "RFC 5321 §3.1"},

	{"EHLO", 250, "", "bare", "Welcome, and nothing more: the server knows EHLO but lists no extension. Only the basics are in force. MAIL begins a message.", "RFC 5321 §4.1.1.1"},
	{"EHLO", 250, "", "again", "Welcome again, with a new list. A second hello also drops the open transaction, as RSET does.", "RFC 5321 §4.1.4"},
	{"EHLO", 250, "", "", "Welcome, and a list of what this server can do: each line after the first is an offer to use or ignore. MAIL begins a message.", "RFC 5321 §4.1.1.1"},
	{"EHLO", 500, "", "", "The server doesn't know EHLO. Say `HELO` and your name instead; a server that speaks LMTP takes `LHLO`.", "RFC 5321 §3.2"},
	{"EHLO", 502, "", "", "The server doesn't do EHLO. Say `HELO` and your name instead: then no extension is in force.", "RFC 5321 §3.2"},
	{"EHLO", 501, "", "", "The server couldn't read the name behind EHLO. The rule: a full host name, or your address in square brackets, `[192.0.2.1]`.", "RFC 5321 §4.1.1.1"},
	{"EHLO", 504, "", "", "The server wants another kind of name. Many say so to a name without a dot. A full host name or `[192.0.2.1]` fits the rule.", "RFC 5321 §2.3.5"},
	{"EHLO", 503, "", "", "Wrong moment, by this server's count. RFC 5321 lets EHLO be said again later in a session. Nothing is lost.", "RFC 5321 §4.1.4"},
	{"EHLO", 550, "", "", "Refused by this server's own rules; its text is its reason. The session stays as it was before.", "RFC 5321 §4.1.4"},
	{"EHLO", 5, "", "", "Refused. The session stays as it was before this EHLO; you may say another.", "RFC 5321 §4.1.4"},

	{"HELO", 250, "", "again", "Welcome, without extras: no extension is in force now, and what was open is dropped.", "RFC 5321 §3.2"},
	{"HELO", 250, "", "", "Welcome, without extras: HELO asks for no list, so no extension is in force now. MAIL begins a message.", "RFC 5321 §3.2"},
	{"HELO", 501, "", "", "The server couldn't read the name behind HELO. The rule: a full host name; an address in brackets belongs to EHLO.", "RFC 5321 §4.1.1.1"},
	{"HELO", 504, "", "", "The server wants another kind of name. Many say so to a name without a dot; a full host name fits the rule.", "RFC 5321 §2.3.5"},
	{"HELO", 550, "", "", "Refused by this server's own rules; its text is its reason. The session stays as it was before.", "RFC 5321 §4.1.4"},
	{"HELO", 500, "", "", "The server says it doesn't know HELO. An LMTP server says so on purpose: there the hello is `LHLO`.", "RFC 2033 §4.1"},
	{"HELO", 5, "", "", "Refused. The session stays as it was before this HELO.", "RFC 5321 §4.1.4"},

	{"LHLO", 250, "", "", "Welcome to LMTP, with a list of offers. After the final dot comes one reply for each accepted recipient.", "RFC 2033 §4.2"},
	{"LHLO", 500, "", "", "This server doesn't know LHLO: it speaks SMTP, not LMTP. Say `EHLO`.", "RFC 2033 §4.1"},
	{"LHLO", 502, "", "", "This server doesn't do LHLO: it speaks SMTP, not LMTP. Say `EHLO`.", "RFC 2033 §4.1"},
	{"LHLO", 5, "", "", "Refused. The session stays as it was before this LHLO.", "RFC 2033 §4.1"},

	{"QUIT", 221, "", "", "Goodbye said properly. Without QUIT a server can't tell leaving from a crash.", "RFC 5321 §4.1.1.10"},
	{"QUIT", 2, "", "", "A goodbye, though RFC 5321 asks for 221 here. The 2 alone counts: the server closes.", "RFC 5321 §4.1.1.10"},
	{"QUIT", 501, "", "", "QUIT takes no argument. You are still connected.", "RFC 5321 §4.1.1.10"},

	{noVerb, 221, "", "header", "A header field, typed where commands go; some servers hang up on it. It belongs in the text: MAIL, RCPT, DATA, and after 354 the header.", "RFC 5321 §3.8"},
	{noVerb, 221, "", "", "The server says goodbye without a QUIT. Some do that to lines that look like another protocol.", "RFC 5321 §3.8"},
	{"", 221, "", "", "The server says goodbye, though nobody said QUIT. It closes now; what was not accepted is still yours.", "RFC 5321 §3.8"},

	{"RSET", 250, "", "open", "The transaction is dropped: no sender, no recipients. The hello stays, and so do TLS and login.", "RFC 5321 §4.1.1.5"},
	{"RSET", 250, "", "", "Done. Nothing was open, so nothing changed: RSET may come at any time.", "RFC 5321 §4.1.1.5"},
	{"RSET", 501, "", "", "RSET takes no argument. Nothing changed.", "RFC 5321 §4.1.1.5"},
	{"NOOP", 250, "", "open", "Still here. NOOP asks for an answer and does nothing else: your transaction is untouched.", "RFC 5321 §4.1.1.9"},
	{"NOOP", 250, "", "", "Still here. NOOP asks for an answer and does nothing else.", "RFC 5321 §4.1.1.9"},
	{"NOOP", 501, "", "", "The server dislikes what follows NOOP. RFC 5321 asks it to ignore that. Nothing changed.", "RFC 5321 §4.1.1.9"},
	{"NOOP", 500, "", "long", "The line was longer than this server takes. You are still connected, and nothing changed.", "RFC 5321 §4.5.3.1.4"},
	{"NOOP", 500, "", "", "The server didn't take this NOOP. RFC 5321 lets NOOP come at any time. Nothing changed.", "RFC 5321 §4.1.1.9"},
}
