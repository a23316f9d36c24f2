package cli

import (
	"context"
	"net"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"testing/synctest"
	"time"

	"ehlo/session"
	"ehlo/session/target"
	"ehlo/transcript"
)

const (
	greeted = "S 220 mx.example.net\nC\nS 250-mx.example.net\nS 250 STARTTLS\n"
	opening = "S: 220\nC: EHLO client.example\nS: 250\n"
	toCarol = "C: MAIL FROM:<a@example.org>\nS: 250\nC: RCPT TO:<carol@example.com>\n"
)

// TestDefectsOfOthers holds ehlo to what other SMTP clients were seen to get wrong
// when a server was hostile, slow or merely unusual. Each row names the defect.
func TestDefectsOfOthers(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]func(*testing.T){
		"replies in plain text behind the 220 to STARTTLS are believed": injectedReplies,
		"the timeout does not cover the TLS handshake":                  endlessHandshake,
		"a silent server is waited for twice":                           silentServer,
		"a code without text is waited for in vain":                     codesWithoutText,
		"keywords of EHLO in small letters are not seen":                smallKeywords,
		"escape sequences of the server reach the terminal":             escapeSequences,
		"a PROXY v2 header of the kind LOCAL is malformed":              proxyLocal,
		"a dot that is the first octet of the text is not doubled":      firstDot,
		"251 counts as a refusal":                                       forwarded,
		"differing codes within one reply go unnoticed":                 differingCodes,
		"a refused recipient leaves exit code 0":                        refusedRecipient,
		"a message that was accepted counts as lost without a 221":      unparted,
		"an error reply to QUIT cannot be noticed":                      refusedQuit,
	} {
		t.Run(name, test)
	}
}

// injectedReplies: they are shown as what they are, and nothing is said any more.
func injectedReplies(t *testing.T) {
	for _, injected := range []string{"250-injected.example\\r\\n250-AUTH PLAIN\\r\\n250 X-EVIL\\r\\n", "250-injected.exam", "2"} {
		v := trial{
			peer:   greeted + "C\nS \"220 go\\r\\n" + injected + "\"\n",
			script: opening + "C: STARTTLS\nS: 220\nC: EHLO client.example\nS: 250\n@auth PLAIN alice\n",
			args:   []string{"--password", canary},
		}.run(t)
		if v.heard != "EHLO client.example\r\nSTARTTLS\r\n" || v.code != exitTLS {
			t.Errorf("%s: exit code %d, heard %q", injected, v.code, v.heard)
		}
		typed := trial{peer: greeted + "C\nS \"220 go\\r\\n" + injected + "\"\n", args: []string{"connect", "$PEER"}, stdin: "EHLO client.example\nSTARTTLS\nNOOP\n"}.run(t)
		if typed.heard != v.heard || typed.code != v.code {
			t.Errorf("%s, typed: exit code %d, heard %q: %s", injected, typed.code, typed.heard, typed.err)
		}
		shown := strings.Split(injected, "\\r")[0]
		if !strings.Contains(v.out, shown) || !strings.Contains(v.err, " octets came in plain text behind the 220") || !strings.HasPrefix(v.err, "ehlo: run.ehlo:6: ") || !strings.Contains(v.err, "\nhint: ") {
			t.Errorf("%s: told is\n%s%s", injected, v.out, v.err)
		}
	}
}

// pretend runs a script in memory, where time passes only when nothing else is left
// to do, and returns how long it took by that clock.
func pretend(t *testing.T, script, peerScript string, wait time.Duration) (r transcript.Result, heard string, took time.Duration) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		parsed, err := transcript.ParseScript("run.ehlo", []byte(script))
		if err != nil {
			t.Fatal(err)
		}
		client, server := net.Pipe()
		defer server.Close()
		p := &peer{done: make(chan struct{})}
		go func() { defer close(p.done); p.talk(server, peerScript) }()
		began := time.Now()
		tape := transcript.New(transcript.Start{})
		to := target.Target{Scheme: target.SMTP, Host: "127.0.0.1", Port: "25"}
		s, err := session.Open(t.Context(), to, session.Options{
			Timeout: wait, Tape: tape,
			Dial: func(context.Context, string, string) (net.Conn, error) { return client, nil },
		})
		if err != nil {
			t.Fatal(err)
		}
		r = transcript.Run(t.Context(), parsed, s, tape, transcript.RunOptions{Timeout: wait, Files: fstest.MapFS{}})
		s.Close()
		took, heard = time.Since(began), p.heard()
	})
	return r, heard, took
}

func endlessHandshake(t *testing.T) {
	r, _, took := pretend(t, opening+"C: STARTTLS\nS: 220\nC: NOOP\n", greeted+"C\nS 220 go\n", 3*time.Second)
	if r.Outcome != transcript.Plain || took != 3*time.Second {
		t.Errorf("%v after %v: %v", r.Outcome, took, r.Err)
	}
}

