package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/signal"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"ehlo/lessons/course/draft"
	"ehlo/lessons/course/lint"
	"ehlo/session/loopback"
	"ehlo/session/smtp"
	"ehlo/transcript"
	"ehlo/transcript/shelf"
)

// rehearsalWait is how long the included server may be silent where the server of a
// session was not.
const rehearsalWait = 3 * time.Second

// lessonFileName is what a file of a course is called, see course.Parse.
var lessonFileName = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^(?:[0-9]+-)?([a-z0-9][a-z0-9-]*)\.md$`)
})

func (p *program) lessonNewCommand() *cobra.Command {
	from, persona := "", ""
	c := &cobra.Command{
		Use:   "new NAME",
		Short: "begin a lesson, empty or made of a recorded session",
		Long: `Writes the skeleton of a lesson to NAME.md, with a comment or the word TODO where
the teacher goes on; ehlo lesson check NAME.md names these places as warnings.
--from makes it of a session in any form that ehlo convert reads. What its client
says is said to the included server: its answers become steps, goals, hints and a
solution. Foreign addresses become people of that server; logins are left out. The
server type is the one that a session of ehlo met. --persona says another; a file of
your own is named as the lesson will name it, from its folder: types/mine.yaml.
A folder that is not there is made; a file that is there is never written over.`,
		Example:           "  ehlo lesson new two-recipients\n  ehlo lesson new course/03-two-recipients --from session.ehlo\n  ehlo lesson new refused --from ticket.txt --persona strict",
		Annotations:       map[string]string{noSettings: "yes"},
		Args:              exactly(1, "a name, as in two-recipients"),
		ValidArgsFunction: noFiles,
		RunE: func(_ *cobra.Command, args []string) error {
			ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
			defer stop()
			return p.newLesson(ctx, args[0], from, persona)
		},
	}
	c.Flags().StringVar(&from, "from", "", "make it of the session in `FILE`")
	c.Flags().StringVar(&persona, "persona", "", "the `TYPE` of the included server that the lesson is for")
	return c
}

// newLesson writes a skeleton.
func (p *program) newLesson(ctx context.Context, path, from, persona string) error {
	if !strings.HasSuffix(path, ".md") {
		path += ".md"
	}
	name := lessonFileName().FindStringSubmatch(filepath.Base(path))
	if name == nil {
		return fail(exitUsage, "small letters, digits and hyphens, as in 07-two-recipients", "%s is no name for a lesson", quoted(filepath.Base(path)))
	}
	if _, err := os.Lstat(path); err == nil {
		return fail(exitUsage, "another name, or move it away", "%s is there already and was not touched", shown(path))
	}
	folder := filepath.Dir(path)
	open := openLessonsOf(folder)
	users, err := usersOf(ctx, open, persona)
	if err != nil {
		return err
	}
	text, told := draft.Empty(name[1], persona), []string(nil)
	if from != "" {
		if text, told, err = draftFrom(ctx, open, from, draft.Options{Name: name[1], Persona: persona, Users: users}); err != nil {
			return err
		}
	}
	if _, err := os.Stat(folder); errors.Is(err, fs.ErrNotExist) {
		told = append(told, shown(folder)+" is a new folder")
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return fail(exitUsage, "", "cannot make the folder %s: %s", shown(folder), shown(reason(err)))
	}
	if err := createFile(path, text); err != nil {
		return fail(exitUsage, "", "cannot write %s: %s", shown(path), shown(err.Error()))
	}
	for _, t := range told {
		fmt.Fprintln(p.err, t)
	}
	fmt.Fprintf(p.out, "%s is written; ehlo lesson check %s names what is left to do\n", shown(path), shown(path))
	return nil
}

// createFile writes a file that was not there, for everybody to read.
func createFile(path string, text []byte) error {
	return shelf.Create(path, 0o644, func(w io.Writer) error { _, err := w.Write(text); return err })
}

// usersOf returns whom the included server knows as that type; it is an error if there is
// no such type.
func usersOf(ctx context.Context, open lint.Opener, persona string) ([]string, error) {
	peer, _, world, err := open(ctx, persona)
	if err != nil {
		return nil, fail(exitUsage, "", "%s", shown(err.Error()))
	}
	defer peer.Close()
	return world.Addresses(), nil
}

// draftFrom makes a skeleton of a session: it is said to the included server, and what
// that answers counts.
func draftFrom(ctx context.Context, open lint.Opener, from string, o draft.Options) (text []byte, told []string, err error) {
	book, err := readSession(from)
	if err != nil {
		return nil, nil, err
	}
	met := book.Transcript().Start().Persona
	if o.Persona == "" && met != "" {
		if _, comes := loopback.PersonaNamed(met); comes {
			o.Persona = met
			if o.Users, err = usersOf(ctx, open, met); err != nil {
				return nil, nil, err
			}
		} else {
			told = append(told, fmt.Sprintf("the session met the server type %s, which does not come with ehlo; --persona types/%s.yaml names its file beside the lesson", shown(met), shown(met)))
		}
	}
	r, err := draft.Rehearsal(book.Transcript(), o.Users)
	if err != nil {
		return nil, nil, fail(exitUsage, "", "no lesson can be made of %s: %s", shown(from), shown(err.Error()))
	}
	if o.Persona == "" {
		o.Persona = r.Persona
	}
	tapes, err := rehearse(ctx, open, r.Pieces, o.Persona)
	if err != nil {
		return nil, nil, err
	}
	o.Was = book.Transcript()
	text, otherwise := draft.Lesson(o, tapes...)
	told = slices.Concat(told, r.Told, otherwise)
	if n := book.Doubtful(); n > 0 {
		told = append(told, fmt.Sprintf("%s had to be guessed; ehlo convert %s shows where", counted(n, "line"), shown(from)))
	}
	return text, told, nil
}

// rehearse says each piece to a fresh included server, as the linter will.
func rehearse(ctx context.Context, open lint.Opener, pieces []string, persona string) (tapes []*transcript.Transcript, err error) {
	for _, piece := range pieces {
		script, err := transcript.ParseScript("session", []byte(piece))
		if err != nil {
			return nil, err
		}
		peer, tape, _, err := open(ctx, persona)
		if err != nil {
			return nil, fail(exitUsage, "", "%s", shown(err.Error()))
		}
		quietFor(ctx, tape)
		// A reply that does not come, or a connection that ends, shows in the tape.
		_ = transcript.Run(ctx, script, peer, tape, transcript.RunOptions{Fragment: true, From: tape.Len(), Timeout: rehearsalWait, KeepGoing: true})
		peer.Close()
		if ctx.Err() != nil {
			return nil, ended(exitInterrupt)
		}
		tapes = append(tapes, tape)
	}
	return tapes, nil
}

// quietFor waits until nothing is owed any more.
func quietFor(ctx context.Context, tape *transcript.Transcript) {
	ctx, stop := context.WithTimeout(ctx, rehearsalWait)
	defer stop()
	wake, end := tape.Watch()
	defer end()
	for {
		if s := tape.State(tape.Len()); s.OwedCount() == 0 || s.Phase() == smtp.Ended {
			return
		}
		select {
		case <-wake:
		case <-ctx.Done():
			return
		}
	}
}
