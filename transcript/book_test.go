package transcript

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the golden files anew")

// readBook reads a book that must be one.
func readBook(t testing.TB, text string) *Book {
	t.Helper()
	b, err := ReadBook("book", []byte(text))
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	return b
}

func bookScript(t testing.TB, b *Book) string {
	t.Helper()
	var out bytes.Buffer
	if err := b.WriteScript(&out); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// TestBooks converts every file of testdata/book. The goldens were looked at, line
// by line: they are what each says who said what.
func TestBooks(t *testing.T) {
	files, err := filepath.Glob("testdata/book/*.txt")
	if err != nil || len(files) < 20 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			octets, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			b := readBook(t, string(octets))
			got := "#: form " + b.Form + "\n" + bookScript(t, b)
			golden := strings.TrimSuffix(file, ".txt") + ".ehlo"
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("read as\n%s\nwant\n%s", got, want)
			}
		})
	}
}

// TestConverted shows that what is written of each book is a script of the same
// session.
func TestConverted(t *testing.T) {
	files, err := filepath.Glob("testdata/book/*.txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			octets, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			converted(t, readBook(t, string(octets)))
		})
	}
}

// TestNoBook lists what is no session, or too much of one.
func TestNoBook(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"empty":     {"", "no session was found"},
		"prose":     {"Dear Alice,\n\nHelp is near. Data are plural.\nYours, Bob\n", "no session was found"},
		"noise":     {"Trying 192.0.2.1...\ntelnet: Unable to connect to remote host\n", "no session was found"},
		"swaks":     {"=== Trying 127.0.0.1:1...\n*** Error connecting to 127.0.0.1:1:\n*** \tIO::Socket::INET: connect: Connection refused\n", "no session was found"},
		"comments":  {"# nothing\n#: partial x\n", "no session was found"},
		"long":      {strings.Repeat("220 a\n", ScriptLimit/6+1), "at most 1048576 are read"},
		"long line": {"220 a\n" + strings.Repeat("x", ScriptLineLimit+1), ":2:65537: the line has 65537 octets"},
		"lines":     {"220 a\n" + strings.Repeat("\n", bookLines), "the file has 100001 lines"},
	} {
		t.Run(name, func(t *testing.T) {
			b, err := ReadBook("f.txt", []byte(c.text))
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v, %+v; want %q", err, b, c.want)
			}
		})
	}
}

// TestBookSecrets shows that nothing of a secret is left, whatever the line was
// taken for.
func TestBookSecrets(t *testing.T) {
	const secret = "AGFsaWNlAHdvbmRlcmxhbmQ="
	for _, text := range []string{
		"220 a\nEHLO b\n250 AUTH PLAIN\nAUTH PLAIN " + secret + "\n235 ok\n",
		"C: AUTH PLAIN\nS: 334\nC: " + secret + "\nS: 235 ok\n",
		"C: AUTH PLAIN AGFsaWNlAHdvbm\n   RlcmxhbmQ=\nS: 235 ok\n",
		" ~> AUTH LOGIN\n<~  334 VXNlcm5hbWU6\n ~> " + secret + "\n<~* 535 no\n",
		"S: 220 a\nC: AUTH LOGIN\nS: 334 UGFzc3dvcmQ6\n\n" + secret + "\n\nC: " + secret + "\nS: 235 ok\n",
		"220 a\nAUTH PLAIN\n334\n" + secret + "\nConnection closed by foreign host.\n" + secret + "\n",
	} {
		b := readBook(t, text)
		var json bytes.Buffer
		if err := WriteJSON(&json, b.Marked()); err != nil {
			t.Fatal(err)
		}
		for _, part := range []string{secret[:12], secret[12:]} {
			if strings.Contains(json.String()+bookScript(t, b), part) {
				t.Errorf("%q leaves %q in\n%s", text, part, bookScript(t, b))
			}
		}
	}
}

// TestBookBound reads the worst that a file can hold.
func TestBookBound(t *testing.T) {
	for _, part := range []string{"\n", "x\n", "250-\n", "DATA\n", "S: 250-a\n", "S: x\n y\n", "C: DATA\nS: 354\n", "\r", "(\n", "BDAT 9\n", ". . .\n", "DONE\nQ\n", "> 220 a\n"} {
		text := "S: 220 a\n220 a\nDATA\n354 x\n" + strings.Repeat(part, 20_000/strings.Count(part+"\n", "\n"))
		if n := allocated(func() { _, _ = ReadBook("f", []byte(text[:min(len(text), ScriptLineLimit)])) }); n > 64<<20 && !racing {
			t.Errorf("%q: %d octets of memory", part, n)
		}
	}
}