// silentServer: behind a wait that was in vain there is no second one for QUIT.
func silentServer(t *testing.T) {
	r, heard, took := pretend(t, opening+"C: NOOP\nS: 250\n", greeted+"C\n", 3*time.Second)
	if r.Outcome != transcript.Gone || took != 3*time.Second || strings.Contains(heard, "QUIT") {
		t.Errorf("%v after %v: %v, heard %q", r.Outcome, took, r.Err, heard)
	}
}

func codesWithoutText(t *testing.T) {
	r, _, took := pretend(t, "S: 220\nC: EHLO a\nS: 250\nC: NOOP\nS: 250\n", "S 220\nC\nS 250\nC\nS 250\nC\nS 221\n", time.Minute)
	if r.Outcome != transcript.AsExpected || r.Met != 3 || took != 0 {
		t.Errorf("%v after %v: %v", r.Outcome, took, r.Err)
	}
}

// smallKeywords: they are used, here to send a group in one segment and to log in.
func smallKeywords(t *testing.T) {
	hello := "S 220 mx\nC\nS 250-mx\nS 250-pipelining\nS 250-auth login plain\nS 250 8bitmime\n"
	v := trial{
		peer:  hello + "C\nS 235 in\nC\nS 221 bye\nEND\n",
		stdin: "EHLO client.example\n:auth alice\nQUIT\n",
		args:  []string{"$PEER", "--quiet", "--commands", "--password-command", "echo " + canary},
	}.run(t)
	if !strings.Contains(v.heard, "AUTH PLAIN "+base64Of("\x00alice\x00"+canary)) {
		t.Errorf("exit code %d, heard %q: %s%s", v.code, v.heard, v.out, v.err)
	}
	// The server answers nothing before it has the whole group.
	r, _, took := pretend(t, opening+"C: MAIL FROM:<>\nC: RCPT TO:<a@example.com>\nC: RSET\nS: 250\nS: 250\nS: 250\n",
		hello+"C\nC\nC\nS 250 1\nS 250 2\nS 250 3\nC\nS 221 bye\n", time.Minute)
	if r.Outcome != transcript.AsExpected || took != 0 {
		t.Errorf("%v after %v: %v", r.Outcome, took, r.Err)
	}
}

// escapeSequences: in whatever form a session is told or saved there is none.
func escapeSequences(t *testing.T) {
	evil := `\x1b]0;PWNED\x07\x1b[2J\x1b[31m \x9b31m \xc2\x9b8m \u202e \x7f\b`
	server := `S "220 mx ` + evil + `\r\n"` + "\nC\n" + `S "250-mx\r\n250-X` + evil + `\r\n250 AUTH ` + evil + `\r\n"` + "\nC\n" +
		`S "550-` + evil + `\r\n550 ` + evil + `\r\n` + evil + `\r\n"` + "\nC\nS 221 bye\nEND\n"
	expects := "S: 220 \"nothing of the kind\"\n"
	for _, form := range [][]string{nil, {"--quiet"}, {"--json"}, {"--strict"}, {"-o", "saved.ehlo"}, {"-o", "saved.jsonl"}} {
		for _, v := range []verdict{
			trial{peer: server, args: append([]string{"$PEER"}, form...), stdin: "EHLO a\nVRFY b\n"}.run(t),
			trial{peer: server, args: append([]string{}, form...), script: expects}.run(t),
		} {
			for name, text := range v.everything(t) {
				if r, ok := drunken(text); ok {
					t.Errorf("%q: %s has %U:\n%q", form, name, r, text)
				}
			}
			for _, saved := range []string{"saved.ehlo", "saved.jsonl"} {
				text := filesBelow(t, v.dir)["/"+saved]
				if !slices.Contains(form, saved) {
					continue
				}
				for _, args := range [][]string{{"open", saved}, {"open", "--json", saved}, {"open", "--quiet", saved}, {"convert", saved}} {
					again := trial{args: args, files: map[string]string{saved: text}}.run(t)
					if r, ok := drunken(again.out + again.err); ok || again.out == "" {
						t.Errorf("%q has %U:\n%q", args, r, again.out+again.err)
					}
				}
			}
		}
	}
}

// everything returns all that a trial showed or left behind, by name.
func (v verdict) everything(t *testing.T) map[string]string {
	t.Helper()
	all := filesBelow(t, v.dir)
	all["the output"], all["the errors"] = v.out, v.err
	return all
}

// proxyLocal: the header is 16 octets, the last four say LOCAL, no address, nothing.
func proxyLocal(t *testing.T) {
	v := trial{
		peer:   "S 220 mx\n" + strings.Repeat("C\n", 5) + "S 250 mx\nC\nS 221 bye\nEND\n",
		script: opening,
		args:   []string{"--proxy-header", "v2 local"},
	}.run(t)
	want := "\r\n\r\n\x00\r\nQUIT\n" + "\x20\x00\x00\x00" + "EHLO client.example\r\nQUIT\r\n"
	if v.code != exitOK || v.heard != want {
		t.Errorf("exit code %d, heard %q, want %q: %s", v.code, v.heard, want, v.err)
	}
}

