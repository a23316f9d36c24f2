package lessons

// textSayings are about DATA, BDAT and BURL, and about the reply to their end.
var textSayings = []saying{
	{"DATA", 354, "", "norcpt", "Go on, says the server, though it accepted no recipient. A line with one dot is enough: nobody would get the text.", "RFC 2920 §3.1"},
	{"DATA", 354, "", "", "Go on: the server is listening to the text now, not to commands. A line with one dot ends it, and gets a reply of its own.", "RFC 5321 §4.1.1.4"},
	{"DATA", 503, "", "closed", "Wrong moment: DATA needs an open transaction and an accepted recipient. MAIL and RCPT come first; `To:` in a header doesn't count.", "RFC 5321 §3.3"},
	{"DATA", 503, "", "norcpt", "Wrong moment: DATA needs an accepted recipient. RCPT first; `To:` in a header doesn't count.", "RFC 5321 §3.3"},
	{"DATA", 503, "", "", "Wrong moment, says the server. Send no text: without a 354 it would be read as commands. `RSET` starts clean.", "RFC 5321 §3.3"},
	{"DATA", 554, "", "norcpt", "No valid recipients: nobody is there to get the text. The transaction stays open: name another recipient, or RSET.", "RFC 5321 §3.3"},
	{"DATA", 501, "", "", "DATA takes no argument. The text comes after the 354, in lines of its own.", "RFC 5321 §4.1.1.4"},
	{"DATA", 250, "", "", "Done, says the server, where 354 belongs. Send no text: without a 354 it would be read as commands.", "RFC 5321 §3.3"},
	{"DATA", 4, "", "", "Not now. Send no text: without a 354 it would be read as commands. The message is still yours; DATA may work later.", "RFC 5321 §3.3"},
	{"DATA", 5, "", "", "No. Send no text: without a 354 it would be read as commands. The message is still yours.", "RFC 5321 §3.3"},

	{theDot, 2, "", "lmtp", "Accepted for {path}. From this reply on this recipient's copy is the server's. LMTP answers for each recipient.", "RFC 2033 §4.2"},
	{theDot, 4, "", "lmtp", "Not now, for {path} alone. For this recipient the message is still yours; the others have their own replies.", "RFC 2033 §4.2"},
	{theDot, 5, "", "lmtp", "No, for {path} alone. For this recipient the message is still yours; the others have their own replies.", "RFC 2033 §4.2"},
	{theDot, 2, "", "", "Accepted. From this reply on the message is the server's: it must deliver it or send a bounce. You may forget your copy.", "RFC 5321 §4.2.5"},
	{theDot, 552, "", "", "No: too much text for this server or mailbox. It must not deliver it; the message is still yours.", "RFC 5321 §4.2.5"},
	{theDot, 5, "3.4", "", "No: the message is bigger than this server takes. It must not deliver it; the message is still yours.", "RFC 3463 §3.4"},
	{theDot, 5, "7.", "", "Refused by policy, after the text was read. The server must not deliver it; the message is still yours. Its text is its reason.", "RFC 5321 §4.2.5"},
	{theDot, 5, "6.", "", "The server doesn't like the text itself. It must not deliver it; the message is still yours. Its text is its reason.", "RFC 5321 §4.2.5"},
	{theDot, 452, "", "", "Not now: the server has no room. It must not deliver this copy; the message is still yours, send it again later.", "RFC 5321 §4.2.5"},
	{theDot, 4, "", "", "Not now. The server must not deliver this copy; the message is still yours. Keep it and send it again later.", "RFC 5321 §4.2.5"},
	{theDot, 5, "", "", "No. The server must not deliver it, and the message is still yours. The same text won't be taken unchanged.", "RFC 5321 §4.2.5"},
	{theDot, 3, "", "", "The server asks for more, though the text is complete. No RFC has 3 here; whose the message is stays open.", "RFC 5321 §4.2.1"},

	{"BDAT", 2, "", "", "Chunk taken. The message isn't complete yet: more BDAT, the last one with `LAST`.", "RFC 3030 §2"},
	{"BDAT", 503, "", "", "BDAT out of place: no accepted recipient, mixed with DATA, or after LAST. `RSET` starts clean.", "RFC 3030 §2"},
	{"BDAT", 500, "", "", "The server doesn't know BDAT: it takes the octets behind it for commands. `RSET`, then send with DATA.", "RFC 3030 §2"},
	{"BDAT", 502, "", "", "The server doesn't do BDAT: it takes the octets behind it for commands. `RSET`, then send with DATA.", "RFC 3030 §2"},
	{"BDAT", 501, "", "", "The server couldn't read the size. The rule: `BDAT`, a number of octets, and `LAST` on the last one.", "RFC 3030 §2"},
	{"BDAT", 4, "", "", "Not now. After a failed chunk nobody can say what the server holds: `RSET`, and send the message again later.", "RFC 3030 §2"},
	{"BDAT", 5, "", "", "No. After a failed chunk nobody can say what the server holds: `RSET` starts clean.", "RFC 3030 §2"},
	{"BURL", 2, "", "", "The server fetched this piece by itself. The message isn't complete yet: go on until one says `LAST`.", "RFC 4468 §3.2"},
	{"BURL", 0, "6.6", "", "The server couldn't fetch the content behind that URL. Check the URL, or send the text with DATA.", "RFC 4468 §6"},
	{"BURL", 5, "", "", "No: this piece isn't taken. Send the text itself, with DATA or BDAT, after `RSET`.", "RFC 4468 §6"},
}
