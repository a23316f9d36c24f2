package lessons

// askingSayings are about the commands that ask, and about the rare ones.
var askingSayings = []saying{
	{"VRFY", 4, "", "relay", "The server judges the name as it would a recipient: it is none of its own (relaying). Ask with the whole mailbox, in a domain it serves.", "RFC 5321 §3.5.1"},
	{"VRFY", 5, "", "relay", "The server judges the name as it would a recipient: it is none of its own (relaying). Ask with the whole mailbox, in a domain it serves.", "RFC 5321 §3.5.1"},
	{"VRFY", 250, "", "", "The name is known here: the text holds the mailbox.{untouched}", "RFC 5321 §3.5.2"},
	{"VRFY", 251, "", "", "Not local: mail for it would be forwarded to the address in the text. Nothing was sent.", "RFC 5321 §3.5.3"},
	{"VRFY", 252, "", "", "Neither yes nor no: the server can't or won't say, but mail for it would be tried. It proves nothing about the mailbox.", "RFC 5321 §3.5.3"},
	{"VRFY", 550, "", "", "No such user here, says the server.{untouched}", "RFC 5321 §3.5.1"},
	{"VRFY", 551, "", "", "Not local: the text names another address. Be sure who says so before you use it.", "RFC 5321 §7.4"},
	{"VRFY", 553, "", "", "More than one fits that name. Ask again with the whole mailbox.", "RFC 5321 §3.5.1"},
	{"VRFY", 502, "", "", "VRFY isn't done here: many servers keep to themselves who has a mailbox.", "RFC 5321 §7.3"},
	{"VRFY", 504, "", "", "The server knows VRFY, but not with this kind of argument. Give a user name or a mailbox.", "RFC 5321 §4.2.1"},
	{"VRFY", 501, "", "", "VRFY asks about one name: a user, or a mailbox.", "RFC 5321 §4.1.1.6"},

	{"EXPN", 250, "", "", "The members of the list, one on each line.{untouched}", "RFC 5321 §3.5.2"},
	{"EXPN", 252, "", "", "Neither yes nor no: the server can't or won't tell the members.", "RFC 5321 §3.5.3"},
	{"EXPN", 550, "", "", "Not expanded: no such list, or it isn't for you to see. The text is the server's reason.", "RFC 5321 §3.5.1"},
	{"EXPN", 502, "", "", "EXPN isn't done here. Most servers keep the members of their lists to themselves.", "RFC 5321 §7.3"},
	{"EXPN", 500, "", "", "The server doesn't know EXPN. Most keep the members of their lists to themselves.", "RFC 5321 §7.3"},
	{"EXPN", 504, "", "", "The server knows EXPN, but not with this kind of argument. Give the name of a list.", "RFC 5321 §4.2.1"},

	{"HELP", 2, "", "", "Text for people; a program ignores it.{untouched}", "RFC 5321 §4.1.1.8"},
	{"HELP", 504, "", "", "No help on that topic. `HELP` alone may list the topics.", "RFC 5321 §4.1.1.8"},
	{"HELP", 500, "", "", "This server has no help. `:help` is ehlo's own.", "RFC 5321 §4.1.1.8"},
	{"HELP", 502, "", "", "This server has no help. `:help` is ehlo's own.", "RFC 5321 §4.1.1.8"},

	{"ETRN", 250, "", "", "The server begins to send the mail it holds for that name, on a connection of its own.", "RFC 1985 §5.1"},
	{"ETRN", 251, "", "", "No mail is waiting for that name. With ETRN 251 doesn't mean forwarding.", "RFC 1985 §5.1"},
	{"ETRN", 252, "", "", "Mail is waiting, and the server begins to send it on a connection of its own.", "RFC 1985 §5.1"},
	{"ETRN", 253, "", "", "The text says how many messages wait. The server begins to send them on a connection of its own.", "RFC 1985 §5.1"},
	{"ETRN", 458, "", "", "Not now: the server can't start the queue for that name.", "RFC 1985 §5.1"},
	{"ETRN", 459, "", "", "You may not ask for that name; the text says why. Despite the 4, asking again won't help: talk to the operator.", "RFC 1985 §5.1"},

	{"ATRN", 250, "", "", "The roles turn around: from now on the other side is the client, and you greet with 220.", "RFC 2645 §5.2.1"},
	{"ATRN", 453, "", "", "No mail is waiting for you. `QUIT`, and ask again later.", "RFC 2645 §7"},
	{"ATRN", 450, "", "", "Refused for now: not one of your domains, or asked too often.", "RFC 2645 §7"},
	{"TURN", 250, "", "", "The roles turn around: from now on the other side is the client, and you greet with 220.", "RFC 821 §3.8"},
	{"TURN", 5, "", "", "Refused; the roles stay. Nothing proves who you are, so mail could be diverted: RFC 5321 withdrew TURN.", "RFC 5321 §F.1"},
	{"SEND", 2, "", "", "A transaction is open, as after MAIL: the text would go to the recipient's terminal.", "RFC 821 §3.4"},
	{"SOML", 2, "", "", "A transaction is open, as after MAIL: to the terminal if someone is there, else to the mailbox.", "RFC 821 §3.4"},
	{"SAML", 2, "", "", "A transaction is open, as after MAIL: to the terminal and to the mailbox.", "RFC 821 §3.4"},
	{"SEND", 5, "", "", "Not done here. RFC 5321 withdrew it: terminals are not where mail goes today. Use MAIL.", "RFC 5321 §F.6"},
	{"SOML", 5, "", "", "Not done here. RFC 5321 withdrew it: terminals are not where mail goes today. Use MAIL.", "RFC 5321 §F.6"},
	{"SAML", 5, "", "", "Not done here. RFC 5321 withdrew it: terminals are not where mail goes today. Use MAIL.", "RFC 5321 §F.6"},
}
