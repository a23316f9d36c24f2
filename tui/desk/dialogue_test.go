package desk

import (
	_ "embed"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write what was shown into the dialogues of testdata")

//go:embed testdata/letter
var aLetter []byte

// TestDialogues plays the dialogues in testdata. The first line of each names the
// server, and "foreign" if it lies outside this computer.
func TestDialogues(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal(err, len(files))
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			file, err := filepath.Abs(file)
			if err != nil {
				t.Fatal(err)
			}
			octets, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			want := string(octets)
			setting, dialogue, _ := strings.Cut(want, "\n")
			var got string
			play(t, setting, func(p *person) { got = setting + "\n" + p.plays(dialogue) })
			if *update {
				err = os.WriteFile(file, []byte(got), 0o644)
			} else if got != want {
				t.Errorf("shown:\n%s\nwanted:\n%s", got, want)
			}
			if err != nil {
				t.Error(err)
			}
		})
	}
}

// play sits down at the server that a setting names, in a folder with a letter.
func play(t *testing.T, setting string, act func(*person)) {
	t.Helper()
	t.Chdir(t.TempDir())
	if err := os.WriteFile("letter", aLetter, 0o600); err != nil {
		t.Fatal(err)
	}
	server, foreign := strings.CutSuffix(setting, " foreign")
	var c Config
	if foreign {
		c.Target = "192.0.2.25:25"
	}
	switch server {
	case "included":
		sit(t, c, act)
	case "modern", "lmtp":
		sitAs(t, c, server, act)
	case "auth":
		sitAt(t, c, newMailServer(), act)
	default:
		t.Fatalf("no server %q", server)
	}
}

// newMailServer answers like a server with AUTH that knows no password, hangs at
// "HANG", says goodbye at "BYE" and goes on to TLS at STARTTLS.
func newMailServer() func(line string) string {
	asked := 0 // answers to 334 that are still to come
	text := false
	return func(line string) string {
		verb, arg, _ := strings.Cut(line, " ")
		switch {
		case text && line != ".":
			return ""
		case text:
			text = false
			return "250 2.0.0 Ok"
		case asked == 1:
			asked = 0
			return "535 5.7.8 no"
		case asked > 1:
			asked--
			return "334 UGFzc3dvcmQ6"
		}
		switch strings.ToUpper(verb) {
		case "EHLO":
			return "250-smtp.example.com\n250-STARTTLS\n250 AUTH PLAIN LOGIN"
		case "AUTH":
			return authReply(arg, &asked)
		case "DATA":
			text = true
			return "354 go on"
		case "STARTTLS":
			return "220 go"
		case "MAIL", "RCPT", "NOOP", "RSET":
			return "250 Ok"
		case "HANG":
			return ""
		case "BYE":
			return "421 bye"
		case "QUIT":
			return "221 bye"
		}
		return "500 what?"
	}
}

func authReply(arg string, asked *int) string {
	mech, initial, _ := strings.Cut(arg, " ")
	switch {
	case strings.EqualFold(mech, "LOGIN") && initial == "":
		*asked = 2
		return "334 VXNlcm5hbWU6"
	case initial == "":
		*asked = 1
		return "334 "
	}
	return "535 5.7.8 no"
}
