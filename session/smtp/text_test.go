package smtp

import (
	"slices"
	"strings"
	"testing"
)

var oddText = []struct {
	line string
	want []Fault
}{
	{"\r\n", nil},
	{"", nil},
	{".\r\n", nil},
	{"..hidden\r\n", nil},
	{"tab\tand \x1b escape\r\n", nil},
	{"a\nb\r\n", []Fault{{BareLF, Span{1, 2}}}},
	{"a\n", []Fault{{BareLF, Span{1, 2}}}},
	{"a\n\n\r\n", []Fault{{BareLF, Span{1, 3}}}},
	{"a\rb\r\n", []Fault{{BareCR, Span{1, 2}}}},
	{"a\r\r\n", []Fault{{BareCR, Span{1, 2}}}},
	{"na\xc3\xafve\r\n", []Fault{{EightBit, Span{2, 4}}}},
	{"a\x00\x00b\r\n", []Fault{{ControlOctet, Span{1, 3}}}},
	{strings.Repeat("x", 998) + "\r\n", nil},
	{strings.Repeat("x", 999) + "\r\n", []Fault{{LineTooLong, Span{998, 999}}}},
	{strings.Repeat("x", 1002), []Fault{{LineTooLong, Span{998, 1002}}}},
	{"." + strings.Repeat("x", 998) + "\r\n", nil},
	{"." + strings.Repeat("x", 999) + "\r\n", []Fault{{LineTooLong, Span{999, 1000}}}},
}

func TestCheckText(t *testing.T) {
	for _, x := range oddText {
		if got := CheckText([]byte(x.line)); !slices.Equal(got, x.want) {
			t.Errorf("%.40q: got %v, want %v", x.line, got, x.want)
		}
	}
}

func TestCheckTextIsBounded(t *testing.T) {
	line := []byte(strings.Repeat("\xffa\x00a\ra\na", 1<<13) + "\r\n")
	if n := len(CheckText(line)); n > 4*runsLimit+1 {
		t.Errorf("%d faults", n)
	}
}
