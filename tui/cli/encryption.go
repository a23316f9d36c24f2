package cli

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io/fs"
	"os"
	"runtime"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"ehlo/session"
)

// encryption is what the flags say of TLS.
type encryption struct {
	mode     string // "" if nothing was said
	insecure bool
	ca       string
	name     string
	cert     string
	key      string
	min, max string
	ciphers  []string
	pins     []string
	keylog   string
}

// tlsModes are what --tls may say.
var tlsModes = []string{"verify", "require", "opportunistic", "off"}

func (e *encryption) flags(f *pflag.FlagSet) {
	f.StringVar(&e.mode, "tls", "", "`MODE` verify: nothing is given away in plain text, and the certificate must verify;\nrequire: without the proof; opportunistic: plain is fine, too; off: STARTTLS is not said")
	f.BoolVar(&e.insecure, "insecure", false, "do not look at the server's certificate")
	f.StringVar(&e.ca, "ca", "", "trust the authorities in the PEM `FILE` instead of this machine's")
	f.StringArrayVar(&e.pins, "pin", nil, "the server must show this certificate, whoever vouches for it: sha256:`HEX`,\nor this key: spki-sha256:BASE64; said again, one more that may be")
	f.StringVar(&e.name, "sni", "", "the `NAME` to ask the server for and to look for in its certificate")
	f.StringVar(&e.cert, "cert", "", "the client's own certificate, a PEM `FILE`, for a server that asks")
	f.StringVar(&e.key, "key", "", "the key to it, a PEM `FILE`; else it is in the file of --cert")
	f.StringVar(&e.min, "tls-min", "", "the oldest `VERSION` of TLS: 1.0 to 1.3; else 1.2")
	f.StringVar(&e.max, "tls-max", "", "the newest `VERSION` of TLS: 1.0 to 1.3; else 1.3")
	f.StringSliceVar(&e.ciphers, "ciphers", nil, "cipher suites of TLS 1.2 and older, by `NAME`, with commas between")
	f.StringVar(&e.keylog, "keylog", "", "write the keys of the session into `FILE`, for a protocol analyser; who has it reads all")
}

// options returns what a session does about TLS. A script's certificate must verify
// unless another mode was named; a person is told and goes on.
func (e *encryption) options(script bool) (session.TLSOptions, error) {
	o := session.TLSOptions{Insecure: e.insecure, ServerName: e.name, Verify: script && e.mode == "" || e.mode == "verify"}
	o.Required = e.mode == "verify" || e.mode == "require"
	o.Never = e.mode == "off"
	if e.mode != "" && !slices.Contains(tlsModes, e.mode) {
		return o, fail(exitUsage, "", "--tls does not take %s; it is %s", quoted(e.mode), strings.Join(tlsModes, ", "))
	}
	for _, step := range []func(*session.TLSOptions) error{e.versions, e.suites, e.authorities, e.pinned, e.own, e.keys} {
		if err := step(&o); err != nil {
			return o, err
		}
	}
	return o, nil
}

var tlsVersions = map[string]uint16{"1.0": tls.VersionTLS10, "1.1": tls.VersionTLS11, "1.2": tls.VersionTLS12, "1.3": tls.VersionTLS13}

func (e *encryption) versions(o *session.TLSOptions) error {
	for _, v := range []struct {
		flag, value string
		to          *uint16
	}{{"tls-min", e.min, &o.Min}, {"tls-max", e.max, &o.Max}} {
		if v.value == "" {
			continue
		}
		number, ok := tlsVersions[v.value]
		if !ok {
			return fail(exitUsage, "", "--%s does not take %s; it is 1.0, 1.1, 1.2 or 1.3", v.flag, quoted(v.value))
		}
		*v.to = number
	}
	if o.Min != 0 && o.Max != 0 && o.Min > o.Max {
		return fail(exitUsage, "", "--tls-min %s is newer than --tls-max %s", e.min, e.max)
	}
	return nil
}

