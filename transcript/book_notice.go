package transcript

import (
	"bytes"
)

// noticeSigns stand before the lines of the mail in which Postfix tells the
// postmaster of errors in a session. Postfix calls what it received "In".
var noticeSigns = []string{"In:  ", "Out: "}

// noticeForm returns the form of such mails: the server is who says the first reply,
// the greeting. If Postfix was the client then that came in. The form has no reader
// if no line has a sign and a code.
func noticeForm(lines [][]byte) bookForm {
	server := -1
	for _, line := range lines {
		for i, sign := range noticeSigns {
			text, ok := bytes.CutPrefix(bytes.TrimLeft(line, " "), []byte(sign))
			if _, _, coded := codeOf(text); ok && coded && server < 0 {
				server = i
			}
		}
	}
	if server < 0 {
		return bookForm{}
	}
	signs := []sign{{noticeSigns[server], answered}, {noticeSigns[1-server], said}}
	return bookForm{"notice", func(line []byte) taken {
		t, _ := cutSign(signs, bytes.TrimLeft(line, " "))
		return t
	}, true}
}
