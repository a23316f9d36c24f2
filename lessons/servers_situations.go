package lessons

import (
	"strings"

	"ehlo/session/smtp"
)

// situations are all there are, the particular before the general: the first that
// fits is taken. What was answered stands in reference/servers.json.
var situations = []situation{
	// Ahead of a reply, or behind the last one.
	{id: "after-goodbye", title: "A command behind the 221", section: "RFC 5321 §4.1.1.10", ahead: true,
		is: func(x exchange) bool { return x.before.Phase() == smtp.Leaving }},
	{id: "hello-early", title: "EHLO before the greeting", section: "RFC 5321 §4.3.1", place: "EHLO", ahead: true,
		is: func(x exchange) bool { return x.before.Phase() == smtp.Opening && x.reply.Count == 0 }},
	{id: "quit-twice", title: "A second QUIT behind the first", section: "RFC 5321 §4.1.1.10", place: "QUIT", ahead: true,
		is: func(x exchange) bool {
			owed, ok := x.before.Owed()
			return ok && x.reply.Count == 0 && owed.Command.Verb == smtp.QUIT
		}},
	{id: "hello-group", title: "Commands sent right behind EHLO", section: "RFC 2920 §3.1", place: "EHLO",
		is: func(x exchange) bool { return x.before.OwedCount() > 1 }},

	// How lines end, and how long they are.
	{id: "lf-command", title: "A command that ends in a bare LF", section: "RFC 5321 §2.3.8", kind: smtp.BareLF,
		is: func(x exchange) bool { return x.place() != "QUIT" && x.place() != noVerb }},
	{id: "cr-command", title: "A bare CR inside NOOP", section: "RFC 5321 §2.3.8", place: "NOOP", kind: smtp.BareCR},
	{id: "long-20000", title: "A line of 20,007 octets (NOOP)", section: "RFC 5321 §4.5.3.1.4", place: "NOOP",
		is: func(x exchange) bool { return len(x.command.Line) >= 20005 }},
	{id: "long-2100", title: "A line of 2,107 octets (NOOP)", section: "RFC 5321 §4.5.3.1.4", place: "NOOP",
		is: func(x exchange) bool { return len(x.command.Line) >= 2105 }},
	{id: "long-600", title: "A line over 512 octets (NOOP)", section: "RFC 5321 §4.5.3.1.4", place: "NOOP",
		is: func(x exchange) bool { n := len(x.command.Line); return n > 510 && n <= 1105 }},
	{id: "leading-space", title: "A blank before the verb", section: "RFC 5321 §4.1.1", kind: smtp.LeadingSpace},
	{id: "idle-text", title: "Silence in the message text", section: "RFC 5321 §4.5.3.2.5",
		is: func(x exchange) bool { return x.before.Reading() == smtp.AsText }, says: exchange.timedOut},
	{id: "idle", title: "Silence between commands", section: "RFC 5321 §4.5.3.2.7", place: nobody,
		is: func(x exchange) bool { return x.before.Reading() == smtp.AsCommand }, says: exchange.timedOut},
	{id: "lf-dot-lf", title: "LF, a dot, LF in the text", section: "RFC 5321 §4.1.1.4", place: theDot,
		is: func(x exchange) bool { return x.loose && !x.timedOut() }},

	// What no server knows.
	{id: "dot-command", title: "A lone dot where a command goes", section: "RFC 5321 §4.1.1.4", place: noVerb,
		is: func(x exchange) bool { return x.command.Verb == "." }},
	{id: "http", title: "An HTTP request: GET before EHLO", section: "RFC 5321 §4.2.4", place: noVerb,
		is: func(x exchange) bool { return x.command.Verb == "GET" && x.greeted() }},
	{id: "colon-verb", title: "A first word with a colon", section: "RFC 5321 §4.1.1", place: noVerb,
		is: func(x exchange) bool { return strings.Contains(string(x.command.Verb), ":") }},
	{id: "empty-line", title: "An empty line", section: "RFC 5321 §4.1.1", place: noVerb, kind: smtp.EmptyLine},
	{id: "many-unknown", title: "Unknown commands, one after another", section: "RFC 5321 §7.8", place: noVerb, repeats: true,
		is: func(x exchange) bool { return x.ordinaryWord() && x.before.Refusals() >= 2 }},
	{id: "unknown-verb", title: "A verb that no server knows", section: "RFC 5321 §4.2.4", place: noVerb, is: exchange.ordinaryWord},

	// Hello.
	{id: "hello-bare", title: "EHLO without a name", section: "RFC 5321 §4.1.1.1", place: "EHLO", kind: smtp.MissingArgument},
	{id: "helo-bare", title: "HELO without a name", section: "RFC 5321 §4.1.1.1", place: "HELO", kind: smtp.MissingArgument},
	{id: "hello-odd-name", title: "EHLO bad_host!name", section: "RFC 5321 §4.1.1.1", place: "EHLO", kind: smtp.BadDomain,
		is: func(x exchange) bool { return x.argHas("!#$%&*+/=?^{|}~") }},
	{id: "hello-two-words", title: "EHLO with two words", section: "RFC 5321 §4.1.1.1", place: "EHLO", kind: smtp.UnexpectedArgument},
	{id: "hello-in-mail", title: "EHLO inside a mail transaction", section: "RFC 5321 §4.1.4", place: "EHLO", is: exchange.open},
	{id: "lhlo", title: "LHLO, LMTP's hello, on an SMTP port", section: "RFC 2033 §4.1", place: "LHLO",
		is: func(x exchange) bool { return x.before.Hello() != smtp.LocalHello }},

	// MAIL: its moment.
	{id: "mail-after-tls", title: "MAIL after STARTTLS without EHLO", section: "RFC 3207 §4.2", place: "MAIL",
		is: func(x exchange) bool { return x.greeted() && x.before.TLS() }},
	{id: "mail-before-hello", title: "MAIL before EHLO", section: "RFC 5321 §4.1.4", place: "MAIL", is: exchange.greeted},
	{id: "nested-mail", title: "MAIL inside a mail transaction", section: "RFC 5321 §4.1.4", place: "MAIL", is: exchange.open},

	// MAIL: the path.
	{id: "mail-blank-colon", title: "MAIL with a blank before the colon", section: "RFC 5321 §3.3", place: "MAIL", kind: smtp.SpaceBeforeColon},
	{id: "mail-space", title: "MAIL FROM: <…> with a space", section: "RFC 5321 §3.3", place: "MAIL", kind: smtp.SpaceAfterColon},
	{id: "mail-display-name", title: "MAIL FROM:Alice <…>, a display name", section: "RFC 5321 §4.1.2", place: "MAIL", kind: smtp.DisplayName},
	{id: "mail-no-brackets", title: "MAIL without angle brackets", section: "RFC 5321 §4.1.2", place: "MAIL", kind: smtp.MissingAngleBrackets},
	{id: "mail-no-from", title: "MAIL <…> without FROM:", section: "RFC 5321 §3.3", place: "MAIL", kind: smtp.MissingFrom},
	{id: "mail-from-nothing", title: "MAIL FROM: and nothing behind it", section: "RFC 5321 §4.1.1.2", place: "MAIL", kind: smtp.MissingArgument,
		is: func(x exchange) bool { return x.argHas(":") }},
	{id: "mail-bare", title: "MAIL alone", section: "RFC 5321 §4.1.1.2", place: "MAIL", kind: smtp.MissingArgument},
	{id: "mail-empty-domain", title: "MAIL FROM:<alice@>", section: "RFC 5321 §4.1.2", place: "MAIL", kind: smtp.MissingDomain,
		is: func(x exchange) bool { return x.argHas("@") }},
	{id: "mail-no-domain", title: "MAIL FROM:<alice>, no domain", section: "RFC 5321 §4.1.2", place: "MAIL", kind: smtp.MissingDomain},
	{id: "mail-no-local", title: "MAIL FROM:<@example.org>", section: "RFC 5321 §4.1.2", place: "MAIL", kind: smtp.BadLocalPart,
		is: func(x exchange) bool { return x.command.Path.Local == "" }},
	{id: "mail-two-ats", title: "MAIL FROM:<a@b@c>", section: "RFC 5321 §4.1.2", place: "MAIL", kind: smtp.BadLocalPart,
		is: func(x exchange) bool { return strings.Contains(x.command.Path.Local, "@") }},
	{id: "mail-underscore", title: "MAIL with an underscore in the domain", section: "RFC 5321 §2.3.5", place: "MAIL", kind: smtp.BadDomain,
		is: func(x exchange) bool { return x.domainHas("_") }},
	{id: "mail-literal6", title: "MAIL FROM:<…@[IPv6:…]>", section: "RFC 5321 §4.1.3", place: "MAIL",
		is: func(x exchange) bool { return x.domainHas("[IPv6:") }},
	{id: "mail-literal", title: "MAIL FROM:<…@[192.0.2.1]>", section: "RFC 5321 §4.1.3", place: "MAIL",
		is: func(x exchange) bool { return x.domainHas("[") && len(x.command.Faults) == 0 }},
	{id: "mail-long-domain", title: "MAIL with a domain over 255 octets", section: "RFC 5321 §4.5.3.1.2", place: "MAIL", kind: smtp.DomainTooLong},
	{id: "mail-long-label", title: "MAIL with a domain label of 64 letters", section: "RFC 5321 §2.3.5", place: "MAIL", is: exchange.longLabel},
	{id: "mail-long-local", title: "MAIL with a local-part of 65 octets", section: "RFC 5321 §4.5.3.1.1", place: "MAIL", kind: smtp.LocalPartTooLong},

	// MAIL: its parameters.
	{id: "mail-helo-params", title: "MAIL with parameters after HELO", section: "RFC 5321 §2.2.1", place: "MAIL",
		is: func(x exchange) bool { return x.before.Hello() == smtp.PlainHello && len(x.command.Params) > 0 }},
	{id: "size-no-number", title: "SIZE=abc", section: "RFC 1870 §5", place: "MAIL",
		is: func(x exchange) bool { return x.badParam("SIZE", someValue) }},
	{id: "size-empty", title: "SIZE= with no value", section: "RFC 1870 §5", place: "MAIL",
		is: func(x exchange) bool { return x.badParam("SIZE", emptyValue) }},
	{id: "size-bare", title: "SIZE without a value", section: "RFC 1870 §5", place: "MAIL",
		is: func(x exchange) bool { return x.badParam("SIZE", noValue) }},
	{id: "size-twice", title: "SIZE twice", section: "RFC 5321 §4.1.1.11", place: "MAIL", kind: smtp.ParameterTwice,
		is: func(x exchange) bool { _, ok := x.command.Param("SIZE"); return ok }},
	{id: "size-too-big", title: "SIZE over what the server offers", section: "RFC 1870 §6.1", place: "MAIL",
		is: exchange.overSize},
	{id: "body-binary", title: "BODY=BINARYMIME that was not offered", section: "RFC 3030 §3", place: "MAIL",
		is: func(x exchange) bool {
			p, ok := x.command.Param("BODY")
			return ok && strings.EqualFold(p.Value, "BINARYMIME") && x.notOffered()
		}},
	{id: "body-unknown", title: "BODY=FOO", section: "RFC 6152 §3", place: "MAIL",
		is: func(x exchange) bool { return x.badParam("BODY", someValue) }},
	{id: "body-bare", title: "BODY without a value", section: "RFC 6152 §3", place: "MAIL",
		is: func(x exchange) bool { return x.badParam("BODY", noValue) }},
	{id: "utf8-value", title: "SMTPUTF8=yes, a value it can't have", section: "RFC 6531 §3.4", place: "MAIL",
		is: func(x exchange) bool { p, ok := x.command.Param("SMTPUTF8"); return ok && p.HasValue }},
	{id: "utf8", title: "MAIL with SMTPUTF8", section: "RFC 6531 §3.4", place: "MAIL",
		is: func(x exchange) bool { _, ok := x.command.Param("SMTPUTF8"); return ok }},
	{id: "utf8-unsaid", title: "MAIL with zoë@ and no SMTPUTF8", section: "RFC 6531 §3.4", place: "MAIL", kind: smtp.EightBit},
	{id: "ret-unknown", title: "RET=BOGUS", section: "RFC 3461 §4.3", place: "MAIL",
		is: func(x exchange) bool { return x.badParam("RET", someValue) }},
	{id: "ret-twice", title: "RET twice", section: "RFC 5321 §4.1.1.11", place: "MAIL", kind: smtp.ParameterTwice,
		is: func(x exchange) bool { _, ok := x.command.Param("RET"); return ok }},
	{id: "envid-empty", title: "ENVID= with no value", section: "RFC 3461 §4.4", place: "MAIL",
		is: func(x exchange) bool { return x.badParam("ENVID", emptyValue) }},
	{id: "mail-auth", title: "MAIL with AUTH=<> that was not offered", section: "RFC 4954 §5", place: "MAIL",
		is: func(x exchange) bool {
			_, ok := x.command.Param("AUTH")
			return ok && !x.before.Offers("AUTH") && x.hello()
		}},
	{id: "mail-not-offered", title: "MAIL with a parameter not offered", section: "RFC 5321 §4.1.1.11", place: "MAIL", is: exchange.notOffered},

	// RCPT: its moment, its path, its parameters.
	{id: "rcpt-before-mail", title: "RCPT before MAIL", section: "RFC 5321 §3.3", place: "RCPT",
		is: func(x exchange) bool { return x.before.Phase() == smtp.Ready && !x.open() }},
	{id: "rcpt-space", title: "RCPT TO: <…> with a space", section: "RFC 5321 §3.3", place: "RCPT", kind: smtp.SpaceAfterColon},
	{id: "rcpt-no-brackets", title: "RCPT without angle brackets", section: "RFC 5321 §4.1.2", place: "RCPT", kind: smtp.MissingAngleBrackets},
	{id: "rcpt-no-to", title: "RCPT <…> without TO:", section: "RFC 5321 §3.3", place: "RCPT", kind: smtp.MissingTo},
	{id: "rcpt-bare", title: "RCPT alone", section: "RFC 5321 §4.1.1.3", place: "RCPT", kind: smtp.MissingArgument},
	{id: "rcpt-null", title: "RCPT TO:<>", section: "RFC 5321 §4.1.1.3", place: "RCPT", kind: smtp.EmptyForwardPath},
	{id: "rcpt-unclosed", title: "RCPT TO:<… without the closing bracket", section: "RFC 5321 §4.1.2", place: "RCPT", kind: smtp.UnclosedBracket},
	{id: "rcpt-blank", title: "RCPT with a blank in the local-part", section: "RFC 5321 §4.1.2", place: "RCPT", kind: smtp.BadLocalPart,
		is: func(x exchange) bool { return strings.Contains(x.command.Path.Local, " ") }},
	{id: "rcpt-two-dots", title: "RCPT with two dots in the domain", section: "RFC 5321 §4.1.2", place: "RCPT", kind: smtp.BadDomain,
		is: func(x exchange) bool { return x.domainHas("..") }},
	{id: "rcpt-postmaster", title: "RCPT TO:<Postmaster>", section: "RFC 5321 §4.5.1", place: "RCPT",
		is: func(x exchange) bool {
			return x.command.HasP && x.command.Path.IsPostmaster() && x.command.Path.Domain == ""
		}},
	{id: "rcpt-no-domain", title: "RCPT TO:<bob>, no domain", section: "RFC 5321 §4.1.2", place: "RCPT", kind: smtp.MissingDomain},
	{id: "rcpt-literal", title: "RCPT TO:<…@[127.0.0.1]>", section: "RFC 5321 §4.1.3", place: "RCPT",
		is: func(x exchange) bool { return x.command.Path.Domain == "[127.0.0.1]" }},
	{id: "rcpt-route", title: "RCPT with a source route", section: "RFC 5321 §C", place: "RCPT", kind: smtp.SourceRoute},
	{id: "rcpt-percent", title: "RCPT TO:<bob%elsewhere@…>, a detour", section: "RFC 5321 §4.1.2", place: "RCPT",
		is: func(x exchange) bool { return strings.Contains(x.command.Path.Local, "%") }},
	{id: "notify-never", title: "NOTIFY=NEVER,SUCCESS", section: "RFC 3461 §4.1", place: "RCPT",
		is: func(x exchange) bool { return x.badParam("NOTIFY", someValue) }},
	{id: "orcpt-no-type", title: "ORCPT without an address type", section: "RFC 3461 §4.2", place: "RCPT",
		is: func(x exchange) bool { return x.badParam("ORCPT", someValue) }},
	{id: "rcpt-not-offered", title: "RCPT with a parameter not offered", section: "RFC 5321 §4.1.1.11", place: "RCPT", is: exchange.notOffered},
	{id: "many-refused", title: "Refused recipients, one after another", section: "RFC 5321 §7.8", place: "RCPT", repeats: true,
		is: func(x exchange) bool { return x.before.Refusals() >= 9 && len(x.command.Faults) == 0 }, says: exchange.refused},
	{id: "relay", title: "A recipient elsewhere: relaying refused", section: "RFC 5321 §3.6.2", place: "RCPT",
		is:   func(x exchange) bool { return len(x.command.Faults) == 0 },
		says: func(x exchange) bool { return x.refused() && (x.textHas("relay") || x.status() == "7.1") }},
	{id: "no-such-user", title: "A mailbox that does not exist", section: "RFC 5321 §3.3", place: "RCPT",
		is:   func(x exchange) bool { return len(x.command.Faults) == 0 },
		says: func(x exchange) bool { return x.refused() && (x.status() == "1.1" || x.textHas("unknown")) }},

	// The text.
	{id: "data-argument", title: "DATA with an argument", section: "RFC 5321 §4.1.1.4", place: "DATA", kind: smtp.UnexpectedArgument},
	{id: "data-in-chunks", title: "DATA after BDAT", section: "RFC 3030 §2", place: "DATA",
		is: func(x exchange) bool { return x.before.Phase() == smtp.InChunks }},
	{id: "data-before-mail", title: "DATA before MAIL", section: "RFC 5321 §3.3", place: "DATA",
		is: func(x exchange) bool { return x.before.Phase() == smtp.Ready && !x.open() }},
	{id: "data-all-refused", title: "DATA after every recipient was refused", section: "RFC 5321 §3.3", place: "DATA",
		is: func(x exchange) bool { return x.before.Accepted() == 0 && len(x.before.Recipients()) > 0 }},
	{id: "data-no-rcpt", title: "DATA without a recipient", section: "RFC 5321 §3.3", place: "DATA",
		is: func(x exchange) bool { return x.open() && x.before.Accepted() == 0 }},
	{id: "bdat-no-mail", title: "BDAT with octets and no transaction", section: "RFC 3030 §2", place: "BDAT",
		is: func(x exchange) bool {
			n, _, _ := x.command.Chunk()
			return n > 0 && !x.open() && x.before.Offers("CHUNKING")
		}},
	{id: "bdat-empty", title: "BDAT 0 LAST and no transaction", section: "RFC 3030 §2", place: "BDAT",
		is: func(x exchange) bool { return !x.open() && x.before.Offers("CHUNKING") && len(x.command.Faults) == 0 }},

	// What asks, and what starts over.
	{id: "vrfy-bare", title: "VRFY alone", section: "RFC 5321 §4.1.1.6", place: "VRFY", kind: smtp.MissingArgument},
	{id: "vrfy-postmaster", title: "VRFY postmaster", section: "RFC 5321 §3.5.1", place: "VRFY",
		is: func(x exchange) bool { return strings.EqualFold(x.command.Arg, "postmaster") }},
	{id: "vrfy-elsewhere", title: "VRFY of a mailbox elsewhere", section: "RFC 5321 §3.5.3", place: "VRFY", is: exchange.asksMailbox,
		says: func(x exchange) bool { return x.textHas("relay") }},
	{id: "vrfy-unknown", title: "VRFY of a mailbox that does not exist", section: "RFC 5321 §3.5.1", place: "VRFY", is: exchange.asksMailbox,
		says: func(x exchange) bool { return x.reply.Code == 550 }},
	{id: "vrfy-mailbox", title: "VRFY of a mailbox that exists", section: "RFC 5321 §3.5.1", place: "VRFY", is: exchange.asksMailbox,
		says: func(x exchange) bool { return x.reply.Class() == 2 }},
	{id: "vrfy-name", title: "VRFY of a name that exists", section: "RFC 5321 §3.5.1", place: "VRFY",
		is:   func(x exchange) bool { return !x.argHas(" @<") },
		says: func(x exchange) bool { return x.reply.Code != 550 && x.reply.Code != 553 }},
	{id: "expn-bare", title: "EXPN alone", section: "RFC 5321 §4.1.1.7", place: "EXPN", kind: smtp.MissingArgument},
	{id: "expn-unknown", title: "EXPN of a list that does not exist", section: "RFC 5321 §3.5.1", place: "EXPN",
		says: func(x exchange) bool { return x.reply.Code == 550 || x.reply.Code == 553 }},
	{id: "expn", title: "EXPN of a list that exists", section: "RFC 5321 §3.5.2", place: "EXPN",
		says: func(x exchange) bool { return x.reply.Class() == 2 || x.reply.Code == 500 || x.reply.Code == 502 }},
	{id: "help-unknown", title: "HELP with a topic nobody knows", section: "RFC 5321 §4.1.1.8", place: "HELP",
		is: func(x exchange) bool {
			return x.command.Arg != "" && smtp.Verb(smtp.Upper(x.command.Arg)).Standing() == smtp.Foreign
		}},
	{id: "help", title: "HELP", section: "RFC 5321 §4.1.1.8", place: "HELP"},
	{id: "rset-argument", title: "RSET with an argument", section: "RFC 5321 §4.1.1.5", place: "RSET", kind: smtp.UnexpectedArgument},
	{id: "quit-argument", title: "QUIT with an argument", section: "RFC 5321 §4.1.1.10", place: "QUIT", kind: smtp.UnexpectedArgument},

	// Extensions, and what was withdrawn.
	{id: "etrn-bare", title: "ETRN alone", section: "RFC 1985 §5.1", place: "ETRN", kind: smtp.MissingArgument},
	{id: "etrn-in-mail", title: "ETRN inside a mail transaction", section: "RFC 1985 §5", place: "ETRN", is: exchange.open},
	{id: "etrn-two-words", title: "ETRN with two words", section: "RFC 1985 §5", place: "ETRN", kind: smtp.UnexpectedArgument},
	{id: "etrn-queue", title: "ETRN #queue, a named queue", section: "RFC 1985 §5", place: "ETRN",
		is: func(x exchange) bool { return strings.HasPrefix(x.command.Arg, "#") }},
	{id: "etrn", title: "ETRN for a domain", section: "RFC 1985 §5.1", place: "ETRN"},
	{id: "starttls-argument", title: "STARTTLS with an argument", section: "RFC 3207 §4", place: "STARTTLS", kind: smtp.UnexpectedArgument,
		is: func(x exchange) bool { return x.before.Offers("STARTTLS") }},
	{id: "starttls-again", title: "STARTTLS inside TLS", section: "RFC 3207 §4.2", place: "STARTTLS",
		is: func(x exchange) bool { return x.before.TLS() }},
	{id: "auth-in-mail", title: "AUTH inside a mail transaction", section: "RFC 4954 §4", place: "AUTH",
		is: func(x exchange) bool { return x.open() && x.before.Offers("AUTH") }},
	{id: "auth-again", title: "AUTH after a login", section: "RFC 4954 §4", place: "AUTH",
		is: func(x exchange) bool { return x.before.Authenticated() }},
	{id: "auth-bare", title: "AUTH without a mechanism", section: "RFC 4954 §4", place: "AUTH", kind: smtp.MissingArgument,
		is: func(x exchange) bool { return x.before.Offers("AUTH") }},
	{id: "auth-unknown", title: "AUTH with a mechanism not offered", section: "RFC 4954 §4", place: "AUTH",
		is: exchange.unknownMechanism},
	{id: "auth-wrong", title: "AUTH PLAIN with a wrong password", section: "RFC 4954 §4", place: "AUTH",
		is:   func(x exchange) bool { return x.before.Offers("AUTH") },
		says: func(x exchange) bool { return x.reply.Code == 535 }},
	{id: "auth-not-offered", title: "AUTH that was not offered", section: "RFC 4954 §4", place: "AUTH",
		is: func(x exchange) bool {
			m, _ := x.command.Mechanism()
			return m != "" && x.hello() && !x.before.Offers("AUTH")
		}},
	{id: "auth-before-hello", title: "AUTH before EHLO", section: "RFC 4954 §4", place: "AUTH", is: exchange.greeted},
	{id: "turn", title: "TURN", section: "RFC 5321 §F.1", place: "TURN"},
	{id: "atrn", title: "ATRN that was not offered", section: "RFC 2645 §5.2.1", place: "ATRN",
		is: func(x exchange) bool { return !x.before.Offers("ATRN") }},
	{id: "send", title: "SEND", section: "RFC 5321 §F.6", place: "SEND"},
	{id: "soml", title: "SOML", section: "RFC 5321 §F.6", place: "SOML"},
	{id: "saml", title: "SAML", section: "RFC 5321 §F.6", place: "SAML"},
}
