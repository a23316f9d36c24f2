package draft

import (
	"os"
	"path/filepath"
	"testing"

	"ehlo/lessons/course"
	"ehlo/transcript"
)

// FuzzSession: whatever somebody wrote down becomes a lesson that can be read, or none.
func FuzzSession(f *testing.F) {
	paths, _ := filepath.Glob("../../../transcript/testdata/book/*.txt")
	for _, path := range paths {
		octets, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(octets)
	}
	f.Fuzz(func(t *testing.T, octets []byte) {
		book, err := transcript.Import("x", octets)
		if err != nil {
			return
		}
		r, err := Rehearsal(book.Transcript(), users)
		if err != nil {
			return
		}
		for _, piece := range r.Pieces {
			if _, err := transcript.ParseScript("piece", []byte(piece)); err != nil {
				t.Fatalf("%v\n%s", err, piece)
			}
		}
		text, _ := Lesson(Options{Name: "x", Users: users, Was: book.Transcript()}, book.Transcript())
		if _, err := course.Parse("x.md", text); err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
	})
}
