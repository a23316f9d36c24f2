package loopback

import "strconv"

// An answer is one reply of the server before it becomes octets. Each line gets
// the code and, unless it is empty, the enhanced code (RFC 2034 section 4). The
// zero value is no answer.
type answer struct {
	code     int
	enhanced string
	text     string
	more     []string // the lines behind the first
	reply    string   // its name among [persona.TextNames], for a server type with its own words; "" if it has none
}

// append appends the reply as octets (RFC 5321 section 4.2.1).
func (a answer) append(b []byte) []byte {
	b = a.line(b, a.text, len(a.more) == 0)
	for i, text := range a.more {
		b = a.line(b, text, i == len(a.more)-1)
	}
	return b
}

func (a answer) line(b []byte, text string, last bool) []byte {
	b = strconv.AppendInt(b, int64(a.code), 10)
	if last {
		b = append(b, ' ')
	} else {
		b = append(b, '-')
	}
	if a.enhanced != "" {
		b = append(b, a.enhanced...)
		b = append(b, ' ')
	}
	b = append(b, text...)
	return append(b, "\r\n"...)
}

// lines returns an answer whose lines are texts; there is at least one.
func lines(code int, enhanced string, texts []string) answer {
	return answer{code: code, enhanced: enhanced, text: texts[0], more: texts[1:]}
}

// The answers that need no words of the moment.
var (
	okAnswer        = answer{code: 250, enhanced: "2.0.0", text: "Ok", reply: "ok"}
	senderOK        = answer{code: 250, enhanced: "2.1.0", text: "Ok", reply: "sender"}
	recipientOK     = answer{code: 250, enhanced: "2.1.5", text: "Ok", reply: "recipient"}
	startInput      = answer{code: 354, text: "Start mail input; end with <CRLF>.<CRLF>", reply: "data"}
	emptyCommand    = answer{code: 500, enhanced: "5.5.2", text: "Syntax error: a command begins with a verb"}
	unknownVerb     = answer{code: 500, enhanced: "5.5.1", text: "Command unrecognized", reply: "unknown-verb"}
	lineTooLong     = answer{code: 500, enhanced: "5.5.2", text: "Line too long"}
	notDoneHere     = answer{code: 502, enhanced: "5.5.1", text: "Command not implemented", reply: "not-done"}
	tooBig          = answer{code: 552, enhanced: "5.3.4", text: "Message exceeds the fixed maximum size"}
	tooMany         = answer{code: 452, enhanced: "4.5.3", text: "Too many recipients; send to the rest in another transaction", reply: "too-many"}
	notVerified     = answer{code: 252, enhanced: "2.0.0", text: "Not verified here; a message would be tried", reply: "not-verified"}
	noSuchUser      = answer{code: 550, enhanced: "5.1.1", text: "No such user here", reply: "unknown-user"}
	noRelay         = answer{code: 550, enhanced: "5.7.1", text: "Relaying denied: not a local domain", reply: "no-relay"}
	wrongHello      = answer{code: 500, text: "Command unrecognized: LMTP begins with LHLO"} // no enhanced code: RFC 2034 section 4
	readyForTLS     = answer{code: 220, enhanced: "2.0.0", text: "Ready to start TLS"}
	noTLS           = answer{code: 454, enhanced: "4.7.0", text: "TLS not available due to a temporary reason"}
	loggedIn        = answer{code: 235, enhanced: "2.7.0", text: "Authentication succeeded"}
	canceled        = answer{code: 501, enhanced: "5.7.0", text: "Authentication canceled"}
	notBase64       = answer{code: 501, enhanced: "5.5.2", text: "Syntax error: cannot decode base64"}
	notFirst        = answer{code: 501, enhanced: "5.7.0", text: "The mechanism takes no initial response: the server speaks first"}
	answerTooLong   = answer{code: 500, enhanced: "5.5.6", text: "Authentication exchange line is too long"}
	badCredentials  = answer{code: 535, enhanced: "5.7.8", text: "Authentication credentials invalid"}
	noMechanism     = answer{code: 504, enhanced: "5.5.4", text: "Unrecognized authentication mechanism"}
	needsTLS        = answer{code: 504, enhanced: "5.5.4", text: "Mechanism not available without TLS"}
	ehloFirst       = answer{code: 503, enhanced: "5.5.1", text: "Bad sequence of commands: EHLO first"}
	lhloFirst       = answer{code: 503, enhanced: "5.5.1", text: "Bad sequence of commands: LHLO first"}
	tlsInForce      = answer{code: 503, enhanced: "5.5.1", text: "Bad sequence of commands: TLS is in force already"}
	loginInForce    = answer{code: 503, enhanced: "5.5.1", text: "Bad sequence of commands: already authenticated"}
	chunksBegun     = answer{code: 503, enhanced: "5.5.1", text: "Bad sequence of commands: the message has begun"}
	notMixed        = answer{code: 503, enhanced: "5.5.1", text: "Bad sequence of commands: DATA and BDAT do not mix in one transaction"}
	chunksOnly      = answer{code: 503, enhanced: "5.5.1", text: "Bad sequence of commands: only BDAT carries BODY=BINARYMIME"}
	mailboxFull     = answer{code: 452, enhanced: "4.2.2", text: "Mailbox full"}
	heloFirst       = answer{code: 503, enhanced: "5.5.1", text: "Bad sequence of commands: HELO first"}
	helloFirst      = answer{code: 503, enhanced: "5.5.1", text: "Bad sequence of commands: EHLO or HELO first"}
	mailFirst       = answer{code: 503, enhanced: "5.5.1", text: "Bad sequence of commands: MAIL first"}
	rcptFirst       = answer{code: 503, enhanced: "5.5.1", text: "Bad sequence of commands: RCPT first"}
	alreadyOpen     = answer{code: 503, enhanced: "5.5.1", text: "Bad sequence of commands: a mail transaction is already open"}
	noRecipients    = answer{code: 554, enhanced: "5.5.1", text: "No valid recipients"}
	tooHasty        = answer{code: 554, enhanced: "5.5.0", text: "Protocol error: wait for the greeting before you speak"}
	notStored       = answer{code: 451, enhanced: "4.3.0", text: "Local error: the message was not stored"}
	asciiSender     = answer{code: 550, enhanced: "5.6.7", text: "Non-ASCII address not permitted without SMTPUTF8"}
	asciiRecipient  = answer{code: 553, enhanced: "5.6.7", text: "Non-ASCII address not permitted: MAIL did not say SMTPUTF8"}
	unknownParam    = answer{code: 555, enhanced: "5.5.4", text: "Parameter not recognized or not implemented"}
	badParameter    = answer{code: 501, enhanced: "5.5.4", text: "Syntax error in a parameter: KEYWORD or KEYWORD=value"}
	valueRequired   = answer{code: 501, enhanced: "5.5.4", text: "Syntax error in a parameter: a value is required"}
	badValue        = answer{code: 501, enhanced: "5.5.4", text: "Syntax error in the value of a parameter"}
	notASize        = answer{code: 501, enhanced: "5.5.4", text: "Syntax error in a parameter: SIZE takes a number of 1 to 20 digits"}
	unknownArgument = answer{code: 504, enhanced: "5.5.4", text: "Command parameter not implemented"}
	noTopic         = answer{code: 504, enhanced: "5.5.4", text: "No help on that"}
)
