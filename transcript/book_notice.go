package transcript

import (
	"bytes"
)

// noticeSigns stand before the lines of the mail in which Postfix tells the
// postmaster of errors in a session. Postfix calls what it received "In".
var noticeSigns = []string{"In:  ", "Out: "}

// noticeForm returns the form of such mails: if Postfix was the server then what
// came in is the client's. It was the client if more replies came in than went out.
// The form has no reader if no line has a sign.
func noticeForm(lines [][]byte) bookForm {
	in, out := 0, 0
	for _, line := range lines {
		for i, count := range []*int{&in, &out} {
			text, ok := bytes.CutPrefix(bytes.TrimLeft(line, " "), []byte(noticeSigns[i]))
			if _, _, coded := codeOf(text); ok && coded {
				*count++
			}
		}
	}
	if in+out == 0 {
		return bookForm{}
	}
	signs := []sign{{noticeSigns[0], said}, {noticeSigns[1], answered}}
	if in > out {
		signs[0].role, signs[1].role = answered, said
	}
	return bookForm{"notice", func(line []byte) taken {
		t, _ := cutSign(signs, bytes.TrimLeft(line, " "))
		return t
	}, true}
}
