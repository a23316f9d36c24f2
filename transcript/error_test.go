package transcript

import (
	"errors"
	"strings"
	"testing"
)

// What a peer sent, or the system quotes of it, never reaches a terminal raw.
func TestErrorTexts(t *testing.T) {
	hostile := "x509: \x1b[31m\u202e is no name"
	cause := errors.New(hostile)
	for _, err := range []error{
		&ProtocolError{What: "the server said 12 octets behind its 220 to STARTTLS", Octets: []byte(hostile)},
		&GoneError{What: "the connection broke", Octets: []byte(hostile), Cause: cause},
		&GoneError{What: "the connection broke"},
	} {
		if strings.ContainsAny(err.Error(), "\x1b\u202e") {
			t.Errorf("%q", err.Error())
		}
	}
	gone := &GoneError{What: "the connection broke", Cause: cause}
	if !errors.Is(gone, cause) || !strings.HasPrefix(gone.Error(), "the connection broke: x509: ") {
		t.Errorf("%q", gone.Error())
	}
}
