package lessons

import (
	"embed"
	"encoding/json"
	"sync"
)

//go:embed reference/*.json
var referenceFiles embed.FS

// Each file is read when something in it is asked for, never at the start of the
// program.
var (
	commandFacts   = facts[commandFact]("commands.json")
	replyFacts     = facts[replyFact]("replies.json")
	enhancedFacts  = facts[enhancedFact]("enhanced.json")
	keywordFacts   = facts[keywordFact]("keywords.json")
	mechanismFacts = facts[mechanismFact]("mechanisms.json")
	limitFacts     = facts[limitFact]("limits.json")
)

// facts returns a function that reads the file on its first call. The files are
// part of the program: one that can't be read is a mistake in the program.
func facts[T any](name string) func() []T {
	return sync.OnceValue(func() []T {
		octets, err := referenceFiles.ReadFile("reference/" + name)
		if err != nil {
			panic(err)
		}
		var list []T
		if err := json.Unmarshal(octets, &list); err != nil {
			panic("reference/" + name + ": " + err.Error())
		}
		return list
	})
}

// A commandFact is one verb.
type commandFact struct {
	Verb    string      `json:"verb"`
	Name    string      `json:"name"`
	Syntax  string      `json:"syntax"`
	Purpose string      `json:"purpose"`
	Params  []paramFact `json:"params"`
	Order   string      `json:"order"`
	Effect  string      `json:"effect"`
	Replies []struct {
		Code int    `json:"code"`
		When string `json:"when"`
	} `json:"replies"`
	Group   string   `json:"group"`   // where it may stand when commands are pipelined
	Keyword string   `json:"keyword"` // the offer it needs
	Status  string   `json:"status"`
	Wait    int      `json:"wait"` // seconds a client should wait at least
	Example []string `json:"example"`
	Notes   []string `json:"notes"`
	Section string   `json:"section"`
}

// A paramFact is one parameter of MAIL or RCPT, or an argument of another verb.
type paramFact struct {
	Name      string `json:"name"`
	Verb      string `json:"verb"` // in a keywordFact
	Syntax    string `json:"syntax"`
	Meaning   string `json:"meaning"`
	Extension string `json:"extension"` // the keyword that offers it, in a commandFact
	Section   string `json:"section"`
}

// A replyFact is one reply code.
type replyFact struct {
	Code    int      `json:"code"`
	Short   string   `json:"short"` // at most 34 columns
	Meaning string   `json:"meaning"`
	To      []string `json:"to"`
	Next    string   `json:"next"`
	Closes  bool     `json:"closes"`
	Foreign bool     `json:"foreign"` // no RFC defines it
	Notes   string   `json:"notes"`
	Section string   `json:"section"`
}

// An enhancedFact is one enhanced status code without its class: "X.1.1".
type enhancedFact struct {
	Code    string   `json:"code"`
	Title   string   `json:"title"` // as registered
	Short   string   `json:"short"` // at most 34 columns
	Meaning string   `json:"meaning"`
	Next    string   `json:"next"`
	With    []string `json:"with"`    // reply codes it goes with
	Classes string   `json:"classes"` // classes that make sense: "45"
	Notes   string   `json:"notes"`
	Section string   `json:"section"`
}

// A keywordFact is one EHLO keyword.
type keywordFact struct {
	Keyword    string         `json:"keyword"`
	Name       string         `json:"name"`
	Short      string         `json:"short"` // at most 24 columns
	Meaning    string         `json:"meaning"`
	Behind     string         `json:"behind"` // what may follow it in the EHLO answer
	Params     []paramFact    `json:"params"`
	Verbs      []string       `json:"verbs"`
	Adds       map[string]int `json:"adds"` // octets it adds to the limit of a command line
	Status     string         `json:"status"`
	Registered bool           `json:"registered"`
	Vendor     string         `json:"vendor"`
	Notes      string         `json:"notes"`
	Section    string         `json:"section"`
}

// A mechanismFact is one SASL mechanism.
type mechanismFact struct {
	Name     string   `json:"name"`
	First    string   `json:"first"` // who speaks first
	Trips    string   `json:"trips"`
	Message  string   `json:"message"`
	Initial  string   `json:"initial"` // what of an initial response
	Secret   []string `json:"secret"`
	Security string   `json:"security"`
	Status   string   `json:"status"`
	Source   string   `json:"source"` // where no RFC describes it
	Section  string   `json:"section"`
}

// A limitFact is a size, a time, a retry rule or a port.
type limitFact struct {
	Kind     string `json:"kind"` // "limit", "timeout", "retry", "port"
	Name     string `json:"name"`
	Value    string `json:"value"`
	Bound    string `json:"bound"`
	Meaning  string `json:"meaning"`
	Exceeded string `json:"exceeded"`
	Notes    string `json:"notes"`
	Section  string `json:"section"`
}

// find returns the first of list that is meant; false if none is.
func find[T any](list []T, meant func(T) bool) (T, bool) {
	for _, t := range list {
		if meant(t) {
			return t, true
		}
	}
	var none T
	return none, false
}

func commandNamed(verb string) (commandFact, bool) {
	return find(commandFacts(), func(c commandFact) bool { return c.Verb == verb })
}

func replyNumbered(code int) (replyFact, bool) {
	return find(replyFacts(), func(r replyFact) bool { return r.Code == code })
}

func keywordNamed(keyword string) (keywordFact, bool) {
	return find(keywordFacts(), func(k keywordFact) bool { return k.Keyword == keyword })
}

func mechanismNamed(name string) (mechanismFact, bool) {
	return find(mechanismFacts(), func(m mechanismFact) bool { return m.Name == name })
}

// enhancedStatus returns the fact for subject and detail: "1.1".
func enhancedStatus(status string) (enhancedFact, bool) {
	return find(enhancedFacts(), func(e enhancedFact) bool { return e.Code == "X."+status })
}
