package cli

import (
	"context"
	"os"

	"ehlo/lessons/course"
	"ehlo/lessons/course/lint"
	"ehlo/session/loopback"
	"ehlo/session/loopback/certificate"
	"ehlo/transcript"
)

// besideLessons returns what reads the file of a server type that a lesson names: one
// below the folder of the lessons, and nothing that a link there leads to outside. "" is
// the included course, which has none.
func besideLessons(folder string) func(path string) ([]byte, error) {
	return func(path string) ([]byte, error) {
		if folder == "" {
			return nil, fail(exitUsage, "", "the included lessons have no files beside them")
		}
		root, err := os.OpenRoot(folder)
		if err != nil {
			return nil, fail(exitUsage, "", "cannot read %s: %s", shown(folder), shown(reason(err)))
		}
		defer root.Close()
		return readBelow(root.FS(), "a lesson")(path)
	}
}

// beside returns what sets the server type of the next connection to one that lies beside
// the lessons of a folder, and tells its name.
func (s *included) beside(folder string) func(path string) (string, error) {
	return func(path string) (string, error) {
		err := s.wear(path, besideLessons(folder))
		return s.server.Persona(), firstLine(err)
	}
}

// openLessonsOf returns what opens a session for the linter, for the lessons of a folder.
func openLessonsOf(folder string) lint.Opener {
	return func(ctx context.Context, name string) (transcript.Peer, *transcript.Transcript, course.World, error) {
		if !isPersonaFile(name) {
			return openLesson(ctx, name)
		}
		t, err := personaAt(name, besideLessons(folder))
		if err != nil {
			return nil, nil, nil, firstLine(err)
		}
		return openIncluded(ctx, loopback.Options{Persona: t, Certify: certificate.New}.Fixed())
	}
}
