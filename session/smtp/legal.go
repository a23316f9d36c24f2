package smtp

import "slices"

// answers is RFC 5321 section 4.3.2 as a table, and the same for the verbs that
// extensions bring (RFC 3207, 4954, 3030, 1985).
var answers = map[Verb]Next{
	EHLO:     {EHLO, []int{250}, []int{502, 504, 550}},
	HELO:     {HELO, []int{250}, []int{502, 504, 550}},
	LHLO:     {LHLO, []int{250}, []int{502, 504, 550}},
	MAIL:     {MAIL, []int{250}, []int{552, 451, 452, 550, 553, 503, 455, 555}},
	RCPT:     {RCPT, []int{250, 251}, []int{550, 551, 552, 553, 450, 451, 452, 503, 455, 555}},
	DATA:     {DATA, []int{354}, []int{503, 554}},
	RSET:     {RSET, []int{250}, nil},
	VRFY:     {VRFY, []int{250, 251, 252}, []int{550, 551, 553, 502, 504}},
	EXPN:     {EXPN, []int{250, 252}, []int{550, 500, 502, 504}},
	HELP:     {HELP, []int{211, 214}, []int{502, 504}},
	NOOP:     {NOOP, []int{250}, nil},
	QUIT:     {QUIT, []int{221}, nil},
	STARTTLS: {STARTTLS, []int{220}, []int{454, 501}},
	AUTH:     {AUTH, []int{235, 334}, []int{432, 454, 500, 501, 503, 504, 530, 534, 535, 538}},
	BDAT:     {BDAT, []int{250}, []int{451, 452, 503, 552, 554}},
	ETRN:     {ETRN, []int{250, 251, 252, 253}, []int{458, 459, 500, 501}},
}

// EndOfText is what may answer the final dot (RFC 5321 section 4.3.2, DATA).
var EndOfText = Next{DATA, []int{250}, []int{552, 554, 451, 452, 450, 550}}

// Answers returns the replies that the rules allow to a verb; false for a verb
// they do not name.
func (v Verb) Answers() (Next, bool) {
	n, ok := answers[v]
	return n, ok
}

var always = []Verb{RSET, NOOP, HELP, VRFY, EXPN, QUIT}

// Legal returns the commands that may be sent now, the most useful first; none
// while the server reads text, an answer or a handshake (RFC 5321 section 4.1.4).
func (s State) Legal() []Next {
	var verbs []Verb
	switch s.Phase() {
	case Refused:
		verbs = []Verb{QUIT}
	case Greeted:
		verbs = append([]Verb{EHLO, HELO}, always...)
	case Ready:
		verbs = append([]Verb{MAIL}, append(s.extras(), always...)...)
	case InMail:
		verbs = append([]Verb{RCPT}, always...)
	case InRcpt:
		verbs = append([]Verb{RCPT, DATA}, append(s.chunking(), always...)...)
	case InChunks:
		verbs = []Verb{BDAT, RSET, NOOP, QUIT}
	}
	legal := make([]Next, 0, len(verbs))
	for _, v := range verbs {
		legal = append(legal, answers[v])
	}
	return legal
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
	return verbs
}

func (s State) chunking() []Verb {
	if s.Offers("CHUNKING") {
		return []Verb{BDAT}
	}
	return nil
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
