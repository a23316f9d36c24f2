package target

import (
	"errors"
	"strings"
	"testing"
)

func TestParse(t *testing.T) {
	smtp := func(host, port string) Target { return Target{Scheme: SMTP, Host: host, Port: port} }
	unix := func(path string) Target { return Target{Scheme: Unix, Path: path} }
	for _, c := range []struct {
		in   string
		want Target
	}{
		{"mail.example.org", smtp("mail.example.org", "25")},
		{" mail.example.org ", smtp("mail.example.org", "25")},
		{"mail.example.org.", smtp("mail.example.org.", "25")},
		{"mail.example.org:587", smtp("mail.example.org", "587")},
		{"mail.example.org:0587", smtp("mail.example.org", "587")},
		{"localhost:42525", smtp("localhost", "42525")},
		{"_smtp.internal", smtp("_smtp.internal", "25")},
		{"192.0.2.1", smtp("192.0.2.1", "25")},
		{"192.0.2.1:2525", smtp("192.0.2.1", "2525")},
		{"[192.0.2.1]:2525", smtp("192.0.2.1", "2525")},
		{"2001:DB8::1", smtp("2001:db8::1", "25")},
		{"::1", smtp("::1", "25")},
		{"[::1]", smtp("::1", "25")},
		{"[2001:db8::1]:587", smtp("2001:db8::1", "587")},
		{"[fe80::1%eth0]:25", smtp("fe80::1%eth0", "25")},
		{"smtp://[fe80::1%25eth0]/", smtp("fe80::1%eth0", "25")},
		{"smtp://mail.example.org", smtp("mail.example.org", "25")},
		{"SMTP://mail.example.org/", smtp("mail.example.org", "25")},
		{"smtp://mail.example.org:2525/", smtp("mail.example.org", "2525")},
		{"smtp://[::1]:2525", smtp("::1", "2525")},
		{"smtp:25", smtp("smtp", "25")},
		{"lmtp:24", smtp("lmtp", "24")},
		{"mx:25", smtp("mx", "25")},
		{"unix:587", smtp("unix", "587")},
		{"unix:/run/lmtp.sock", unix("/run/lmtp.sock")},
		{"unix:///run/lmtp.sock", unix("/run/lmtp.sock")},
		{"unix:./here: it is", unix("./here: it is")},
		{"unix:@abstract", unix("@abstract")},
		{"smtps://mail.example.org", Target{Scheme: SMTPS, Host: "mail.example.org", Port: "465"}},
		{"SMTPS://mail.example.org:2465/", Target{Scheme: SMTPS, Host: "mail.example.org", Port: "2465"}},
		{"submissions://[::1]", Target{Scheme: Submissions, Host: "::1", Port: "465"}},
		{"submission://mail.example.org", Target{Scheme: Submission, Host: "mail.example.org", Port: "587"}},
		{"lmtp://mail.example.org", Target{Scheme: LMTP, Host: "mail.example.org", Port: "24"}},
		{"mx:example.org", Target{Scheme: MX, Host: "example.org", Port: "25"}},
		{"mx://example.org:2525/", Target{Scheme: MX, Host: "example.org", Port: "2525"}},
		{"smtps:2525", smtp("smtps", "2525")},
	} {
		got, err := Parse(c.in)
		if err != nil || got != c.want {
			t.Errorf("Parse(%q) = %+v, %v; want %+v", c.in, got, err, c.want)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	for _, c := range []struct{ in, what, remedy string }{
		{"", "host is missing", "HOST:PORT"},
		{":25", "host is missing", "HOST:PORT"},
		{"smtp://", "host is missing", "HOST:PORT"},
		{"mail.example.org:", "port", "587"},
		{"mail.example.org:0", "port", "587"},
		{"mail.example.org:65536", "port", "587"},
		{"mail.example.org:+25", "port", "587"},
		{"mail.example.org:smtp", "port", "587"},
		{"mail.example.org 25", `no ' '`, "HOST:PORT"},
		{"mail.example.org/", `no '/'`, "HOST:PORT"},
		{"a:25:25", "several colons", "[2001:db8::1]:25"},
		{"2001:db8::1:99999", "several colons", "[2001:db8::1]:25"},
		{"[::1", "not closed", "[2001:db8::1]:25"},
		{"[mail.example.org]:25", "no IP address", "no brackets"},
		{"[::1]25", "colon and a port", "[2001:db8::1]:25"},
		{"fe80::1%e]h", "zone", "interface"},
		{"bob@example.org", "mailbox", "dig mx"},
		{"smtp://bob:secret@example.org", "password", "only the host"},
		{"smtp://example.org/inbox", "follows", "HOST:PORT"},
		{"smtp://example.org?x", "follows", "HOST:PORT"},
		{"http://example.org", "scheme", "smtp://"},
		{"bücher.example", "ASCII", "xn--"},
		{"a\x1b[2Jb", `no '\x1b'`, "HOST:PORT"},
		{strings.Repeat("a", 256), "255", "HOST:PORT"},
		{"unix:", "path", "unix:/run/lmtp.sock"},
		{"unix:/a\x00b", "NUL", "unix:/PATH"},
		{"lmtp:unix:/run/lmtp", "follows", "unix:/PATH"},
		{"lmtps://example.org", "scheme", "smtps://"},
		{"mx:bob@example.org", "mailbox", "mx:example.org"},
		{"mx://exa mple", "no ' '", "mx:DOMAIN"},
	} {
		_, err := Parse(c.in)
		var refused *Error
		if !errors.As(err, &refused) {
			t.Errorf("Parse(%q): %v, want an Error", c.in, err)
			continue
		}
		if refused.Target != c.in || !strings.Contains(refused.What, c.what) || !strings.Contains(refused.Hint(), c.remedy) {
			t.Errorf("Parse(%q): %q, hint %q; want %q, hint %q", c.in, refused.Error(), refused.Hint(), c.what, c.remedy)
		}
	}
}

func TestLoopback(t *testing.T) {
	for in, want := range map[string]bool{
		"127.0.0.1:42525": true, "127.9.9.9": true, "::1": true, "::ffff:127.0.0.1": true, "unix:/run/lmtp": true,
		"localhost": false, "192.0.2.1": false, "10.0.0.1": false, "0.0.0.0": false,
	} {
		target, err := Parse(in)
		if err != nil || target.Loopback() != want {
			t.Errorf("%s: Loopback() = %t, %v; want %t", in, target.Loopback(), err, want)
		}
	}
	if program := (Target{Scheme: Pipe, Path: "sendmail -bs"}); !program.Loopback() || program.TCP() {
		t.Error("a program is of this machine")
	}
}

// FuzzTarget: whatever is accepted is printable as far as it is a host, and reads
// the same when it is shown and typed again.
func FuzzTarget(f *testing.F) {
	for _, s := range []string{
		"mail.example.org:587", "[fe80::1%eth0]:25", "smtp://[::1]:2525/", "unix:///run/lmtp", "unix://25", "unix:////x",
		"unix://a://b", "mx:25", "lmtp:x", "smtps://a", "::ffff:1.2.3.4", "fe80::1%]", "a:b:c", "smtp://a@b", "unix: x",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		target, err := Parse(s)
		if err != nil {
			var refused *Error
			if !errors.As(err, &refused) || refused.What == "" || refused.Hint() == "" {
				t.Fatalf("Parse(%q): %v without what and remedy", s, err)
			}
			return
		}
		if strings.ContainsFunc(target.Host+target.Port, func(r rune) bool { return r <= ' ' || r > '~' }) {
			t.Fatalf("Parse(%q) = %+v, which is no host", s, target)
		}
		again, err := Parse(target.String())
		if err != nil || again != target {
			t.Fatalf("%q was read as %+v, shown as %q and read as %+v, %v", s, target, target.String(), again, err)
		}
	})
}
