package loopback

import (
	"errors"
	"strings"
	"testing"

	"github.com/emersion/go-sasl"
	"github.com/xdg-go/scram"
)

// follow hands the responses to an exchange, each behind the challenge that it must
// have given; the last outcome is returned.
func follow(t *testing.T, x sasl.Server, pairs ...string) (done bool, err error) {
	t.Helper()
	for i := 0; i < len(pairs); i += 2 {
		var response []byte
		if pairs[i] != "(none)" {
			response = []byte(pairs[i])
		}
		var challenge []byte
		challenge, done, err = x.Next(response)
		if string(challenge) != pairs[i+1] {
			t.Fatalf("%q is answered with %q, want %q (%v)", pairs[i], challenge, pairs[i+1], err)
		}
	}
	return done, err
}

// The example of RFC 2195 section 2.
func TestCRAMMD5(t *testing.T) {
	const challenge = "<1896.697170952@postoffice.reston.mci.net>"
	for answer, want := range map[string]error{
		"tim b913a602c7eda7a495b4e6e7334d3890":  nil,
		"tim b913a602c7eda7a495b4e6e7334d3891":  errCredentials,
		"Tim b913a602c7eda7a495b4e6e7334d3890":  errCredentials,
		"tim  b913a602c7eda7a495b4e6e7334d3890": errCredentials,
		"tim B913A602C7EDA7A495B4E6E7334D3890":  errCredentials,
		"":                                      errCredentials,
	} {
		x := &cramMD5{account{"tim", "tanstaaftanstaaf"}, challenge}
		if done, err := follow(t, x, "(none)", challenge, answer, ""); !done || err != want {
			t.Errorf("%q: %v, %v", answer, done, err)
		}
	}
}

const (
	pencilFirst  = "n,,n=user,r=rOprNGfwEbeRWgbNEkqO"
	pencilServer = "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096"
	pencilProof  = "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ="
	pencilEnd    = "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="
)

// The example of RFC 7677 section 3: user "user", password "pencil".
func pencil() *scramLogin {
	a := account{"user", "pencil"}
	salt := func() string { return "\x5b\x6d\x99\x68\x9d\x12\x35\x8e\xec\xa0\x4b\x14\x12\x36\xfa\x81" }
	return newScram(a, func() string { return "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0" }, a.scramKeys(salt))
}

func TestSCRAM(t *testing.T) {
	if done, err := follow(t, pencil(), "(none)", "", pencilFirst, pencilServer, pencilProof, pencilEnd, "", ""); !done || err != nil {
		t.Errorf("%v, %v", done, err)
	}
	if _, err := follow(t, pencil(), pencilFirst, pencilServer, pencilProof, pencilEnd, "x", ""); err == nil {
		t.Error("an answer to the server's proof must be empty")
	}
	for name, first := range map[string]string{
		"another identity": "n,a=admin,n=user,r=rOprNGfwEbeRWgbNEkqO",
		"channel binding":  "p=tls-unique,,n=user,r=rOprNGfwEbeRWgbNEkqO",
		"an extension":     "n,,m=x,n=user,r=rOprNGfwEbeRWgbNEkqO",
		"a bare equals":    "n,,n=us=er,r=rOprNGfwEbeRWgbNEkqO",
		"no name":          "n,,n=,r=rOprNGfwEbeRWgbNEkqO",
		"no nonce":         "n,,n=user,r=",
		"a half":           "n,,n=user",
		"nonsense":         "user pencil",
		"nothing":          "",
	} {
		if _, _, err := pencil().Next([]byte(first)); err == nil {
			t.Errorf("%s: %q is taken", name, first)
		}
	}
}

func TestSCRAMRefusesAProof(t *testing.T) {
	for name, final := range map[string]string{
		"another nonce":    strings.Replace(pencilProof, "k0,p", "k1,p", 1),
		"another header":   strings.Replace(pencilProof, "c=biws", "c=eSws", 1),
		"a bit changed":    strings.Replace(pencilProof, "p=dH", "p=dX", 1),
		"a short proof":    strings.TrimSuffix(pencilProof, "mhUZUn/dB5nLTJRsjl95G4=")[:90],
		"an unsigned part": strings.Replace(pencilProof, ",p=", ",x=y,p=", 1),
		"no proof":         strings.Split(pencilProof, ",p=")[0],
		"nothing":          "",
	} {
		x := pencil()
		if _, err := follow(t, x, pencilFirst, pencilServer); err != nil {
			t.Fatal(err)
		}
		if challenge, _, err := x.Next([]byte(final)); err != errCredentials || len(challenge) > 0 {
			t.Errorf("%s: %q, %v", name, challenge, err)
		}
	}
}

// Another client proves itself, also under its own name as another, and is proved the
// server. A name may hold what separates the parts.
func TestSCRAMWithAnotherClient(t *testing.T) {
	for _, who := range []account{{"user", "pencil"}, {"us,er=", "x"}} {
		for _, as := range []string{"", who.user} {
			client, err := scram.SHA256.NewClient(who.user, who.password, as)
			if err != nil {
				t.Fatal(err)
			}
			word := func() string { return "N0001" }
			talk, x := client.NewConversation(), newScram(who, word, who.scramKeys(word))
			challenge, done := "", false
			for err == nil && !done {
				var response string
				if response, err = talk.Step(challenge); err != nil {
					break
				}
				var octets []byte
				octets, done, err = x.Next([]byte(response))
				challenge = string(octets)
			}
			if err != nil || !talk.Valid() {
				t.Errorf("%v as %q: %v, valid: %t", who, as, err, talk.Valid())
			}
		}
	}
}

// Who has the wrong name or the wrong password cannot tell which.
func TestSCRAMDoesNotTellWhoExists(t *testing.T) {
	for _, who := range []account{{"user", "pen"}, {"nobody", "pencil"}} {
		client, err := scram.SHA256.NewClient(who.user, who.password, "")
		if err != nil {
			t.Fatal(err)
		}
		talk, x := client.NewConversation(), pencil()
		first, _ := talk.Step("")
		challenge, done, err := x.Next([]byte(first))
		if done || err != nil {
			t.Fatalf("%s: %v, %v", who.user, done, err)
		}
		proof, err := talk.Step(string(challenge))
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err := x.Next([]byte(proof)); err == nil {
			t.Errorf("%s got in", who.user)
		}
	}
}

func TestPasswordsAreMadeOnce(t *testing.T) {
	a, b := New(Options{}), New(Options{})
	_, first, offered := a.Login()
	user, again, _ := a.Login()
	_, other, _ := b.Login()
	if user != "alice" || first != again || first == other || len(first) != passwordLength || offered {
		t.Errorf("%s %s %s %s", user, first, again, other)
	}
	if _, fixed, offered := New(ofType(t, "modern").Fixed()).Login(); fixed != "wonderland" || !offered {
		t.Errorf("fixed: %s, %v", fixed, offered)
	}
	if err := (account{"alice", "x"}).check("bob", "alice", "x"); !errors.Is(err, errCredentials) {
		t.Error("alice acts as bob")
	}
}
