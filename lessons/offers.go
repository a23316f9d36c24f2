package lessons

import (
	"fmt"
	"strconv"
	"strings"

	"ehlo/session/smtp"
)

// offerRows is how many offers an explanation lists; the card has all.
const offerRows = 10

// offerLines draws the answer to EHLO line by line: what each offers.
func (x exchange) offerLines() []string {
	if x.reply.Class() != 2 || x.to != "EHLO" && x.to != "LHLO" {
		return nil
	}
	offers := smtp.ParseOffers(x.reply)
	if len(offers) == 0 {
		return nil
	}
	var lines []string
	for i, o := range offers {
		if i == offerRows-1 && len(offers) > offerRows {
			return append(lines, fmt.Sprintf("and %d more: Enter or :card", len(offers)-i))
		}
		lines = append(lines, offerLine(o))
	}
	return lines
}

// offerLine says in one line what an offer is.
func offerLine(o smtp.Offer) string {
	name := shownText(o.Keyword, 19)
	meaning := "unknown to ehlo; ignore it"
	if k, ok := keywordNamed(o.Keyword); ok {
		meaning = k.Short
	} else if strings.HasPrefix(o.Keyword, "X") {
		meaning = "private, by agreement"
	}
	switch {
	case o.Keyword == "SIZE" && len(o.Params) > 0:
		meaning = sizeMeaning(o.Params[0])
	case o.Keyword == "AUTH" && len(o.Params) > 0:
		meaning = "login: " + shownText(strings.Join(o.Params, " "), 60)
	}
	return clip(name+": "+meaning, Width)
}

// sizeMeaning says what stands behind SIZE (RFC 1870 section 4).
func sizeMeaning(value string) string {
	n, err := strconv.ParseUint(value, 10, 63)
	switch {
	case err != nil:
		return "largest message, " + shownText(value, 12)
	case n == 0:
		return "no fixed limit"
	}
	return "at most " + thousands(int(n)) + " octets"
}

// offerParagraphs says of each line of the list what it offers, and which verb or
// parameter it enables.
func offerParagraphs(offers []smtp.Offer) []string {
	var list []string
	for _, o := range offers {
		text := offerLine(o)
		if k, ok := keywordNamed(o.Keyword); ok {
			text = paragraph(offerLine(smtp.Offer{Keyword: o.Keyword})+".", k.Meaning, hereMeaning(o), k.enables(), k.Section)
		}
		list = append(list, text)
	}
	return list
}

// hereMeaning says what stands behind a keyword in this list, if anything does.
func hereMeaning(o smtp.Offer) string {
	switch {
	case len(o.Params) == 0:
		return ""
	case o.Keyword == "SIZE":
		return "Here: " + sizeMeaning(o.Params[0]) + "."
	}
	return "Here: `" + shownText(strings.Join(o.Params, " "), 120) + "`."
}

// enables says which verb or parameter a keyword brings; "" if nothing is typed for
// it.
func (k keywordFact) enables() string {
	var forms []string
	for _, v := range k.Verbs {
		forms = append(forms, "`"+v+"`")
	}
	for _, p := range k.Params {
		forms = append(forms, "`"+paramExample(k.Keyword, p)+"`")
	}
	if len(forms) == 0 {
		return ""
	}
	return "Enables " + strings.Join(forms, ", ") + "."
}