func (e *encryption) suites(o *session.TLSOptions) error {
	known := append(tls.CipherSuites(), tls.InsecureCipherSuites()...)
	for _, name := range e.ciphers {
		i := slices.IndexFunc(known, func(s *tls.CipherSuite) bool { return strings.EqualFold(s.Name, name) })
		if i < 0 {
			return fail(exitUsage, "a name reads like TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "--ciphers does not know %s", quoted(name))
		}
		o.Ciphers = append(o.Ciphers, known[i].ID)
	}
	return nil
}

func (e *encryption) pinned(o *session.TLSOptions) error {
	if len(e.pins) > 0 && e.insecure {
		return fail(exitUsage, "", "--pin and --insecure exclude each other: the one looks at the certificate, the other does not")
	}
	for _, text := range e.pins {
		pin, err := session.ParsePin(text)
		if err != nil {
			return fail(exitUsage, "openssl x509 -noout -fingerprint -sha256 -in FILE shows that of a certificate", "--pin does not take %s: %s", quoted(text), err.Error())
		}
		o.Pins = append(o.Pins, pin)
	}
	return nil
}

func (e *encryption) authorities(o *session.TLSOptions) error {
	if e.ca == "" {
		return nil
	}
	octets, err := readFile(e.ca, certificateLimit)
	if err != nil {
		return err
	}
	o.Roots = x509.NewCertPool()
	if !o.Roots.AppendCertsFromPEM(octets) {
		return fail(exitUsage, "", "%s holds no certificate in PEM form", shown(e.ca))
	}
	return nil
}

// certificateLimit is more than any file of certificates, or of a key, has, in octets.
const certificateLimit = 1 << 20

func (e *encryption) own(o *session.TLSOptions) error {
	key := e.key
	switch {
	case e.cert == "" && key == "":
		return nil
	case e.cert == "":
		return fail(exitUsage, "", "--key needs --cert")
	case key == "":
		key = e.cert
	}
	certificate, err := readFile(e.cert, certificateLimit)
	if err != nil {
		return err
	}
	secret, err := readFile(key, certificateLimit)
	if err != nil {
		return err
	}
	pair, err := tls.X509KeyPair(certificate, secret)
	if err != nil {
		hint := ""
		if e.key == "" {
			hint = "--key FILE names its key, where that is in a file of its own"
		}
		return fail(exitUsage, hint, "cannot use the certificate in %s: %s", shown(e.cert), shown(strings.TrimPrefix(cause(err), "tls: ")))
	}
	o.Certificates = []tls.Certificate{pair}
	return nil
}

func (e *encryption) keys(o *session.TLSOptions) error {
	if e.keylog == "" {
		return nil
	}
	file, err := openPrivate(e.keylog)
	if err != nil {
		return fail(exitUsage, "", "cannot write the keys into %s: %s", shown(e.keylog), shown(cause(err)))
	}
	o.KeyLog = file // open to the end: the program writes into it whenever a handshake is made
	return nil
}

// openPrivate opens a file to add to it, and makes it if there is none. It must be a
// plain one, and nobody but its owner may read it: who plants a link or an open file
// gets nothing.
func openPrivate(path string) (*os.File, error) {
	planted, err := os.Lstat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL|os.O_APPEND, 0o600)
	}
	switch {
	case err != nil:
		return nil, err
	case !planted.Mode().IsRegular():
		return nil, errors.New("it is no plain file")
	case readByOthers(planted):
		return nil, errors.New("others on this machine can read it; chmod 600 ends that")
	}
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_APPEND, 0)
	if err != nil {
		return nil, err
	}
	if opened, err := file.Stat(); err != nil || !os.SameFile(planted, opened) {
		return nil, errors.Join(errors.New("it was exchanged for another file just now"), file.Close())
	}
	return file, nil
}

// readByOthers reports whether more than the owner may read or write a file. On Windows
// the mode does not tell.
func readByOthers(f fs.FileInfo) bool {
	return runtime.GOOS != "windows" && f.Mode().Perm()&0o077 != 0
}
