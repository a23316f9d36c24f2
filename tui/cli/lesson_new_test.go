package cli

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ehlo/lessons/course"
	"ehlo/session/smtp"
	"ehlo/transcript"
)

const recordedSessions = "../../session/smtp/testdata/corpora"

// recorded returns a recording as a transcript.
func recorded(t *testing.T, path string) *transcript.Transcript {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	tape := transcript.New(transcript.Start{})
	var replies smtp.ReplyScanner
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var piece struct {
			Dir, Event, Layer string
			Octets            []byte `json:"bytes_b64"`
		}
		if err := json.Unmarshal(lines.Bytes(), &piece); err != nil {
			t.Fatal(err)
		}
		switch event, _, _ := strings.Cut(piece.Event, ":"); {
		case piece.Layer == "tls":
		case event == "connect":
			tape.Record(transcript.Entry{Fact: transcript.Connected, At: transcript.Now})
		case event == "eof", event == "reset":
			tape.Record(transcript.Entry{Fact: transcript.Closed, Text: transcript.ClosedByServer, At: transcript.Now})
		case event == "tls_done":
			tape.Record(transcript.Entry{Fact: transcript.Secured, At: transcript.Now})
			replies = smtp.ReplyScanner{}
		case piece.Dir == "C" && len(piece.Octets) > 0:
			tape.Said(piece.Octets, 0, 0)
		default:
			replies.Write(piece.Octets)
			for r, ok := replies.Next(); ok; r, ok = replies.Next() {
				tape.Record(transcript.Entry{Who: transcript.Server, Octets: r.Octets, At: transcript.Now})
			}
		}
	}
	return tape
}

// newLesson runs ehlo lesson new.
func newLesson(t *testing.T, args ...string) (out string, code int) {
	t.Helper()
	var b strings.Builder
	p := &program{out: &b, err: &b}
	root := p.root()
	root.SetArgs(append([]string{"lesson", "new"}, args...))
	root.SetOut(&b)
	root.SetErr(&b)
	code = p.report(root.Execute())
	return b.String(), code
}

// TestSkeletonsPassTheCheck: what becomes of a session, of whatever server and in
// whatever form, is a lesson that can be played. What is left to do is a warning.
func TestSkeletonsPassTheCheck(t *testing.T) {
	dir := t.TempDir()
	files := map[string]string{}
	for _, n := range []string{"1", "2", "3", "4"} {
		files["rfc5321-d"+n] = "../../transcript/testdata/book/rfc5321-d" + n + ".txt"
	}
	files["swaks"] = "../../transcript/testdata/book/swaks-refused.txt"
	for _, name := range []string{
		"exim/rcpt_mixed", "exim/address_syntax", "postfix/two_messages_one_session", "postfix/auth_cleartext", "postfix/half_close_mid_data",
		"postfix/starttls", "sendmail/many_bad_rcpt", "sendmail/vrfy", "postfix/bdat", "exim/ehlo_two_rcpt_dotstuff", "postfix/long_lines",
	} {
		lesson := strings.NewReplacer("/", "-", "_", "-").Replace(name)
		files[lesson] = filepath.Join(dir, lesson+".jsonl")
		f, err := os.Create(files[lesson])
		if err != nil {
			t.Fatal(err)
		}
		if err := transcript.WriteJSON(f, recorded(t, recordedSessions+"/"+name+".jsonl")); err != nil {
			t.Fatal(err)
		}
		f.Close()
	}
	for name, from := range files {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(dir, name+".md")
			if out, code := newLesson(t, path, "--from", from); code != exitOK {
				t.Errorf("exit %d\n%s", code, out)
			}
			if out, code := checkLessons(t, path); code != exitOK || !strings.Contains(out, "to be done") {
				t.Errorf("exit %d\n%s", code, out)
			}
		})
	}
}

func TestEmptySkeletonPassesTheCheck(t *testing.T) {
	path := filepath.Join(t.TempDir(), "01-mine.md")
	if out, code := newLesson(t, path); code != exitOK {
		t.Errorf("exit %d\n%s", code, out)
	}
	if out, code := checkLessons(t, path); code != exitOK || !strings.Contains(out, "to be done") {
		t.Errorf("exit %d\n%s", code, out)
	}
}

// TestNewLessonMakesItsFolder: a course begins with its first lesson.
func TestNewLessonMakesItsFolder(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "courses", "mine")
	for i, name := range []string{"01-one", "02-two"} {
		out, code := newLesson(t, filepath.Join(folder, name))
		if code != exitOK || !strings.Contains(out, name+".md is written") || strings.Contains(out, "is a new folder") != (i == 0) {
			t.Errorf("exit %d\n%s", code, out)
		}
	}
	if out, code := checkLessons(t, folder); code != exitOK {
		t.Errorf("exit %d\n%s", code, out)
	}
}

// TestNewLessonWritesOverNothing: nor does it write where something is wrong.
func TestNewLessonWritesOverNothing(t *testing.T) {
	dir := t.TempDir()
	mine := filepath.Join(dir, "mine.md")
	silent := filepath.Join(dir, "silent.ehlo")
	for path, text := range map[string]string{mine: "mine\n", silent: "S: 220 hi\n"} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{mine}, "mine.md is there already and was not touched"},
		{[]string{filepath.Join(dir, "mine")}, "is there already"},
		{[]string{filepath.Join(dir, "Two Words")}, "is no name for a lesson"},
		{[]string{filepath.Join(mine, "x")}, "cannot make the folder " + shown(mine) + ": not a directory"},
		{[]string{filepath.Join(dir, "x"), "--from", silent}, "the client says nothing in it"},
		{[]string{filepath.Join(dir, "x"), "--from", filepath.Join(dir, "gone.ehlo")}, "there is no file"},
		{[]string{filepath.Join(dir, "x"), "--from", silent, "--persona", "1983"}, "there is no server type 1983"},
	} {
		if out, code := newLesson(t, c.args...); code != exitUsage || !strings.Contains(out, c.want) {
			t.Errorf("%v: exit %d, %q; want %q", c.args, code, out, c.want)
		}
	}
	if text, err := os.ReadFile(mine); string(text) != "mine\n" {
		t.Errorf("written over: %q, %v", text, err)
	}
	if _, err := os.Stat(filepath.Join(dir, "x.md")); err == nil {
		t.Error("a lesson was written in spite of an error")
	}
}

