package lessons

import (
	"strings"

	"ehlo/session/smtp"
	"ehlo/transcript"
)

// factMoments are about what happens without anybody speaking.
var factMoments = [...]moment{
	{Rule{
		ID: "D12.1", Severity: Note, Section: "RFC 5321 §4.5.3.2.6",
		Say: "You can't know whether the server has it.", Remedy: "You must send again later; the price of never losing mail is that it may arrive twice.",
		Breaks: toBody + "C: .\nL: lost",
		Keeps:  toEnd + "L: lost",
	}, 0, func(x scene) (smtp.Span, bool) {
		owed, waits := x.before.Owed()
		return smtp.Span{}, x.ends() && waits && owed.Matter == smtp.ForText
	}},
	{Rule{
		ID: "D12.2", Severity: Note, Section: "RFC 5321 §4.1.1.10",
		Say: "The message was not completed: nobody got it.", Remedy: "The 354 only promised to listen; the message is still yours.",
		Breaks: toBody + "L: closed the server",
		Keeps:  toEnd + "L: closed the server",
	}, 0, func(x scene) (smtp.Span, bool) {
		return smtp.Span{}, x.ends() && x.before.Reading() == smtp.AsText
	}},
	{Rule{
		ID: "D9.1", Severity: Note, Section: "RFC 5321 §3.8",
		Say: "There was no need to close: after a no the session goes on as it was.", Remedy: "Nothing is lost. QUIT before the end tells it from a crash.",
		Breaks: toHello + "C: XYZZY\nS: 500 what\nL: closed ehlo closed the connection",
		Keeps:  toHello + "C: NOOP\nS: 250 Ok\nL: closed ehlo closed the connection",
	}, 0, func(x scene) (smtp.Span, bool) { return smtp.Span{}, x.leavesWithoutQuit() && x.before.JustRefused() }},
	{Rule{
		ID: "D1.3", Severity: Note, Section: "RFC 5321 §4.1.1.10",
		Say: "Nothing was open, so nothing is lost.", Remedy: "Without QUIT the server can't tell it from a crash.",
		Breaks: toEnd + "L: closed ehlo closed the connection",
		Keeps:  toEnd + "C: QUIT\nS: 221 bye\nL: closed ehlo closed the connection",
	}, 0, func(x scene) (smtp.Span, bool) { return smtp.Span{}, x.leavesWithoutQuit() && !x.before.JustRefused() }},
	{Rule{
		ID: "D14.5", Severity: Note, Section: "RFC 6409 §3.1",
		Say: "Nobody answered there, or something in between refused.", Remedy: "Many networks block port 25; 587 is the port for submission.",
		Breaks: "L: dial-error 192.0.2.1:25: connection timed out",
		Keeps:  "L: dial-error 192.0.2.1:587: connection refused",
	}, 0, func(x scene) (smtp.Span, bool) {
		return smtp.Span{}, x.event.Fact == transcript.DialError && strings.Contains(x.event.Text, ":25:")
	}},
	{Rule{
		ID: "D17.5", Severity: Note, Section: "RFC 8314 §3.3",
		Say: "Port 465 wants TLS before a word of SMTP.", Remedy: "Until TLS stands, silence or odd octets are what comes.",
		Breaks: "L: connected from 127.0.0.1:40000 to 127.0.0.1:465",
		Keeps:  "L: connected from 127.0.0.1:40000 to 127.0.0.1:25",
	}, 0, func(x scene) (smtp.Span, bool) {
		return smtp.Span{}, x.event.Fact == transcript.Connected && strings.HasSuffix(x.event.Text, ":465")
	}},
	{Rule{
		ID: "D17.4", Severity: Note, Section: "RFC 3207 §6",
		Say:    "TLS proves nobody's sender address.",
		Breaks: toHello + "C: STARTTLS\nS: 220 go\nL: secured",
		Keeps:  "L: connected from 127.0.0.1:40000 to 127.0.0.1:25",
	}, 0, func(x scene) (smtp.Span, bool) { return smtp.Span{}, x.event.Fact == transcript.Secured }},
}

// ends reports whether the event is the end of the connection.
func (x scene) ends() bool {
	return x.event.Fact == transcript.Closed || x.event.Fact == transcript.Lost
}

// leavesWithoutQuit reports whether the client closed an idle session in which
// nothing was open.
func (x scene) leavesWithoutQuit() bool {
	if x.event.Fact != transcript.Closed || strings.HasPrefix(x.event.Text, transcript.ClosedByServer) {
		return false
	}
	switch x.before.Phase() {
	case smtp.Greeted, smtp.Ready:
		return x.before.OwedCount() == 0 && x.before.Reading() == smtp.AsCommand
	}
	return false
}
