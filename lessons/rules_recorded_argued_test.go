package lessons

// argued has, for each finding in the recordings and the server it is found in, why
// it is right by the RFC. It is written by hand; the recordings are described in
// session/smtp/testdata/corpora.
var argued = map[foundRow]string{
	{"postfix-policy", "different-codes"}: "§4.2.1: the code MUST be the same on each line. postscreen says 220- and, the client having spoken too early, goes on with 250-; that the client broke 4.3.1 is no exception.",
	{"exim", "line-end-taken"}:            "§2.3.8: MUST NOT recognize any line end but CRLF. Commands that ended in LF alone were carried out.",
	{"postfix", "line-end-taken"}:         "§2.3.8: MUST NOT recognize any line end but CRLF. Commands that ended in LF alone were carried out.",
	{"sendmail", "line-end-taken"}:        "§2.3.8: MUST NOT recognize any line end but CRLF. Commands that ended in LF alone were carried out.",
	{"exim", "D20.3"}:                     "§4.1.1.4: LF.LF MUST NOT be taken for the end of the text. The message was accepted after it.",
	{"postfix", "D20.3"}:                  "§4.1.1.4: only CRLF.CRLF ends the text (LF.LF MUST NOT; §2.3.8 for LF.CRLF). 3.7 accepts a message after either; sendmail's 421 to the same octets is no such finding.",
	{"smtp-sink", "login-in-mail"}:        "RFC 4954 §4: AUTH during a mail transaction MUST be rejected with 503. The sink answers 250.",
	{"exim", "postmaster"}:                "§4.5.1: <Postmaster> without a domain MUST be supported. Another recipient was accepted before, so it isn't the client that is refused, and nothing speaks of an attack.",
	{"exim-lenient", "postmaster"}:        "§4.5.1: as for exim; the other recipient was accepted in the same transaction.",
	{"postfix-policy", "too-few"}:         "§4.5.3.1.8: refusing for excessive recipients below 100 is a violation. Set to two on purpose; 452 says limit of the implementation, a policy would say 5yz (4.5.3.1.10).",
	{"postfix", "utf8-in-reply"}:          "RFC 6531 §3.7.4.2: a server that knows SMTPUTF8 MUST NOT use non-ASCII in replies but for 251, 551, VRFY and EXPN. Here 550 to RCPT repeats the address.",

	{"smtp-sink", "D1.5"}:                    "§4.2: bare codes SHOULD NOT be sent. The last line of its list is \"250 \" and nothing.",
	{"postfix", "missing-enhanced"}:          "RFC 2034 §4: all 2yz, 4yz, 5yz but greeting and hello have one where it is offered. The replies to ETRN have none.",
	{"smtp-sink", "missing-enhanced"}:        "RFC 2034 §4: as before. The 221 has none.",
	{"postfix", "unasked-goodbye"}:           "§3.8 with §7.8: it closes over GET, a header field and the dot of a smuggled text, as a defence. So no fault, and the next goodbye is named what it is.",
	{"exim", "unasked-refusal"}:              "§4.2: one command, one reply. A line of 20,000 octets got two 500s.",
	{"exim", "unregistered-keyword"}:         "§2.2.2: PIPECONNECT and PRDR are in no registry and don't begin with X. The registry grows, so no more than a note.",
	{"exim-lenient", "unregistered-keyword"}: "§2.2.2: as for exim.",
	{"smtp-sink", "vrfy-no-mailbox"}:         "§3.5.1: 250 to VRFY MUST include the mailbox; §3.5.2 lets free text stand in exceptional circumstances, so a note.",
	{"postfix-policy", "vrfy-unknown"}:       "§4.5.1 has VRFY in the minimum, §7.3 wants 252 where it is switched off, §3.5.3 calls 502 not in full compliance and recommends it: a note.",
}
