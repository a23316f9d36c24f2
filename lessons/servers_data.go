package lessons

import (
	"strings"
	"sync"
)

// testSink is the program that stands in for a server in tests of Postfix.
const testSink = "smtp-sink"

// recordedServers are the programs behind the directories of recordings. In
// postfix-policy one Postfix had a setting that is not its default; exim-lenient is
// Exim with higher limits for errors.
var recordedServers = map[string]struct{ name, version string }{
	"postfix":        {"Postfix", "3.7.11"},
	"postfix-policy": {"Postfix", "3.7.11"},
	"exim":           {"Exim", "4.96"},
	"exim-lenient":   {"Exim", "4.96"},
	"sendmail":       {"sendmail", "8.17.1.9"},
	"smtp-sink":      {testSink, "3.7.11"},
}

// policyRecordings is the directory of Postfix under other settings.
const policyRecordings = "postfix-policy"

// serverFacts has the recorded answers. The file is written by the test that proves
// it: go test ./lessons -run Servers -update.
var serverFacts = facts[serverFact]("servers.json")

// A serverFact is what was recorded in one situation.
type serverFact struct {
	Situation string          `json:"situation"`
	Rows      []serverRowFact `json:"rows"`
}

// A serverRowFact is one server's answer and where it was recorded.
type serverRowFact struct {
	Recording string `json:"recording"` // directory and case: "exim/data_no_rcpt"
	Line      string `json:"line"`      // what the client said, cut; "" for nothing
	Code      int    `json:"code,omitempty"`
	Enhanced  string `json:"enhanced,omitempty"`
	HungUp    bool   `json:"hung_up,omitempty"`
	Note      string `json:"note,omitempty"`
}

func (f serverRowFact) row() ServerRow {
	dir, _, _ := strings.Cut(f.Recording, "/")
	server := recordedServers[dir]
	return ServerRow{
		Server: server.name, Version: server.version, Code: f.Code, Enhanced: f.Enhanced, HungUp: f.HungUp, Note: f.Note,
		variant: dir == policyRecordings,
	}
}

// recordedRows finds the rows of a situation by its id.
var recordedRows = sync.OnceValue(func() map[string][]ServerRow {
	rows := map[string][]ServerRow{}
	for _, f := range serverFacts() {
		for _, r := range f.Rows {
			rows[f.Situation] = append(rows[f.Situation], r.row())
		}
	}
	return rows
})

func (s situation) answer() ServersAnswer {
	return ServersAnswer{Situation: s.title, Section: s.section, Rows: recordedRows()[s.id]}
}