// firstDot: whatever way a text goes, its first line may be a dot.
func firstDot(t *testing.T) {
	const text = ".\nmid\n\nbody\n"
	const wire = "DATA\r\n..\r\nmid\r\n\r\nbody\r\n.\r\nQUIT\r\n"
	server := "S 220 mx\nC\nS 250 mx\nC\nS 250 ok\nC\nS 250 ok\nC\nS 354 go on\nTEXT\nS 250 stored\nC\nS 221 bye\nEND\n"
	typed := "EHLO a\nMAIL FROM:<a@example.org>\nRCPT TO:<carol@example.com>\nDATA\n"
	for name, tr := range map[string]trial{
		"@data":       {script: opening + toCarol + "S: 250\nC: DATA\nS: 354\n@data mail.txt\nS: 250\n"},
		"@data exact": {script: opening + toCarol + "S: 250\nC: DATA\nS: 354\n@data crlf.txt exact\nS: 250\n"},
		":data":       {args: []string{"$PEER", "--commands"}, stdin: typed + ":data mail.txt\nQUIT\n"},
		"a pipe that stuffs, in which only a dot alone ends": {args: []string{"$PEER", "--stuff"}, stdin: strings.Replace(typed+text, "DATA\n.\n", "DATA\n.x\n", 1) + ".\nQUIT\n"},
	} {
		tr.peer = server
		tr.files = map[string]string{"mail.txt": text, "crlf.txt": strings.ReplaceAll(text, "\n", "\r\n")}
		v := tr.run(t)
		want := wire
		if strings.HasPrefix(name, "a pipe") {
			want = strings.Replace(wire, "..\r\n", "..x\r\n", 1)
		}
		if v.code != exitOK || !strings.HasSuffix(v.heard, want) {
			t.Errorf("%s: exit code %d, heard %q: %s", name, v.code, v.heard, v.err)
		}
	}
}

const oneMail = "S 220 mx\nC\nS 250 mx\nC\nS 250 ok\nC\nS %s\nC\nS 354 go on\nTEXT\nS 250 stored\n"

func mailAnswered(rcpt string) string { return strings.Replace(oneMail, "%s", rcpt, 1) }

func forwarded(t *testing.T) {
	server := mailAnswered("251 forwarded to <carol@example.net>") + "C\nS 221 bye\nEND\n"
	v := trial{peer: server, args: []string{"--strict"}, script: opening + toCarol + "S: 25x\nC: DATA\nS: 354\nC: hello\nC: .\nS: 250\n"}.run(t)
	if v.code != exitOK {
		t.Errorf("a script: exit code %d: %s%s", v.code, v.out, v.err)
	}
	v = trial{peer: server, args: []string{"$PEER"}, stdin: "EHLO a\nMAIL FROM:<a@example.org>\nRCPT TO:<carol@example.com>\nDATA\nhello\n.\nQUIT\n"}.run(t)
	if v.code != exitOK || strings.Contains(v.out, "refused") || !strings.Contains(v.heard, "hello") {
		t.Errorf("a pipe: exit code %d: %s%s", v.code, v.out, v.err)
	}
}

func differingCodes(t *testing.T) {
	server := "S 220 mx\nC\nS 250-mx\nS 550 no\nC\nS 221 bye\nEND\n"
	v := trial{peer: server, script: opening}.run(t)
	if v.code != exitProtocol {
		t.Errorf("a script: exit code %d: %s%s", v.code, v.out, v.err)
	}
	v = trial{peer: server, args: []string{"$PEER"}, stdin: "EHLO a\nQUIT\n"}.run(t)
	if v.code != exitProtocol || !strings.Contains(v.out, "different codes") {
		t.Errorf("a pipe: exit code %d: %s%s", v.code, v.out, v.err)
	}
}

func refusedRecipient(t *testing.T) {
	server := mailAnswered("550 5.1.1 nobody") + "C\nS 221 bye\nEND\n"
	v := trial{peer: server, script: opening + toCarol + "S: 250\n"}.run(t)
	if v.code != exitDifferent || !strings.Contains(v.err, "expected 250, got 550 5.1.1 nobody") {
		t.Errorf("exit code %d: %s", v.code, v.err)
	}
}

func unparted(t *testing.T) {
	script := opening + toCarol + "S: 250\nC: DATA\nS: 354\nC: hello\nC: .\nS: 250\n"
	v := trial{peer: mailAnswered("250 ok") + "C\nEND\n", script: script}.run(t)
	if v.code != exitOK || !strings.Contains(v.heard, "QUIT") {
		t.Errorf("exit code %d: %s", v.code, v.err)
	}
}

func refusedQuit(t *testing.T) {
	v := trial{peer: greeted + "C\nS 500 no\nEND\n", script: opening + "C: QUIT\nS: 221\n"}.run(t)
	if v.code != exitDifferent {
		t.Errorf("exit code %d: %s", v.code, v.err)
	}
}
