package loopback

import (
	"encoding/base64"
	"slices"
	"strings"

	"ehlo/session/smtp"
)

// mechanisms returns the names of those that AUTH takes here.
func (d *dialogue) mechanisms(tls bool) []string {
	for _, line := range d.persona.List(tls) {
		if words := strings.Fields(line); words[0] == "AUTH" {
			return words[1:]
		}
	}
	return nil
}

// auth answers AUTH (RFC 4954 section 4). A mechanism that shows the password to
// whoever reads along is not to be had in plain text.
func (d *dialogue) auth(c smtp.Command) answer {
	name, initial, given := firstResponse(c)
	switch {
	case slices.Contains(d.mechanisms(d.state.TLS()), name):
	case slices.Contains(d.mechanisms(true), name):
		return needsTLS
	default:
		return noMechanism
	}
	if given && name == "CRAM-MD5" {
		return notFirst
	}
	response, ok := []byte(nil), true
	if given {
		response, ok = decodeResponse(initial)
	}
	if !ok {
		return notBase64
	}
	d.login = d.server.newLogin(name)
	return d.step(response)
}

// firstResponse returns the mechanism and the initial response of an AUTH. The
// response "=" is there and empty.
func firstResponse(c smtp.Command) (name, initial string, given bool) {
	name, _ = c.Mechanism()
	words := strings.Fields(c.Arg)
	switch {
	case len(words) < 2:
		return name, "", false
	case words[1] == "=":
		return name, "", true
	}
	return name, words[1], true
}

// respond answers a line that answers a 334.
func (d *dialogue) respond(line []byte, long bool) {
	said := d.state.Said(line)
	d.logSaid(line, long, nil)
	d.told = false
	text := strings.TrimSuffix(string(line), "\r\n")
	response, ok := decodeResponse(text)
	var a answer
	switch {
	case long || len(line) > smtp.AuthLineLimit:
		a = answerTooLong
	case text == "*":
		a = canceled
	case !ok:
		a = notBase64
	default:
		a = d.step(response)
	}
	d.state = said.Answered(d.say(a))
	d.forget()
}

// decodeResponse decodes base64 with nothing else in it, not even a line end (RFC
// 4954 section 4). An empty response is not nil.
func decodeResponse(text string) (response []byte, ok bool) {
	if strings.ContainsAny(text, "\r\n") {
		return nil, false
	}
	response, err := base64.StdEncoding.DecodeString(text)
	return response, err == nil
}

// step hands the mechanism what the client answered; nil if it has not been asked.
func (d *dialogue) step(response []byte) answer {
	challenge, done, err := d.login.Next(response)
	switch {
	case err != nil:
		return badCredentials
	case done:
		return loggedIn
	}
	return answer{code: 334, text: base64.StdEncoding.EncodeToString(challenge)}
}
