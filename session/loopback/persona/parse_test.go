package persona

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"ehlo/session/smtp"
)

const mine = "name: mine\nsays: A try.\n"

func TestWhatIsLeftOpenIsAsInTheBase(t *testing.T) {
	p, err := Parse("mine.yaml", []byte(mine+"based-on: forwarding\nlimits: {recipients: 200}\nusers: [{name: postmaster}, {name: dora, person: Dora Dorn}]\nlists: []\ntexts: {greeting: hello}\r\n"))
	if err != nil {
		t.Fatal(err)
	}
	base, _ := Named("forwarding")
	want := *base
	world := *base.World
	want.World = &world
	want.Name, want.Says, want.Recipients = "mine", "A try.", 200
	world.Users, world.Lists = []User{{Name: "postmaster"}, {"dora", "Dora Dorn"}}, []List{}
	want.Texts = map[string]string{"greeting": "hello"}
	if !reflect.DeepEqual(*p, want) {
		t.Errorf("got  %+v\nwant %+v", *p, want)
	}
	if len(base.Texts) > 0 || base.Recipients != 100 || len(base.World.Users) != 6 {
		t.Errorf("the base was changed: %+v", *base)
	}
}

func TestWithoutABaseItIsTheDefault(t *testing.T) {
	p, err := Parse("mine.yaml", []byte(mine))
	if err != nil {
		t.Fatal(err)
	}
	base, _ := Named("default")
	want := *base
	want.Name, want.Says = "mine", "A try."
	if !reflect.DeepEqual(*p, want) {
		t.Errorf("got  %+v\nwant %+v", *p, want)
	}
}

func TestSizeIsWrittenOnce(t *testing.T) {
	p, err := Parse("", []byte(mine+"based-on: modern\nlimits: {size: 70000}\n"))
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Contains(p.Extensions, "SIZE 70000") || !slices.Contains(p.Secure, "SIZE 70000") {
		t.Errorf("offered: %q, inside TLS %q", p.Extensions, p.Secure)
	}
	if base, _ := Named("modern"); !slices.Contains(base.Extensions, "SIZE 10485760") {
		t.Errorf("the base was changed: %q", base.Extensions)
	}
}

