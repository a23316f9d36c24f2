package cli

import (
	"bufio"
	"io"
	"net"
	"strings"
	"testing"
)

// startProxy starts a proxy that answers each request for a tunnel in that way and
// then leads to a server. What it was asked comes over the channel.
func startProxy(t *testing.T, answer, server string) (addr string, asked <-chan string) {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { ln.Close() })
	requests := make(chan string, 10)
	go func() {
		for {
			conn, err := ln.Accept()
			if err != nil {
				return
			}
			go tunnelTo(conn, answer, server, requests)
		}
	}()
	return ln.Addr().String(), requests
}

func tunnelTo(conn net.Conn, answer, server string, requests chan<- string) {
	defer conn.Close()
	var request strings.Builder
	r := bufio.NewReader(conn)
	for line := ""; line != "\r\n"; {
		var err error
		if line, err = r.ReadString('\n'); err != nil {
			return
		}
		request.WriteString(line)
	}
	requests <- request.String()
	io.WriteString(conn, answer)
	far, err := net.Dial("tcp", server)
	if err != nil {
		return
	}
	defer far.Close()
	go io.Copy(far, r)
	io.Copy(conn, far)
}

// TestProxy: a script runs through a proxy, which is told the name; its password is in
// no output and no file, whether the proxy takes it or not.
func TestProxy(t *testing.T) {
	for name, c := range map[string]struct {
		answer string
		code   int
		says   string
	}{
		"leads":   {"HTTP/1.1 200 OK\r\n\r\n", exitOK, ""},
		"refuses": {"HTTP/1.1 407 " + canary + "\r\n\r\n", exitUnreachable, "wants a login (407)"},
	} {
		for _, form := range [][]string{nil, {"--json"}, {"-o", "saved.jsonl"}} {
			for _, environment := range []bool{true, false} {
				p, err := startPeer("S 220 mx\nC\nS 250 mx\n" + goodbye)
				if err != nil {
					t.Fatal(err)
				}
				defer p.close()
				addr, asked := startProxy(t, c.answer, p.addr)
				url := "http://alice:" + canary + "@" + addr
				tr := trial{args: append([]string{"run", "x.ehlo", "mx.example.net:25"}, form...), files: map[string]string{"x.ehlo": opening}}
				if environment {
					tr.env = []string{"EHLO_PROXY=" + url}
				} else {
					tr.args = append(tr.args, "--proxy", url)
				}
				v := tr.run(t)
				if v.code != c.code || !strings.Contains(v.err, c.says) {
					t.Errorf("%s %q: exit code %d, want %d: %s", name, form, v.code, c.code, v.err)
				}
				if got := <-asked; !strings.HasPrefix(got, "CONNECT mx.example.net:25 ") || !strings.Contains(got, base64Of("alice:"+canary)) {
					t.Errorf("%s: asked %q", name, got)
				}
				if warned := strings.Contains(v.err, "$EHLO_PROXY hides"); warned == environment {
					t.Errorf("%s: warned %t of a password that others see: %s", name, warned, v.err)
				}
				v.wantSecretless(t)
			}
		}
	}
}

// TestProxyIsNotForTheIncludedServer: a proxy that the environment names does not
// keep ehlo from its own server.
func TestProxyIsNotForTheIncludedServer(t *testing.T) {
	v := trial{args: []string{"run", "x.ehlo"}, files: map[string]string{"x.ehlo": "S: 220\n"}, env: []string{"EHLO_PROXY=http://127.0.0.1:1"}}.run(t)
	if v.code != exitOK {
		t.Errorf("exit code %d: %s", v.code, v.err)
	}
}

