package lessons

import (
	"slices"
	"strings"
	"testing"

	"ehlo/session/smtp"
	"ehlo/transcript"
)

func TestWordAt(t *testing.T) {
	for _, tt := range []struct {
		state, line string // the cursor stands at the bar
		want        string
	}{
		{"ready", "|MAIL FROM:<a@b.example> SIZE=100 BODY=8BITMIME", "MAIL"},
		{"ready", "MAIL| FROM:<a@b.example> SIZE=100 BODY=8BITMIME", "MAIL"},
		{"ready", "MAIL FR|OM:<a@b.example> SIZE=100 BODY=8BITMIME", "MAIL"},
		{"ready", "MAIL FROM:<a@b.example> SI|ZE=100 BODY=8BITMIME", "SIZE"},
		{"ready", "MAIL FROM:<a@b.example> SIZE=1|00 BODY=8BITMIME", "SIZE"},
		{"ready", "MAIL FROM:<a@b.example> SIZE=100 BODY=8BITMIME|", "8BITMIME"},
		{"ready", "rcp|t to:<a@b.example>", "RCPT"},
		{"ready", "RCTP| TO:<a@b.example>", "RCPT"},
		{"ready", "EHLO client.ex|ample", "EHLO"},
		{"ready", "AUTH pla|in", "PLAIN"},
		{"ready", "HELP da|ta", "DATA"},
		{"ready", "550|", "550"},
		{"ready", "|", ""},
		{"text", "Subject: hel|lo", "DATA"},
		{"text", "what does SIZE| mean", "SIZE"},
		{"login", "secret SIZE|", "AUTH"},
	} {
		at := strings.Index(tt.line, "|")
		line := tt.line[:at] + tt.line[at+1:]
		if got := WordAt(line, at, stateNamed(tt.state)); got != tt.want {
			t.Errorf("%s: %q looks up %q, want %q", tt.state, tt.line, got, tt.want)
		}
	}
}

func TestTopics(t *testing.T) {
	for _, tt := range []struct {
		before smtp.State
		event  transcript.Event
		want   []string
	}{
		{stateNamed("ready"), said("noop"), []string{"NOOP"}},
		{stateNamed("ready"), said("xyzzy"), nil},
		{stateNamed("waiting"), answered("550 5.1.1 no"), []string{"MAIL", "550", "5.1.1"}},
		{after(stateNamed("text"), said(".")), answered("250 Ok"), []string{"DATA", "250"}},
		{stateNamed("text"), said("hello"), nil},
		{stateNamed("ready"), answered("nonsense"), nil},
	} {
		if got := Topics(tt.event, tt.before); !slices.Equal(got, tt.want) {
			t.Errorf("%q: %q, want %q", tt.event.Octets, got, tt.want)
		}
	}
}

func TestLookUp(t *testing.T) {
	if got := LookUp("command line"); len(got) != 1 || got[0].Name != "command line" {
		t.Errorf("the phrase gives %v", got)
	}
	if got := LookUp("rcpt 550"); len(got) != 2 || got[0].Name != "RCPT" || got[1].Name != "550" {
		t.Errorf("two words give %v", got)
	}
}