// Each file is wrong in one way, told at its place: file:line:column.
func TestProblems(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"", "m:1: fields stand here"},
		{"- a\n", "m:1: fields stand here"},
		{"says: x\n", "m:1: the name is missing"},
		{"name: mine\n", "m:1:1: what it does is missing"},
		{"name: default\nsays: x\n", "m:1:1: default is the name of a server type"},
		{"name: My Own\nsays: x\n", "m:1:7: a name has at most"},
		{"name: -x\nsays: x\n", "m:1:7: a name has"},
		{"name: [a]\nsays: x\n", "m:1:7: a text of one line"},
		{"name:\nsays: x\n", "m:1:6: a text is missing"},
		{"name: a: b\n", "m:1:"},
		{mine + "name: twice\n", "m:3:1: mapping key \"name\" already defined"},
		{mine + "colour: red\n", "m:3:1: unknown field colour; there are based-on, domain"},
		{mine + "faults: []\n", "m:3:1: faults comes later"},
		{mine + "clock: +1h\n", "m:3:1: clock comes later"},
		{mine + "zone: {}\n", "m:3:1: zone comes later"},
		{mine + "relays: {}\n", "m:3:1: relays comes later"},
		{mine + "limits: {faults: 3}\n", "m:3:10: unknown field faults; there are line, recipients, size"},
		{mine + "limits: {recipients: many}\n", "m:3:22: a number from 1 to 1000"},
		{mine + "limits:\n  recipients: 0\n", "m:4:15: a number from"},
		{mine + "limits: {recipients: 2}\n", "m:3:10: a server takes 100: RFC 5321 §4.5.3.1.8; where a type breaks it, marks"},
		{mine + "limits: {size: 100}\n", "m:3:10: a server takes 65536 octets"},
		{mine + "limits: {line: 100}\n", "m:3:10: a server takes 512 octets"},
		{mine + "limits: 3\n", "m:3:9: fields stand here: line"},
		{mine + "policies: {vrfy: absent}\nextensions: []\n", "m:3:12: every server does VRFY"},
		{mine + "policies: {vrfy: absent}\nmarks: [m]\n", "m:1:1: what is offered must be done"},
		{mine + "extensions: []\n", "m:3:1: EXPN, where it is done, is listed"},
		{mine + "policies: {vrfy: maybe}\n", "m:3:18: one of these stands here: absent, answer, discreet"},
		{mine + "policies: {relay: yes}\n", "m:3:19: no stands here; relaying comes later"},
		{mine + "hello: 1982\nextensions: []\n", "m:3:1: every server does EHLO"},
		{mine + "hello: 1982\nmarks: [m]\n", "m:1:1: a server of 1982 has no extensions"},
		{mine + "unstuffing: bug\n", "m:3:1: the dot must be taken away"},
		{mine + "users: [{name: alice}]\nlists: []\n", "m:3:1: every server takes mail for postmaster"},
		{mine + "users: [{name: postmaster}]\n", "m:1:1: alice, of the list team, is no user"},
		{mine + "users: [{name: postmaster}, {name: PostMaster}]\nlists: []\n", "m:3:36: a local-part stands here, in lower case"},
		{mine + "users: [{name: postmaster}, {person: X}]\nlists: []\n", "m:3:1: one of the users has no name"},
		{mine + "users: [postmaster]\n", "m:3:9: fields stand here: name, person"},
		{mine + "users: alice\n", "m:3:8: a list stands here"},
		{mine + "users: [{name: a b}]\n", "m:3:16: a local-part"},
		{mine + "users: [{name: postmaster, person: Ünal}]\n", "m:3:36: a reply has printable ASCII only"},
		{mine + "moves: [{name: alice, to: a@example.net}]\n", "m:3:1: alice stands there twice"},
		{mine + "moves: [{name: x}]\n", "m:3:1: x has no new address"},
		{mine + "moves: [{name: x, to: nowhere}]\n", "m:3:23: a mailbox stands here"},
		{mine + "guests: [{name: x@Example.NET}]\n", "m:3:17: a mailbox stands here"},
		{mine + "guests: [{name: x@example.com}]\n", "m:3:1: x@example.com is of the local domain"},
		{mine + "full: [zoe]\n", "m:3:1: zoe is no user"},
		{mine + "domain: exa mple\n", "m:3:9: the name of a domain"},
		{mine + "extensions: [PIPELINING, XFOO]\n", "m:3:26: the included server does not do XFOO"},
		{mine + "extensions: [SIZE 5, EXPN]\n", "m:3:14: SIZE stands alone"},
		{mine + "extensions: [AUTH, EXPN]\n", "m:3:14: behind AUTH stand mechanisms"},
		{mine + "extensions: [AUTH GSSAPI, EXPN]\n", "m:3:14: behind AUTH"},
		{mine + "extensions: [EXPN, EXPN]\n", "m:3:1: EXPN stands there twice"},
		{mine + "extensions: [EXPN, BINARYMIME]\n", "m:3:1: BINARYMIME needs CHUNKING"},
		{mine + "inside-tls: [EXPN, STARTTLS]\n", "m:3:1: STARTTLS is not offered inside TLS"},
		{mine + "forgives: [Nonsense]\n", "m:3:12: there is no fault Nonsense; here may stand"},
		{mine + "forgives: [BadDomain]\n", "m:3:12: BadDomain cannot be forgiven"},
		{mine + "refuses: [TwoPaths]\n", "m:3:11: TwoPaths is no fault of message text"},
		{mine + "hush: soon\n", "m:3:7: a time up to 10s"},
		{mine + "hush: 1h\n", "m:3:7: a time up to"},
		{mine + "hasty: perhaps\n", "m:3:8: one of these stands here: false, true"},
		{mine + "texts: {greting: x}\n", "m:3:9: unknown field greting"},
		{mine + "texts: {greeting: \"caf\u00e9\"}\n", "m:3:19: a reply has printable ASCII"},
		{mine + "texts: {greeting: \"a\\r\\nb\"}\n", "m:3:19: a reply has printable ASCII"},
		{mine + "texts: {greeting: \"" + strings.Repeat("x", 201) + "\"}\n", "m:3:19: the text has 201 octets"},
		{mine + "texts:\n  greeting: |\n    two\n    lines\n", "m:4:13: a text of one line"},
		{mine + "marks: [\"\\u001b[31m\"]\n", "m:3:9: a character that cannot be printed"},
		{mine + "marks: [\"\\u202e\"]\n", "m:3:9: a character that cannot be printed"},
		{mine + "marks: [" + strings.Repeat("x", 101) + "]\n", "m:3:9: the text has 101 characters"},
		{mine + "based-on: nosuch\n", "m:3:11: there is no server type nosuch to base it on"},
		{mine + "based-on: ../../etc/passwd\n", "m:3:11: there is no server type"},
		{mine + "marks: &a [x]\n", "m:3:8: anchors, aliases"},
		{mine + "marks: *a\n", "m:3:8: anchors, aliases"},
		{mine + "marks: !!str x\n", "m:3:8: anchors, aliases"},
		{mine + "<<: {a: b}\n", "m:3:1: anchors, aliases"},
		{mine + "---\nname: other\n", "m:3:"},
		{mine + "marks: \x00\n", "m:3:8: an octet that cannot be printed"},
		{mine + "marks: é\xff\n", "m:3:10: an octet that cannot be printed"},
		{mine + "marks: \x1b[0m\n", "m:3:8: an octet that cannot be printed"},
		{mine + "marks: " + strings.Repeat("[", 17) + strings.Repeat("]", 17) + "\n", "m:3:24: nested more than 16 deep"},
		{mine + "marks: " + strings.Repeat("[", 1000) + "\n", "m:3: nested more than 16 deep"},
		{mine + strings.Repeat("- ", 1000) + "\n", "m:3: nested more than 16 deep"},
		{mine + "marks: [" + strings.Repeat("x, ", 101) + "x]\n", "m:3:309: more than 100 in one list"},
		{mine + "# " + strings.Repeat("x", FileLimit), "m:1: the file has"},
		{mine + "marks: |" + strings.Repeat("\n", 1000), "m:501: more than 500 lines"},
		{mine + "marks: [a\n", "m:3:"},
	} {
		_, err := Parse("m", []byte(c.text))
		if err == nil || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%.80q\n got %v\nwant %s", c.text, err, c.want)
		}
	}
}

