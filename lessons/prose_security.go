package lessons

// tlsFirst is about AUTH where the list has STARTTLS and no AUTH.
const tlsFirst = "The server's list has no AUTH, and it has STARTTLS: many servers list AUTH only inside TLS. `STARTTLS`, then `EHLO` again."

// securitySayings are about TLS, login, and what a proxy may tell.
var securitySayings = []saying{
	{"STARTTLS", 220, "", "", "Go on with TLS: the handshake begins at once. After it both sides forget what was said; say EHLO again.", "RFC 3207 §4.2"},
	{"STARTTLS", 4, "", "tls", "TLS is already in force; it can't be started twice.", "RFC 3207 §4.2"},
	{"STARTTLS", 5, "", "tls", "TLS is already in force; it can't be started twice.", "RFC 3207 §4.2"},
	{"STARTTLS", 454, "3.3", "", "Not now: the server can't do TLS at the moment. Going on means plain text; waiting is the safe choice.", "RFC 3207 §4"},
	{"STARTTLS", 454, "", "", "Not now: the server can't do TLS at the moment. Going on means plain text; waiting is the safe choice.", "RFC 3207 §4"},
	{"STARTTLS", 501, "", "", "STARTTLS takes no argument. The connection is still plain.", "RFC 3207 §4"},
	{"STARTTLS", 503, "", "", "Wrong moment, says the server. The connection is still plain.", "RFC 5321 §4.1.4"},
	{"STARTTLS", 4, "", "", "Not now. The connection is still plain: what you send can be read on the way.", "RFC 3207 §4"},
	{"STARTTLS", 5, "", "", "No TLS here. The connection is still plain: what you send can be read on the way.", "RFC 3207 §4"},

	{"AUTH", 235, "", "", "You are logged in, for this connection. A second AUTH would get 503.", "RFC 4954 §4"},
	{"AUTH", 334, "", "plain-login", "PLAIN takes one answer, in base64: a NUL octet, the user, a NUL octet, the password. `:auth PLAIN` and a user makes it; `*` gives up.", "RFC 4616 §2"},
	{"AUTH", 334, "", "cram", "A challenge, new each time. The answer is the user and a digest (HMAC-MD5) of it under the password. `*`, then `:auth CRAM-MD5` and a user does it.", "RFC 2195 §2"},
	{"AUTH", 334, "", "scram", "The two sides prove that they know the password, and never say it. That is no work by hand: `*`, then `:auth` and a user does it.", "RFC 5802 §3"},
	{"AUTH", 334, "", "empty", "An empty challenge: the server is waiting. Answer with one line of base64, or with `*` to give up.", "RFC 4954 §4"},
	{"AUTH", 334, "", "challenge", "The server asks, in base64: {challenge}. `:b64` and your answer sends it in base64; `*` gives up.", "RFC 4954 §4"},
	{"AUTH", 334, "", "", "A challenge in base64. Answer with one line of base64, or with `*` to give up.", "RFC 4954 §4"},
	{"AUTH", 432, "", "", "The account must be moved to this mechanism first, most often by one login with PLAIN inside TLS.", "RFC 4954 §6"},
	{"AUTH", 454, "", "", "Not now: the login service has a failure of its own. Your password wasn't judged.", "RFC 4954 §6"},
	{"AUTH", 500, "", "tls-first", tlsFirst, "RFC 4954 §4"},
	{"AUTH", 502, "", "tls-first", tlsFirst, "RFC 4954 §4"},
	{"AUTH", 503, "", "tls-first", tlsFirst, "RFC 4954 §4"},
	{"AUTH", 500, "", "", "The login line was too long for the server, or AUTH isn't known here.", "RFC 4954 §6"},
	{"AUTH", 501, "", "gaveup", "You gave the login up with `*`. You are not logged in; nothing else changed.", "RFC 4954 §4"},
	{"AUTH", 501, "", "", "The login ended. A 501 here has three causes: a `*`, a line that isn't base64, or a first answer where the mechanism takes none.", "RFC 4954 §4"},
	{"AUTH", 502, "", "", "The server does no AUTH: one that does lists it in its EHLO answer. You are not logged in.", "RFC 4954 §3"},
	{"AUTH", 503, "", "auth", "You are logged in already; one login holds for the connection.", "RFC 4954 §4"},
	{"AUTH", 503, "", "open", "Wrong moment: no AUTH inside a transaction. `RSET` first.", "RFC 4954 §4"},
	{"AUTH", 503, "", "", "Wrong moment: AUTH comes after EHLO, outside a transaction, and only where it is offered.", "RFC 4954 §4"},
	{"AUTH", 504, "", "plain", "The server doesn't do this mechanism here. Some are taken inside TLS only: `STARTTLS`, then `EHLO`, and look at the AUTH line again.", "RFC 4954 §4"},
	{"AUTH", 504, "", "", "The server doesn't do this mechanism. The AUTH line of its EHLO answer lists those it does.", "RFC 4954 §4"},
	{"AUTH", 530, "", "", "TLS first: `STARTTLS`, then `EHLO` again, then AUTH.", "RFC 3207 §4"},
	{"AUTH", 534, "", "", "The mechanism is too weak for this account. Choose a stronger one from the AUTH line.", "RFC 4954 §6"},
	{"AUTH", 535, "", "unlisted-login", "You are not logged in. The AUTH line of the EHLO answer doesn't list {mechanism}; choose one that it lists.", "RFC 4954 §4"},
	{"AUTH", 535, "", "", "No: 535 is for a wrong user or password, and for an answer that isn't what the mechanism asks for. Another try is possible, though many servers hang up after a few.", "RFC 4954 §6"},
	{"AUTH", 538, "", "", "This mechanism is taken inside TLS only: `STARTTLS`, `EHLO`, then AUTH.", "RFC 4954 §6"},
	{"AUTH", 4, "", "", "Not now: you are not logged in, and the same AUTH may work later.", "RFC 4954 §6"},
	{"AUTH", 5, "", "", "No: you are not logged in. The server's text is its reason.", "RFC 4954 §6"},

	{"XCLIENT", 220, "", "", "Taken: to the server you are now the client you named. This is a new greeting; say EHLO again.", "RFC 5321 §4.1.5"},
	{"XCLIENT", 503, "", "open", "Wrong moment: no XCLIENT inside a transaction. `RSET` first.", "RFC 5321 §4.1.5"},
	{"XCLIENT", 550, "", "", "Not allowed: only hosts that the server trusts may say XCLIENT.", "RFC 5321 §4.1.5"},
	{"XFORWARD", 250, "", "", "Noted for the server's log. It gives no rights.", "RFC 5321 §4.1.5"},
	{"XFORWARD", 550, "", "", "Not allowed: only hosts that the server trusts may say XFORWARD.", "RFC 5321 §4.1.5"},
}
