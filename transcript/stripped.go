package transcript

import "strings"

// How the text of the [Warning] begins that STARTTLS is missing where it was offered
// before, and how it ends.
const (
	strippedBegins = "STARTTLS was offered here on "
	strippedProved = ", with a certificate that verified"
	strippedEnds   = ", and is missing now"
)

// StrippedText returns the text of the [Warning] that a server offers no STARTTLS and
// did so on a day, as 2006-01-02. proved says that its certificate verified then.
func StrippedText(day string, proved bool) string {
	if proved {
		return strippedBegins + day + strippedProved + strippedEnds
	}
	return strippedBegins + day + strippedEnds
}

// Stripped reports whether an event tells that STARTTLS is missing where it was
// offered before, and when that was, in the words of the event.
func (e Event) Stripped() (when string, ok bool) {
	rest, begins := strings.CutPrefix(e.Text, strippedBegins)
	when, ends := strings.CutSuffix(rest, strippedEnds)
	return when, e.Who == Local && e.Fact == Warning && begins && ends
}
