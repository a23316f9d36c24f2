package course

import "testing"

func TestJudgeNumber(t *testing.T) {
	size := 10485760
	q := Question{Number: &size, Near: map[int]string{10: "MiB"}, Why: "so it is"}
	for answer, want := range map[string]Marked{
		"10485760": {true, "so it is"}, " 10,485,760 ": {true, "so it is"}, "10'485'760": {true, "so it is"},
		"10 485 760": {true, "so it is"}, "10_485_760": {true, "so it is"}, "10485760 octets": {true, "so it is"},
		"10,485,760 octets long.": {true, "so it is"}, "10485760Bytes": {true, "so it is"},
		"10": {false, "MiB"}, "10 MiB": {false, "MiB"}, "7": {false, "so it is"}, "10,485,761": {false, "so it is"},
	} {
		if m, ok := q.Judge(answer); !ok || m != want {
			t.Errorf("%q: %+v, %v", answer, m, ok)
		}
	}
	for _, answer := range []string{"", "octets", "10,48", "1,0485,760", "10.5", "10 or 11", "10485760 10485760", "99999999999999999999", "0x10"} {
		if m, ok := q.Judge(answer); ok {
			t.Errorf("%q is an answer: %+v", answer, m)
		}
	}
}

func TestJudgeOption(t *testing.T) {
	for _, c := range []struct {
		options []string
		answer  string
		want    int // 0: none
	}{
		{[]string{"Yes, it has to check", "No"}, "2", 2},
		{[]string{"Yes, it has to check", "No"}, "b", 2},
		{[]string{"Yes, it has to check", "No"}, "no", 2},
		{[]string{"Yes, it has to check", "No"}, `"Yes, it has to check"`, 1},
		{[]string{"Yes, it has to check", "No"}, "yes", 1},
		{[]string{"Yes, it has to check", "No"}, "ye", 0},
		{[]string{"Yes, it has to check", "No"}, "3", 0},
		{[]string{"Yes, it has to check", "No"}, "", 0},
		{[]string{"Yes, it has to check", "No"}, `""`, 0},
		{[]string{"The server's", "Still `yours`"}, "the  Servers", 1},
		{[]string{"The server's", "Still `yours`"}, "still yours", 2},
		{[]string{"EHLO [192.0.2.1], in brackets", "EHLO 192.0.2.1", "EHLO"}, "ehlo", 3},
		{[]string{"From RCPT", "From EHLO"}, "from", 0},
		{[]string{"a.", "a"}, "a", 2}, // its words, not its letter
		{[]string{"..", ".", "a"}, ".", 2},
		{[]string{"552", "550", "452"}, "452", 3},
		{[]string{"3", "4", "1"}, "3", 3}, // its number, not its words
		{[]string{"0D", "0A", "2E", "0D"}, "0d", 0},
		{[]string{"0D", "0A", "2E", "0D"}, "0a", 2},
		{[]string{"The body", "A header field"}, "a", 1},
	} {
		q := Question{Pick: c.options, Answer: c.want, Why: "so"}
		if m, ok := q.Judge(c.answer); ok != (c.want > 0) || m.Right != ok {
			t.Errorf("%q of %q: %+v, %v, want option %d", c.answer, c.options, m, ok, c.want)
		}
	}
}
