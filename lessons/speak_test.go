package lessons

import (
	"testing"

	"ehlo/session/smtp"
	"ehlo/transcript"
)

// A secret that was cut leaves no blank to be spoken.
func TestSpeakSecret(t *testing.T) {
	e := transcript.Event{Who: transcript.Client, Octets: []byte("AUTH PLAIN \r\n"), Mark: 11, Flags: transcript.Secret}
	if got := Speak(e, smtp.State{}.Connected()); got != "client, AUTH PLAIN, secret cut" {
		t.Error(got)
	}
}