func TestProblemsAreToldTogetherInTheirOrder(t *testing.T) {
	_, err := Parse("m.yaml", []byte("name: mine\nhasty: 3\ncolour: red\nsays: x\nhush: x\n"))
	var lines []int
	for _, p := range Problems(err) {
		lines = append(lines, p.Line)
	}
	if fmt.Sprint(lines) != "[2 3 5]" {
		t.Errorf("problems in lines %v", lines)
	}
	if got := Problems(err)[0].Detail(); got != "m.yaml:2:8: one of these stands here: false, true\n    hasty: 3\n           ^\n" {
		t.Errorf("%q", got)
	}
	if Problems(nil) != nil {
		t.Error("there are problems where there is no error")
	}
}

func TestProblemsAreSanitised(t *testing.T) {
	_, err := Parse("m\x1b[2J", []byte(mine+"\"\\e[2J\u202e\": x\n"))
	for _, p := range Problems(err) {
		if text := p.Detail(); strings.ContainsAny(text, "\x1b\u202e") {
			t.Errorf("%q", text)
		}
	}
	if err == nil {
		t.Error("nothing was found")
	}
}

func TestEveryKindThatMayStandInAFileHasAName(t *testing.T) {
	for _, k := range slices.Concat(tolerated, forgivable, textFaults) {
		if named, ok := smtp.KindNamed(k.String()); !ok || named != k {
			t.Errorf("%v cannot be named", k)
		}
	}
}
