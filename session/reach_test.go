package session

import (
	"bytes"
	"encoding/hex"
	"io"
	"net"
	"net/netip"

	"runtime"
	"strings"
	"testing"

	"ehlo/session/target"
)

// TestProxyHeader holds the headers to what the description of the PROXY protocol
// says, octet for octet.
func TestProxyHeader(t *testing.T) {
	v4, to4 := netip.MustParseAddrPort("192.0.2.1:56324"), netip.MustParseAddrPort("198.51.100.2:25")
	v6, to6 := netip.MustParseAddrPort("[2001:db8::1]:56324"), netip.MustParseAddrPort("[2001:db8::2]:25")
	const signature = "0d0a0d0a000d0a515549540a"
	for _, tt := range []struct {
		header ProxyHeader
		text   string
		hex    string
	}{
		{header: ProxyHeader{Version: 1, From: v4, To: to4}, text: "PROXY TCP4 192.0.2.1 198.51.100.2 56324 25\r\n"},
		{header: ProxyHeader{Version: 1, From: v6, To: to6}, text: "PROXY TCP6 2001:db8::1 2001:db8::2 56324 25\r\n"},
		{header: ProxyHeader{Version: 1, Local: true}, text: "PROXY UNKNOWN\r\n"},
		{header: ProxyHeader{Version: 2, From: v4, To: to4}, hex: signature + "2111" + "000c" + "c0000201" + "c6336402" + "dc04" + "0019"},
		{header: ProxyHeader{Version: 2, From: v6, To: to6}, hex: signature + "2121" + "0024" + "20010db8000000000000000000000001" + "20010db8000000000000000000000002" + "dc04" + "0019"},
		// 16 octets: the length counts although nothing follows.
		{header: ProxyHeader{Version: 2, Local: true}, hex: signature + "2000" + "0000"},
	} {
		want := []byte(tt.text)
		if tt.hex != "" {
			want, _ = hex.DecodeString(tt.hex)
		}
		if got, err := tt.header.octets(); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%v: %x, %v; want %x", tt.header, got, err, want)
		}
	}
	for _, bad := range []ProxyHeader{{Version: 1}, {Version: 2, From: v4, To: to6}, {Version: 3, From: v4, To: to4}} {
		if got, err := bad.octets(); err == nil {
			t.Errorf("%v: %x", bad, got)
		}
	}
}

// TestProxyHeaderSent: it goes out before anything else.
func TestProxyHeaderSent(t *testing.T) {
	client, server := net.Pipe()
	first := make(chan string, 1)
	go func() {
		buf := make([]byte, 100)
		n, _ := server.Read(buf)
		first <- string(buf[:n])
		io.Copy(io.Discard, server)
	}()
	from, to := netip.MustParseAddrPort("192.0.2.1:1234"), netip.MustParseAddrPort("192.0.2.2:25")
	s := openOver(t, client, Options{Proxy: ProxyHeader{Version: 1, From: from, To: to}})
	if got := <-first; got != "PROXY TCP4 192.0.2.1 192.0.2.2 1234 25\r\n" {
		t.Errorf("%q", got)
	}
	if s.state().OwedCount() != 1 {
		t.Error("the header counts as a command")
	}
}

// TestPipe talks to a program.
func TestPipe(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the program of this test is a shell script")
	}
	script := `printf '220 here\r\n'; while read line; do case $line in QUIT*) printf '221 bye\r\n'; exit;; *) printf '250 ok\r\n';; esac; done`
	s, err := Open(t.Context(), target.Target{Scheme: target.Pipe, Path: "sh -c " + quoteShell(script)}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	say(t, s, "EHLO a", "NOOP")
	if s.Unprotected() {
		t.Error("a pipe is not of this machine")
	}
	s.Leave(t.Context())
	if s.Err() != nil {
		t.Errorf("%v", s.Err())
	}
	if _, err := target.Parse("pipe:sh -c true"); err == nil {
		t.Error("a target starts a program")
	}
}

func quoteShell(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }
