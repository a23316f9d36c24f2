package lessons

// generalSayings are what a code means wherever it comes, and at the end what its
// first digit alone means: that holds for every code there can be.
var generalSayings = []saying{
	{nobody, 0, "", "", "A reply that nothing asked for. It answers none of your commands; count again which reply belongs to which.", "RFC 5321 §4.2"},

	{"", 500, "", "header", "A header field, typed where commands go. It belongs in the text: MAIL, RCPT, DATA, and after 354 the header.", "RFC 5321 §4.2.4"},
	{"", 502, "", "header", "A header field, typed where commands go. It belongs in the text: MAIL, RCPT, DATA, and after 354 the header.", "RFC 5321 §4.2.4"},
	{"", 500, "", "offer", "{verb} in the list is an offer, not a command: {use}.", "RFC 5321 §4.1.1.1"},
	{"", 502, "", "offer", "{verb} in the list is an offer, not a command: {use}.", "RFC 5321 §4.1.1.1"},
	{noVerb, 500, "", "dot", "A line with one dot ends a message text, and no text is open. DATA and its 354 come first.", "RFC 5321 §4.1.1.4"},
	{noVerb, 500, "", "meant", "The server doesn't know the word {verb}. Did you mean {meant}? You are still connected, and nothing changed.", "RFC 5321 §4.2.4"},
	{noVerb, 500, "", "ended", "The server doesn't know the word {verb}. If it was meant as text: the final dot ended the message, and lines are commands again.", "RFC 5321 §4.1.1.4"},
	{noVerb, 500, "", "", "The server doesn't know the word {verb}. You are still connected, and nothing changed.", "RFC 5321 §4.2.4"},
	{noVerb, 502, "", "meant", "The server doesn't do {verb}. Did you mean {meant}? You are still connected, and nothing changed.", "RFC 5321 §4.2.4"},
	{noVerb, 501, "", "", "The server couldn't read this line, and ehlo knows no verb {verb}. You are still connected, and nothing changed.", "RFC 5321 §4.2.2"},
	{noVerb, 4, "", "meant", "Not now, where 500 says that a word isn't known; some say 4 for every no while they are set up. Did you mean {meant}?", "RFC 5321 §4.2.4"},
	{noVerb, 4, "", "", "Not now, where 500 says that a word isn't known; some say 4 for every no while they are set up. ehlo knows no verb {verb}.", "RFC 5321 §4.2.4"},
	{"", 500, "", "long", "The line was longer than this server takes. You are still connected, and nothing changed.", "RFC 5321 §4.5.3.1.4"},
	{"", 500, "", "", "The server doesn't know this command, or not in this form. You are still connected, and nothing changed.", "RFC 5321 §4.2.4"},
	{"", 501, "", "", "The server knows {verb} but couldn't read what follows it. You are still connected, and nothing changed.", "RFC 5321 §4.2.2"},
	{"", 502, "", "", "The server knows {verb} and doesn't do it. 500 would mean: never heard of it. Do without.", "RFC 5321 §4.2.4"},
	{"", 503, "", "", "Right command, wrong moment. You are still connected, and nothing is lost.", "RFC 5321 §4.1.4"},
	{"", 504, "", "", "The server knows {verb}, but not with this argument.", "RFC 5321 §4.2.1"},
	{"", 521, "", "", "This host takes no mail. RFC 7504 has 521 for the greeting; some servers also say it right before they hang up.", "RFC 7504 §3"},
	{"", 530, "", "tls", "The server wants a login first: `AUTH`, then this command.", "RFC 4954 §6"},
	{"", 530, "", "", "The server wants TLS or a login first: `STARTTLS`, `EHLO` again, `AUTH`, then this command.", "RFC 4954 §6"},
	{"", 550, "", "", "No: refused by this server's own rules. Its text is its reason.", "RFC 5321 §7.9"},
	{"", 554, "", "", "No: the server won't go on with this. Its text is its reason.", "RFC 5321 §4.2.2"},
	{"", 555, "", "", "No: a parameter isn't known here. Only what the EHLO list offers may be used.", "RFC 5321 §4.1.1.11"},
	{"", 451, "", "", "Not now: the server met an error of its own. The same command may work later.", "RFC 5321 §4.2.2"},
	{"", 454, "", "", "Not now. Where 454 is listed it says that TLS or login isn't possible at the moment; the text is the server's own reason.", "RFC 4954 §6"},

	{"", 2, "", "unlisted", "Done. No RFC that ehlo knows has {code}: of such a code only the first digit counts, and 2 is yes.", "RFC 5321 §4.2"},
	{"", 3, "", "unlisted", "Go on. No RFC that ehlo knows has {code}: of such a code only the first digit counts, and 3 asks for more.", "RFC 5321 §4.2"},
	{"", 4, "", "unlisted", "Not now. No RFC that ehlo knows has {code}: of such a code only the first digit counts, and 4 may work later.", "RFC 5321 §4.2"},
	{"", 5, "", "unlisted", "No. No RFC that ehlo knows has {code}: of such a code only the first digit counts, and 5 is no.", "RFC 5321 §4.2"},
	{"", 2, "", "", "Done: the server did what {verb} asks.", "RFC 5321 §4.2.1"},
	{"", 3, "", "", "Go on: the server wants more before it is done.", "RFC 5321 §4.2.1"},
	{"", 4, "", "", "Not now. The same command may work later, with nothing changed. Half an hour is a good wait.", "RFC 5321 §4.2.1"},
	{"", 5, "", "", "No, and asking again unchanged won't help. The server's text is its reason. You are still connected.", "RFC 5321 §4.2.1"},
	{"", 0, "", "", "No reply code that SMTP has. Nobody can say what the server means; don't go on with this message.", "RFC 5321 §4.2"},
}
