package loopback

import (
	"strings"

	"ehlo/session/loopback/persona"
	"ehlo/session/smtp"
)

// askedFor returns what VRFY or EXPN asks for, without the SMTPUTF8 behind it (RFC
// 6531 section 3.7.4.2).
func askedFor(c smtp.Command) string {
	if p, ok := c.Param("SMTPUTF8"); ok {
		return strings.TrimSuffix(strings.TrimRight(c.Arg, " \t"), string(c.Line[p.Span.From:p.Span.To]))
	}
	return c.Arg
}

// vrfy answers VRFY (RFC 5321 sections 3.5.1 to 3.5.3). The mailbox is always
// given as <local-part@domain>.
func (d *dialogue) vrfy(arg string) answer {
	w := d.persona.World
	f, several, bad := d.lookUp(arg)
	switch {
	case bad.code != 0:
		return bad
	case d.persona.VRFY == persona.Discreet:
		return notVerified
	case len(several) > 1:
		return lines(553, "5.1.4", append([]string{"Ambiguous; Possibilities are"}, named(w, several)...))
	}
	switch f.Standing {
	case persona.OfUser:
		return answer{code: 250, enhanced: "2.1.5", text: f.User.Full + " <" + w.Mailbox(f.User) + ">"}
	case persona.OfList:
		return answer{code: 252, enhanced: "2.1.5", text: "Unable to verify members of mailing list <" + f.List.Name + "@" + w.Domain + ">"}
	case persona.OfMoved:
		return d.vrfyMoved(f.To)
	case persona.Elsewhere:
		return noRelay
	}
	return noSuchUser
}

func (d *dialogue) vrfyMoved(mailbox string) answer {
	if d.persona.Moved == persona.Forward {
		return answer{code: 251, enhanced: "2.1.5", text: "User not local; will forward to <" + mailbox + ">"}
	}
	return notLocal(mailbox)
}

// expn answers EXPN (RFC 5321 section 3.5.1): one mailbox on each line.
func (d *dialogue) expn(arg string) answer {
	w := d.persona.World
	f, several, bad := d.lookUp(arg)
	switch {
	case bad.code != 0:
		return bad
	case d.persona.EXPN == persona.Discreet:
		return notVerified
	case f.Standing == persona.OfList:
		return lines(250, "2.1.5", named(w, w.Members(f.List)))
	case f.Standing == persona.Elsewhere:
		return noRelay
	case f.Standing == persona.Unknown && len(several) == 0:
		return answer{code: 550, enhanced: "5.1.1", text: "No such mailing list here"}
	}
	return answer{code: 550, enhanced: "5.1.0", text: "That is a user name, not a mailing list"}
}

// lookUp finds what VRFY and EXPN ask for: a mailbox, with or without angle
// brackets, a local-part, or a name of a person. several has the users meant
// when a name fits more than one.
func (d *dialogue) lookUp(arg string) (f persona.Finding, several []persona.User, bad answer) {
	w := d.persona.World
	arg = strings.TrimSpace(arg)
	if strings.Contains(arg, "@") || strings.HasPrefix(arg, "<") {
		path, faults := smtp.ParsePath([]byte(arg))
		for _, fault := range faults {
			if k := fault.Kind; k != smtp.MissingAngleBrackets && k != smtp.MissingDomain && !d.persona.Forgiving(k) {
				return f, nil, answer{code: 501, enhanced: "5.1.3", text: "Bad address: syntax error"}
			}
		}
		if path.Domain == "" {
			return w.Named(unquote(path.Local)), nil, answer{}
		}
		return w.Find(path, d.isOwn), nil, answer{}
	}
	name := unquote(arg)
	if f = w.Named(name); f.Standing != persona.Unknown {
		return f, nil, answer{}
	}
	several = w.Called(name)
	if len(several) == 1 {
		return persona.Finding{Standing: persona.OfUser, User: several[0]}, several, answer{}
	}
	return f, several, answer{}
}

func named(w *persona.World, users []persona.User) []string {
	var texts []string
	for _, u := range users {
		texts = append(texts, u.Full+" <"+w.Mailbox(u)+">")
	}
	return texts
}

// unquote removes the quoting of a quoted string (RFC 5321 section 4.1.2).
func unquote(s string) string {
	if len(s) < 2 || s[0] != '"' || s[len(s)-1] != '"' {
		return s
	}
	var b strings.Builder
	for i := 1; i < len(s)-1; i++ {
		if s[i] == '\\' && i+1 < len(s)-1 {
			i++
		}
		b.WriteByte(s[i])
	}
	return b.String()
}