// TestOwnCourse: the lessons of a folder are checked as a course; its README is none.
func TestOwnCourse(t *testing.T) {
	out, code := checkLessons(t, "--course", "testdata/course")
	if code != exitOK || !strings.Contains(out, "2 lessons, 0 problems") {
		t.Errorf("exit %d\n%s", code, out)
	}
	if out, code := checkLessons(t, "--course", t.TempDir()); code != exitUsage || !strings.Contains(out, "is no folder of lessons") {
		t.Errorf("an empty folder: exit %d\n%s", code, out)
	}
}

// TestLessonOfTheReadme: what teachers copy has not even a warning.
func TestLessonOfTheReadme(t *testing.T) {
	readme, err := os.ReadFile(filepath.Join(house, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, text, _ := strings.Cut(string(readme), "````markdown\n")
	text, _, ok := strings.Cut(text, "````\n")
	path := filepath.Join(t.TempDir(), "readme.md")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil || !ok {
		t.Fatal(ok, err)
	}
	if out, code := checkLessons(t, path); code != exitOK || !strings.Contains(out, "1 lesson, 0 problems, 0 warnings") {
		t.Errorf("exit %d\n%s", code, out)
	}
}

// TestGoalNames: every name that a goal can use is told.
func TestGoalNames(t *testing.T) {
	var b strings.Builder
	root := (&program{out: &b, err: &b}).root()
	root.SetArgs([]string{"lesson", "names"})
	if err := root.Execute(); err != nil {
		t.Fatal(err)
	}
	for _, n := range course.Names() {
		if !strings.Contains(b.String(), n[0]+"\n") {
			t.Errorf("%s is not told", n[0])
		}
	}
}

// TestNewLessonKeepsTheServerType: the one that a session met, and the one that is named,
// also where it is a file beside the lesson.
func TestNewLessonKeepsTheServerType(t *testing.T) {
	dir := t.TempDir()
	said := "S: 220\nC: EHLO a.example\nS: 250\nC: MAIL FROM:<bob@example.org>\nS: 250\nC: RCPT TO:<alice@example.com>\nS: 250\n" +
		"C: RCPT TO:<carol@example.com>\nS: 250\nC: RCPT TO:<jsmith@example.com>\nS: 452\nC: QUIT\nS: 221\n"
	for name, text := range map[string]string{
		"types/mine.yaml": "name: mine\nsays: Two are enough.\nbased-on: crowded\nmarks: [\"Two are too few. RFC 5321 §4.5.3.1.8\"]\n",
		"crowded.ehlo":    "#: persona crowded\n" + said,
		"mine.ehlo":       "#: persona mine\n" + said,
		"turned-away.ehlo": "#: persona modern\nS: 220\nC: EHLO a.example\nS: 250\nC: AUTH PLAIN\nS: 504\nC: STARTTLS\nS: 220\n" +
			"C: EHLO a.example\nS: 250\nC: QUIT\nS: 221\n",
	} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for name, c := range map[string]struct {
		args []string
		has  []string
	}{
		"met":         {[]string{"--from", filepath.Join(dir, "crowded.ehlo")}, []string{"persona: crowded\n", "S: 452"}},
		"beside":      {[]string{"--from", filepath.Join(dir, "mine.ehlo"), "--persona", "types/mine.yaml"}, []string{"persona: types/mine.yaml\n", "S: 452"}},
		"empty":       {[]string{"--persona", "types/mine.yaml"}, []string{"persona: types/mine.yaml #"}},
		"turned-away": {[]string{"--from", filepath.Join(dir, "turned-away.ehlo")}, []string{"persona: modern\n", "reads: [RFC 3207 §4, RFC 4954 §4, ", "C: AUTH PLAIN\n  S: 504"}},
	} {
		path := filepath.Join(dir, name+".md")
		if out, code := newLesson(t, append(c.args, path)...); code != exitOK {
			t.Errorf("%s: exit %d\n%s", name, code, out)
		}
		text, err := os.ReadFile(path)
		for _, want := range c.has {
			if err != nil || !strings.Contains(string(text), want) {
				t.Errorf("%s has no %q: %v\n%s", name, want, err, text)
			}
		}
		if out, code := checkLessons(t, path); code != exitOK {
			t.Errorf("%s: exit %d\n%s", name, code, out)
		}
	}
	out, code := newLesson(t, filepath.Join(dir, "lost.md"), "--from", filepath.Join(dir, "mine.ehlo"))
	if code != exitOK || !strings.Contains(out, "--persona types/mine.yaml names its file") {
		t.Errorf("exit %d\n%s", code, out)
	}
	if out, code := newLesson(t, filepath.Join(dir, "none.md"), "--persona", "nobodys"); code != exitUsage || !strings.Contains(out, "there is no server type nobodys") {
		t.Errorf("exit %d\n%s", code, out)
	}
}