// TestReachingIsChecked: what cannot be meant is refused before anything is connected,
// and a proxy's password is not repeated.
func TestReachingIsChecked(t *testing.T) {
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"--proxy", canary}, "--proxy: a proxy is written http://HOST:PORT"},
		{[]string{"--proxy", "https://a:" + canary + "@b:1"}, "--proxy: a proxy is written http://HOST:PORT"},
		{[]string{"--socks", canary + ":x"}, "--socks: a proxy is written"},
		{[]string{"--socks", "http://127.0.0.1:1"}, "--socks takes a SOCKS5 proxy only"},
		{[]string{"--socks", "127.0.0.1:1", "--proxy", "http://127.0.0.1:1"}, "name one of them"},
		{[]string{"--source", "mx.example.org"}, "--source takes an address of this machine, a port, or both"},
		{[]string{"--source", ":x"}, "--source takes"},
		{[]string{"--source", "127.0.0.1:65536"}, "--source takes"},
		{[]string{"--source", "::1", "-4"}, `--source "::1" is no IPv4 address`},
		{[]string{"--source", "127.0.0.1:1", "-6"}, `--source "127.0.0.1:1" is no IPv6 address`},
	} {
		v := trial{args: append([]string{"run", "x.ehlo", "127.0.0.1:1"}, c.args...), files: map[string]string{"x.ehlo": "S: 220\n"}}.run(t)
		if v.code != exitUsage || !strings.Contains(v.err, c.want) || strings.Contains(v.err, canary) {
			t.Errorf("%q: exit code %d: %s", c.args, v.code, v.err)
		}
	}
}

// TestSource: the connection comes from the address and the port that were asked for;
// a port that is taken and an address that is not ours are told apart from a server
// that does not answer.
func TestSource(t *testing.T) {
	local := func(text string) string {
		ap, err := (&reaching{source: text}).local()
		if err != nil {
			return err.Error()
		}
		return ap.String()
	}
	for text, want := range map[string]string{
		"192.0.2.1": "192.0.2.1:0", "192.0.2.1:25": "192.0.2.1:25", "2001:db8::1": "[2001:db8::1]:0", "[2001:db8::1]": "[2001:db8::1]:0",
		"[2001:db8::1]:25": "[2001:db8::1]:25", "::ffff:192.0.2.1": "192.0.2.1:0", ":4025": "invalid AddrPort",
	} {
		if got := local(text); got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
	peer := "S 220 mx\n" + goodbye
	for _, address := range []string{"127.0.0.1", ""} {
		var v verdict
		var free string
		// A free port may be taken, by another test, before it is asked for.
		for range 5 {
			free = strings.TrimPrefix(freeAddress(t), "127.0.0.1")
			if v = (trial{peer: peer, script: "S: 220\n", args: []string{"--json", "--source", address + free}}).run(t); v.code != exitUnreachable {
				break
			}
		}
		if v.code != exitOK || !strings.Contains(v.out, "from 127.0.0.1"+free) {
			t.Errorf("--source %s%s: exit code %d: %s%s", address, free, v.code, v.out, v.err)
		}
	}
	if v := (trial{peer: peer, script: "S: 220\n", args: []string{"--json", "--source", "127.0.0.1"}}).run(t); v.code != exitOK || !strings.Contains(v.out, "from 127.0.0.1:") {
		t.Errorf("exit code %d: %s%s", v.code, v.out, v.err)
	}
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer ln.Close()
	for source, want := range map[string]string{ln.Addr().String(): "bind: ", "192.0.2.254": "bind: ", "::1": "no address of the family"} {
		v := trial{peer: peer, script: "S: 220\n", args: []string{"--source", source}}.run(t)
		if v.code != exitUnreachable || !strings.Contains(v.err, want) || !strings.Contains(v.err, "--source") {
			t.Errorf("--source %s: exit code %d: %s", source, v.code, v.err)
		}
	}
}

// TestDeadResolver: a name service that is not there is told apart from a name that is
// not, and from a server that does not answer.
func TestDeadResolver(t *testing.T) {
	dead := freeAddress(t)
	for _, name := range []string{"mx.invalid", "mx:mx.invalid"} {
		v := trial{args: []string{"run", "x.ehlo", name, "--resolver", dead}, files: map[string]string{"x.ehlo": "S: 220\n"}}.run(t)
		want := "ehlo: cannot connect to " + name + ":25: the name service cannot be asked: "
		if v.code != exitUnreachable || !strings.HasPrefix(v.err, want) || !strings.Contains(v.err, "\nhint: --resolver ADDRESS ") || strings.Contains(v.out+v.err, "->") {
			t.Errorf("%s: exit code %d: %s%s", name, v.code, v.out, v.err)
		}
	}
}
