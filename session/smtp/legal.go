package smtp

import (
	"slices"
	"strings"
)

// answers is RFC 5321 section 4.3.2 as a table, with the 556 that RFC 7504 section
// 4 adds to it, and the same for the verbs that extensions bring (RFC 3207, 4954,
// 3030, 4468, 1985, 2645). What any command may get besides is [Anywhere].
var answers = map[Verb]Next{
	EHLO:     {EHLO, []int{250}, []int{504, 550, 502}},
	HELO:     {HELO, []int{250}, []int{504, 550, 502}},
	LHLO:     {LHLO, []int{250}, []int{504, 550, 502}},
	MAIL:     {MAIL, []int{250}, []int{552, 451, 452, 550, 553, 503, 455, 555}},
	RCPT:     {RCPT, []int{250, 251}, []int{550, 551, 552, 553, 450, 451, 452, 503, 455, 555, 556}},
	DATA:     {DATA, []int{354}, []int{503, 554}},
	RSET:     {RSET, []int{250}, nil},
	VRFY:     {VRFY, []int{250, 251, 252}, []int{550, 551, 553, 502, 504}},
	EXPN:     {EXPN, []int{250, 252}, []int{550, 500, 502, 504}},
	HELP:     {HELP, []int{211, 214}, []int{502, 504}},
	NOOP:     {NOOP, []int{250}, nil},
	QUIT:     {QUIT, []int{221}, nil},
	STARTTLS: {STARTTLS, []int{220}, []int{454, 501}},
	AUTH:     {AUTH, []int{235, 334}, []int{432, 454, 500, 501, 503, 504, 530, 534, 535, 538}},
	BDAT:     {BDAT, []int{250}, []int{503, 552, 554, 451, 452, 450, 550}},
	BURL:     {BURL, []int{250}, []int{503, 552, 554, 451}},
	ETRN:     {ETRN, []int{250, 251, 252, 253}, []int{458, 459, 500, 501}},
	ATRN:     {ATRN, []int{250}, []int{450, 451, 453, 502, 530}},
}

// Connection is what may answer the connection itself (RFC 5321 section 4.3.2, RFC
// 7504 section 3).
var Connection = Next{"", []int{220}, []int{521, 554}}

// EndOfText is what may answer the final dot (RFC 5321 section 4.3.2, DATA).
var EndOfText = Next{DATA, []int{250}, []int{552, 554, 451, 452, 450, 550}}

// Anywhere is what may answer every command, whatever it is (RFC 5321 section
// 4.3.2): not known or too long, wrong syntax, closing.
var Anywhere = []int{500, 501, 421}

// Answers returns the replies that the rules allow to a verb, besides [Anywhere];
// false for a verb they do not name.
func (v Verb) Answers() (Next, bool) {
	n, ok := answers[v]
	return n, ok
}

// May returns the replies that the rules allow to what is owed, besides [Anywhere];
// false for a command that the rules do not name.
func (o Owed) May() (Next, bool) {
	switch o.Matter {
	case ForGreeting:
		return Connection, true
	case ForText:
		return EndOfText, true
	case ForAnswer:
		return AUTH.Answers()
	}
	return o.Command.Verb.Answers()
}

var always = []Verb{RSET, NOOP, HELP, VRFY, EXPN, QUIT}

// Legal returns the commands that may be sent now, the most useful first; none
// while the server reads text, an answer or a handshake (RFC 5321 section 4.1.4).
// Verbs that RFC 5321 withdrew are left out, offered or not.
func (s State) Legal() []Next {
	var verbs []Verb
	switch s.Phase() {
	case Refused:
		return []Next{answers[QUIT]}
	case Greeted:
		return nexts([]Verb{EHLO, HELO}, always)
	case Ready:
		verbs = append([]Verb{MAIL}, s.extras()...)
	case InMail:
		verbs = []Verb{RCPT}
	case InRcpt:
		if s.ChunkRefused() {
			return []Next{answers[RSET], answers[QUIT]}
		}
		verbs = append([]Verb{RCPT}, s.texts()...)
	case InChunks:
		verbs = []Verb{BDAT}
	default:
		return nil
	}
	return nexts(verbs, always, s.hellos())
}

func nexts(groups ...[]Verb) []Next {
	verbs := slices.Concat(groups...)
	list := make([]Next, len(verbs))
	for i, v := range verbs {
		list[i] = answers[v]
	}
	return list
}

// hellos are the hellos that may come again: they end a transaction as RSET does
// (RFC 5321 section 4.1.4). LMTP has one of its own (RFC 2033 section 4.1).
func (s State) hellos() []Verb {
	if s.Hello() == LocalHello {
		return []Verb{LHLO}
	}
	return []Verb{EHLO, HELO}
}

func (s State) extras() []Verb {
	var verbs []Verb
	if s.Offers("STARTTLS") && !s.TLS() {
		verbs = append(verbs, STARTTLS)
	}
	if s.Offers("AUTH") && !s.Authenticated() {
		verbs = append(verbs, AUTH)
	}
	if s.Offers("ETRN") {
		verbs = append(verbs, ETRN)
	}
	if s.Offers("ATRN") && s.Authenticated() {
		verbs = append(verbs, ATRN)
	}
	return verbs
}

// texts are the ways to hand the message text over. DATA cannot carry what MAIL
// announced as binary (RFC 3030 section 3).
func (s State) texts() []Verb {
	var verbs []Verb
	if body, _ := s.tx.mail.Param("BODY"); !strings.EqualFold(body.Value, "BINARYMIME") {
		verbs = append(verbs, DATA)
	}
	if s.Offers("CHUNKING") {
		verbs = append(verbs, BDAT)
	}
	if s.Offers("BURL") {
		verbs = append(verbs, BURL)
	}
	return verbs
}

// Needs returns what must come before v may be sent, "" if v fits here (RFC 5321
// section 4.1.4). RSET for a MAIL within a transaction, EHLO before a MAIL, MAIL
// before a RCPT; QUIT where nothing else is left.
func (s State) Needs(v Verb) Verb {
	phase := s.Phase()
	if s.IsPartial() || slices.Contains(always, v) && phase != Refused {
		return ""
	}
	switch v {
	case MAIL, AUTH, STARTTLS, ETRN:
		return needsNoTransaction(phase)
	case RCPT:
		return needsMail(phase)
	case DATA, BDAT:
		return needsRcpt(phase, v)
	}
	if phase == Refused && v != QUIT {
		return QUIT
	}
	return ""
}

func needsNoTransaction(p Phase) Verb {
	switch p {
	case Refused:
		return QUIT
	case Greeted, Opening:
		return EHLO
	case InMail, InRcpt, InChunks:
		return RSET
	}
	return ""
}

func needsMail(p Phase) Verb {
	switch p {
	case Ready:
		return MAIL
	case InMail, InRcpt:
		return ""
	}
	return needsNoTransaction(p)
}

func needsRcpt(p Phase, v Verb) Verb {
	switch {
	case p == InRcpt, p == InChunks && v == BDAT:
		return ""
	case p == InMail:
		return RCPT
	}
	return needsMail(p)
}
