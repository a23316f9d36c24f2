package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"ehlo/transcript"
)

func (p *program) convertCommand() *cobra.Command {
	output, addresses := "", ""
	c := &cobra.Command{
		Use:   "convert FILE",
		Short: "make a .ehlo of a session written down in any form",
		Long: `Reads a session from FILE and writes it as .ehlo, where -o does not say as
FILE.jsonl. FILE is a listing of a book with S: and C: or RFC 821's S: and R:,
the output of swaks, curl -v, msmtp -d, exim, Python's smtplib or Postfix, a
paste from telnet, nc or openssl s_client, or a file that ehlo writes. What had
to be guessed has a note above it that begins with "doubtful"; secrets are cut.`,
		Example: "  ehlo convert paste.txt -o session.ehlo\n  swaks --to alice@example.com > out.txt; ehlo convert out.txt",
		Args:    exactly(1, "a file"),
		RunE:    func(_ *cobra.Command, args []string) error { return p.convert(args[0], output, addresses) },
	}
	c.Flags().StringVarP(&output, "output", "o", "", "write to `FILE`, which ends in .ehlo or .jsonl")
	c.Flags().StringVar(&addresses, "addresses", "kept", "`kept` or masked: the local parts replaced, the same one always by the same name")
	return c
}

func (p *program) convert(path, output, addresses string) error {
	if addresses != "kept" && addresses != "masked" {
		return fail(exitUsage, "kept is the default", "--addresses is kept or masked, not %q", shown(addresses))
	}
	save, err := newSaving(output)
	if err != nil {
		return err
	}
	book, err := readSession(path)
	if err != nil {
		return err
	}
	tape := book.Marked()
	if addresses == "masked" {
		tape = transcript.Masked(tape)
	}
	if save.form == nil {
		if err := transcript.WriteScript(p.out, tape); err != nil {
			return fail(exitUsage, "", "cannot write: %s", shown(err.Error()))
		}
	} else if err := save.write(tape); err != nil {
		return err
	}
	if words := doubtfulWords(book); words != "" {
		fmt.Fprintln(p.err, words)
	}
	return nil
}
