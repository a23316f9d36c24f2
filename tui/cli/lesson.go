package cli

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/adrg/xdg"
	"github.com/charmbracelet/x/ansi"
	"github.com/spf13/cobra"

	"ehlo/lessons/course"
	"ehlo/lessons/progress"
	"ehlo/tui/desk"
)

// studies is what the command line says of lessons.
type studies struct {
	folder string // "" for the included course
	locale string
	name   string // of the lesson to begin with, see [desk.Config.Lesson]
}

// lessonCommand opens the program with a lesson.
func (p *program) lessonCommand() *cobra.Command {
	s := &p.lesson
	c := &cobra.Command{
		Use:   "lesson [NAME]",
		Short: "lessons that check themselves",
		Long: `Opens ehlo on its included server with the lesson of that name or number. Without a
NAME it goes on where you were; who has not begun yet sees the list.
In a lesson :next goes on, :next core to the next step of the short course; :hint and
:solution help, :reset begins a step again, and :predict on asks for a guess before
each reply.`,
		Example:     "  ehlo lesson greeting\n  ehlo lesson 7 --plain\n  ehlo lesson list",
		Annotations: map[string]string{talksToo: "yes"},
		Args:        atMost(1, "the name of a lesson"),
		RunE: func(_ *cobra.Command, args []string) error {
			s.name = desk.Resume
			if len(args) == 1 {
				s.name = args[0]
			}
			c, err := s.open()
			if err != nil {
				return err
			}
			if s.name != desk.Resume {
				if _, err := c.Lesson(s.name); err != nil {
					return lessonFailure(err)
				}
			}
			return p.talk("")
		},
	}
	c.PersistentFlags().StringVar(&s.folder, "course", "", "the lessons of a folder: `DIR`")
	c.PersistentFlags().StringVar(&s.locale, "lang", "en", "the language of the words, where they are there in it: `LANG`, as de")
	p.opts.talking(c.Flags())
	p.opts.serving(c.Flags())
	c.AddCommand(p.lessonListCommand(), p.lessonCheckCommand(), p.lessonNewCommand(), p.lessonNamesCommand())
	p.completeLessons(c)
	return c
}

// lessonFailure is what is wrong with a lesson, as a failure of the command line.
func lessonFailure(err error) error {
	if found := course.Problems(err); len(found) > 0 {
		return fail(exitUsage, "ehlo lesson check tells all that is wrong", "%s", strings.TrimRight(found[0].Detail(), "\n"))
	}
	return fail(exitUsage, "ehlo lesson list shows them all", "%s", shown(err.Error()))
}

// files is the folder of the lessons: the included one, or that of --course.
func (s *studies) files() fs.FS {
	if s.folder != "" {
		return os.DirFS(s.folder)
	}
	return course.Included()
}

// open reads the list of lessons.
func (s *studies) open() (*course.Course, error) {
	c, err := course.Open(s.files(), s.locale)
	if err != nil && s.folder != "" {
		if found := course.Problems(err); len(found) > 0 {
			return nil, lessonFailure(err)
		}
		return nil, fail(exitUsage, "", "%s is no folder of lessons: %s", shown(s.folder), shown(reason(err)))
	}
	return c, err
}

// reason returns what of an error does not repeat its path.
func reason(err error) string {
	if file, ok := err.(*fs.PathError); ok { //nolint:errorlint // as the system gave it
		return file.Err.Error()
	}
	return err.Error()
}

// progressFile is where it is kept what was done of the lessons; each folder of own
// lessons has a file of its own.
func (s *studies) progressFile() progress.File {
	xdg.Reload() // the environment may have changed since the package was initialised
	name := "progress"
	if s.folder != "" {
		name = "progress-" + folderName(s.folder)
	}
	return progress.File(filepath.Join(xdg.DataHome, "ehlo", name))
}

// folderName makes a name for a file out of the path of a folder.
func folderName(folder string) string {
	if path, err := filepath.Abs(folder); err == nil {
		folder = path
	}
	name := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' || r == '_' {
			return r
		}
		return '-'
	}, strings.Trim(folder, `/\`))
	return name[max(0, len(name)-100):]
}

// teach gives a desk the lessons. server is the included one, nil for another.
func (s *studies) teach(c *desk.Config, server *included) {
	c.Course, c.Progress, c.Lesson = s.open, s.progressFile(), s.name
	if server != nil {
		c.World = lessonWorld{server.server}
		c.House.Beside = server.beside(s.folder)
	}
}

func (p *program) lessonListCommand() *cobra.Command {
	asJSON := false
	c := &cobra.Command{
		Use:         "list",
		Short:       "the lessons, and what you have done of them",
		Args:        atMost(0, "a lesson"),
		Annotations: map[string]string{noSettings: "yes"},
		RunE: func(*cobra.Command, []string) error {
			c, err := p.lesson.open()
			if err != nil {
				return err
			}
			book, err := p.lesson.progressFile().Load()
			if err != nil {
				return fail(exitUsage, "", "what was done cannot be read: %s", shown(err.Error()))
			}
			return p.listLessons(desk.Rows(c, book), asJSON)
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "one JSON object a line for each lesson")
	return c
}

// A lessonLine is a lesson of the list as JSON has it.
type lessonLine struct {
	Number   int      `json:"number"`
	Name     string   `json:"name"`
	Title    string   `json:"title"`
	Minutes  int      `json:"minutes,omitempty"`
	Needs    []string `json:"needs,omitempty"`
	Steps    int      `json:"steps"`
	Core     int      `json:"core_steps,omitempty"`
	Mastered int      `json:"mastered"`
	Helped   int      `json:"helped"`
	Skipped  int      `json:"skipped"`
	Complete bool     `json:"complete"`
}

// tellRow prints a row of a list: on one line for a program that reads it, at a terminal
// broken between words, with what follows set in.
func (p *program) tellRow(out io.Writer, row string) {
	const indent = "    "
	if _, terminal := p.columns(); !terminal {
		fmt.Fprintln(out, row)
		return
	}
	lines := strings.Split(ansi.Wordwrap(row, p.width()-len(indent), ""), "\n")
	fmt.Fprintln(out, strings.Join(lines, "\n"+indent))
}

func (p *program) listLessons(rows []desk.LessonRow, asJSON bool) error {
	out := bufio.NewWriter(p.out)
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	for _, r := range rows {
		if asJSON {
			_ = encoder.Encode(lessonLine{r.Number, r.Name, r.Title, r.Minutes, r.Needs, r.Steps, r.Core, r.Mastered, r.Helped, r.Skipped, r.Complete}) // Flush has the error
			continue
		}
		p.tellRow(out, r.String())
	}
	if err := out.Flush(); err != nil {
		return fail(exitUsage, "", "cannot write: %s", shown(err.Error()))
	}
	return nil
}
