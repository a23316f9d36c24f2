package lessons

import (
	"slices"
	"strconv"
	"strings"
)

// A Protection is what a TLS handshake came to, as an event of the kind
// [transcript.Secured] tells it. Its texts are ready to print. The zero value is a
// handshake of which nothing is known.
type Protection struct {
	Version  string // "TLS 1.3"
	Cipher   string
	Verified bool     // the server proved its name
	Pinned   bool     // by a certificate that was named beforehand
	Verdict  string   // "verified for mx.example.org", "pinned for …", "not verified: …"; "" where it isn't known
	Rows     []Detail // the certificate, and the two above
}

// A Detail is one row of a certificate card.
type Detail struct{ Name, Value string }

// certificateParts are the parts of the text of a handshake and what they are called.
var certificateParts = [...]struct{ begin, name string }{
	{"certificate for ", "subject"},
	{"names ", "names"},
	{"issued by ", "issuer"},
	{"valid ", "valid"},
	{"chain of ", "chain"},
	{"sha256 ", "SHA-256"},
	{"without the pin: ", "no pin"},
}

const (
	verifiedFor = "verified for "
	notVerified = "not verified: "
)

// ReadProtection takes the text of a handshake apart. What it doesn't know it leaves
// out: a text from elsewhere may have another form.
func ReadProtection(text string) Protection {
	var p Protection
	var rows []Detail
	for i, part := range strings.Split(text, "; ") {
		switch {
		case i == 0:
			p.Version, p.Cipher, _ = strings.Cut(shownText(part, 80), ", ")
		case strings.HasPrefix(part, verifiedFor):
			p.Verified, p.Verdict = true, shownText(part, 300)
		case strings.HasPrefix(part, notVerified):
			p.Verdict = shownText(part, 300)
		case part == "pinned":
			p.Pinned, p.Verdict = true, "pinned"+strings.TrimPrefix(p.Verdict, "verified")
		default:
			rows = append(rows, detailOf(part)...)
		}
	}
	if p.Version != "" {
		p.Rows = append(p.Rows, Detail{"version", p.Version})
	}
	if p.Cipher != "" {
		p.Rows = append(p.Rows, Detail{"cipher", p.Cipher})
	}
	p.Rows = append(p.Rows, rows...)
	return p
}

func detailOf(part string) []Detail {
	for _, known := range certificateParts {
		value, ok := strings.CutPrefix(part, known.begin)
		if !ok {
			continue
		}
		value = shownText(value, 400)
		if known.name == "chain" {
			n, _ := strconv.Atoi(value)
			value = counted(n, "certificate")
		}
		return []Detail{{known.name, value}}
	}
	return nil
}

// Unproved reports whether the server did not prove its name, or nobody looked.
func (p Protection) Unproved() bool { return strings.HasPrefix(p.Verdict, notVerified) }

// Brief returns version, cipher and verdict on one line.
func (p Protection) Brief() string {
	parts := []string{p.Version, p.Cipher, p.Verdict}
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), ", ")
}

// told says how the line is encrypted, and where the certificate is to be read.
func (p Protection) told() string {
	how := Protection{Version: p.Version, Cipher: p.Cipher}.Brief()
	switch {
	case how == "":
		return ""
	case slices.ContainsFunc(p.Rows, func(d Detail) bool { return d.Name == "subject" }):
		return how + ". `:card` shows the certificate."
	}
	return how + "."
}

// card draws the certificate, one row each.
func (p Protection) card() string {
	var rows []string
	for _, d := range p.Rows {
		value := d.Value
		if half := len(value) / 2; d.Name == "SHA-256" && len(value) == 64 {
			value = value[:half] + "\n" + strings.Repeat(" ", detailColumn) + value[half:]
		}
		rows = append(rows, d.Name+strings.Repeat(" ", max(detailColumn-len(d.Name), 1))+value)
	}
	return strings.Join(rows, "\n")
}

// selfSigned says what it means that a certificate is its own issuer; "" where it
// isn't.
func (p Protection) selfSigned() string {
	if subject := p.detail("subject"); subject == "" || subject != p.detail("issuer") {
		return ""
	}
	return "Issuer and subject are one: it is self-signed, and proves a name only to who trusts this very certificate. The included server's is made by ehlo, which therefore trusts it."
}

// detail returns the value of a row of the card, "" if it has none.
func (p Protection) detail(name string) string {
	for _, d := range p.Rows {
		if d.Name == name {
			return d.Value
		}
	}
	return ""
}

// detailColumn is where the values of a card begin.
const detailColumn = 9

// An unproved is why a certificate does not verify, and what that means to a person.
type unproved struct{ because, say, remedy string }

// unproveds are told apart by how the reason begins; the last is for any other.
var unproveds = [...]unproved{
	{"the certificate is for ", "The server proved another name than the one that was asked for.", "Somebody else may be answering there, or the host has a second name: `--sni NAME` asks for it."},
	{"the certificate names nobody", "The certificate has no name in it that could be compared.", "Who answers there stays unproved."},
	{"the certificate is self-signed", "The server alone vouches for itself, as a stranger could.", "`--pin` trusts the one whose fingerprint you know."},
	{"nobody this machine trusts", "Nobody this machine trusts vouches for it: its authority is a private one, or a certificate is missing from the chain.", "`--ca FILE` names an authority to trust."},
	{"the certificate has expired", "The certificate's time is over, so nobody vouches for it any more.", "Who keeps the server can renew it, if this computer's clock is right."},
	{"the certificate is not valid yet", "The certificate's time has not come.", "This computer's clock may be behind; if it is right, the server began with its certificate too early."},
	{"nobody looked", "--insecure: the certificate was not looked at. Anybody may be answering there.", "Without it ehlo tells who it is."},
	{"the server showed no", "There was no certificate. Anybody may be answering there.", ""},
	{"", "Who answers there isn't proved.", ""},
}

// unprovedFor returns what there is to say of a reason.
func unprovedFor(reason string) unproved {
	for _, u := range unproveds {
		if strings.HasPrefix(reason, u.because) {
			return u
		}
	}
	return unproved{}
}
