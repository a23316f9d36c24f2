package cli

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"ehlo/lessons/course"
	"ehlo/lessons/course/lint"
	"ehlo/session/smtp"
)

// lessonFileLimit is more than a lesson may have; Parse says so itself.
const lessonFileLimit = 8 << 20

// checkTime is how long playing one lesson may take.
const checkTime = 2 * time.Minute

func (p *program) lessonCheckCommand() *cobra.Command {
	asJSON := false
	c := &cobra.Command{
		Use:   "check [FILE… | DIR]",
		Short: "prove lessons: read their words and play every step",
		Long: `Reads each lesson and plays it with the included server. The solution of a step must
meet every goal, an empty session none; what another student may say must pass as
well, and what is not enough must not. A file NAME.de.md is read beside its NAME.md.
What a lesson needs may be among these, lie beside it or come with ehlo. Without a
FILE the included course is checked, or that of DIR or --course.
The exit code is 1 if there are problems, 0 if there are none but warnings.`,
		Example:     "  ehlo lesson check\n  ehlo lesson check 07-several-recipients.md\n  ehlo lesson check my-course",
		Annotations: map[string]string{noSettings: "yes"},
		RunE: func(_ *cobra.Command, args []string) error {
			ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
			defer stop()
			k := &lessonCheck{program: p, ctx: ctx, json: asJSON, out: bufio.NewWriter(p.out)}
			return k.run(args)
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "one JSON object a line for each problem")
	return c
}

// A lessonCheck is a check of lessons on its way.
type lessonCheck struct {
	*program
	ctx      context.Context
	json     bool
	out      *bufio.Writer
	problems int
	warnings int
	lessons  []*course.Lesson // that could be read
}

func (k *lessonCheck) run(files []string) error {
	var err error
	if len(files) == 1 && isFolder(files[0]) {
		k.lesson.folder, files = files[0], nil
	}
	if len(files) == 0 {
		err = k.course()
	} else {
		err = k.files(files)
	}
	if err != nil {
		return err
	}
	if !k.json {
		k.sum()
	}
	if err := k.out.Flush(); err != nil {
		return fail(exitUsage, "", "cannot write: %s", shown(err.Error()))
	}
	switch {
	case k.ctx.Err() != nil:
		return ended(exitInterrupt)
	case k.problems > 0:
		return ended(exitDifferent)
	}
	return nil
}

func isFolder(path string) bool {
	f, err := os.Stat(path)
	return err == nil && f.IsDir()
}

// course checks the course that comes with ehlo, or that of --course.
func (k *lessonCheck) course() error {
	folder := k.lesson.files()
	all, err := course.Open(folder, "en")
	if found := course.Problems(err); len(found) > 0 {
		k.tell(found...)
		return nil
	}
	if err != nil {
		return fail(exitUsage, "", "%s is no folder of lessons: %s", shown(k.lesson.folder), shown(reason(err)))
	}
	for _, h := range all.Lessons {
		l, err := all.Lesson(h.Name)
		k.one(k.lesson.folder, l, err)
		for _, locale := range h.Locales {
			if other, err := course.Open(folder, locale); err == nil {
				k.words(other.Lesson(h.Name))
			}
		}
	}
	var others []string
	if k.lesson.folder != "" { // whoever follows it may have followed the course that comes with ehlo
		others = course.NamesIn(course.Included())
	}
	k.tell(lint.Course(k.lessons, others...)...)
	return nil
}

// files checks lessons one by one, and together as a part of a course: what they need may
// lie beside them, or come with ehlo.
func (k *lessonCheck) files(names []string) error {
	others := course.NamesIn(course.Included())
	for _, name := range names {
		octets, err := readFile(name, lessonFileLimit)
		if err != nil {
			return err
		}
		others = append(others, course.NamesIn(os.DirFS(filepath.Dir(name)))...)
		original, _, isTranslation := course.TranslationOf(name)
		if !isTranslation {
			l, err := course.Parse(name, octets)
			k.one(filepath.Dir(name), l, err)
			continue
		}
		text, err := readFile(original, lessonFileLimit)
		if err != nil {
			return fail(exitUsage, "", "%s translates %s, which cannot be read", shown(name), shown(filepath.Base(original)))
		}
		l, err := course.Parse(original, text)
		if err == nil {
			l, err = l.Translate(name, octets)
		}
		k.words(l, err)
	}
	k.tell(lint.Course(k.lessons, others...)...)
	return nil
}

// one checks a lesson of a folder, "" for that of ehlo: it is played if it could be read
// without a problem.
func (k *lessonCheck) one(folder string, l *course.Lesson, err error) {
	if l != nil {
		k.lessons = append(k.lessons, l)
	}
	if err != nil {
		k.words(l, err)
		return
	}
	ctx, stop := context.WithTimeout(k.ctx, checkTime)
	defer stop()
	k.tell(lint.Check(ctx, l, openLessonsOf(folder))...)
}

// words tells of what is wrong with a lesson that is not played.
func (k *lessonCheck) words(l *course.Lesson, err error) {
	found := course.Problems(err)
	if err != nil && len(found) == 0 {
		found = []*course.Problem{{What: shown(err.Error())}}
	}
	if l != nil {
		found = append(found, lint.Words(l)...)
	}
	k.tell(found...)
}

// A problemLine is a problem as JSON has it.
type problemLine struct {
	File    string `json:"file"`
	Line    int    `json:"line,omitempty"`
	Column  int    `json:"column,omitempty"`
	What    string `json:"what"`
	Warning bool   `json:"warning,omitempty"`
	Session string `json:"session,omitempty"`
}

func (k *lessonCheck) tell(found ...*course.Problem) {
	encoder := json.NewEncoder(k.out)
	encoder.SetEscapeHTML(false)
	for _, p := range found {
		if p.Mild {
			k.warnings++
		} else {
			k.problems++
		}
		if k.json {
			_ = encoder.Encode(problemLine{shown(p.File), p.Line, p.Col, p.What, p.Mild, p.Session}) // Flush has the error
			continue
		}
		fmt.Fprint(k.out, withMildness(p))
		if p.Session != "" {
			fmt.Fprintln(k.out, "  the session that shows it:")
			for line := range strings.Lines(p.Session) {
				fmt.Fprintln(k.out, strings.TrimRight("    "+smtp.PrintableLine(strings.TrimRight(line, "\n")), " "))
			}
		}
		fmt.Fprintln(k.out)
	}
}

// withMildness is the detail of a problem, a warning marked as one.
func withMildness(p *course.Problem) string {
	if !p.Mild {
		return p.Detail()
	}
	mild := *p
	mild.What = "warning: " + p.What
	return mild.Detail()
}

// sum says what came of it.
func (k *lessonCheck) sum() {
	core, minutes := lint.Summary(k.lessons)
	fmt.Fprintf(k.out, "%s, %s, %s", counted(len(k.lessons), "lesson"), counted(k.problems, "problem"), counted(k.warnings, "warning"))
	if core > 0 {
		fmt.Fprintf(k.out, "; %s: %s", counted(core, "core step"), counted(minutes, "minute"))
	}
	fmt.Fprintln(k.out)
	if errors.Is(k.ctx.Err(), context.Canceled) {
		fmt.Fprintln(k.out, "stopped; a part was not checked")
	}
}
