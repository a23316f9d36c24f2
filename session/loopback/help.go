package loopback

import (
	"strings"

	"ehlo/session/smtp"
)

// helpTopics are in the order in which HELP lists them.
var helpTopics = []struct {
	verb smtp.Verb
	text string
}{
	{smtp.LHLO, "LHLO <host name or address literal>"},
	{smtp.EHLO, "EHLO <host name or address literal>"},
	{smtp.HELO, "HELO <host name>"},
	{smtp.STARTTLS, "STARTTLS, then the TLS handshake, then EHLO again"},
	{smtp.AUTH, "AUTH <mechanism> [<initial response in base64>]"},
	{smtp.MAIL, "MAIL FROM:<reverse-path> [SIZE=<octets>] [BODY=7BIT|8BITMIME]"},
	{smtp.RCPT, "RCPT TO:<forward-path>"},
	{smtp.DATA, "DATA, then the text, then a line that is one dot"},
	{smtp.BDAT, "BDAT <octets> [LAST], then exactly so many octets"},
	{smtp.RSET, "RSET gives up the open mail transaction"},
	{smtp.VRFY, "VRFY <user name or mailbox>"},
	{smtp.EXPN, "EXPN <mailing list>"},
	{smtp.HELP, "HELP [<verb>]"},
	{smtp.NOOP, "NOOP [<anything>] does nothing"},
	{smtp.QUIT, "QUIT ends the connection"},
}

// help answers HELP (RFC 5321 section 4.1.1.8).
func (d *dialogue) help(topic string) answer {
	list := "Commands:"
	for _, t := range helpTopics {
		if !d.persona.Does(t.verb) {
			continue
		}
		if strings.EqualFold(string(t.verb), topic) {
			text := t.text
			if !d.persona.Offers("SIZE", d.state.TLS()) {
				text, _, _ = strings.Cut(text, " [SIZE")
			}
			return answer{code: 214, enhanced: "2.0.0", text: text}
		}
		list += " " + string(t.verb)
	}
	if topic != "" {
		return noTopic
	}
	return lines(214, "2.0.0", []string{list, "HELP <verb> tells more of one"})
}
