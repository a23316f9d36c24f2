package cli

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"
)

const serveAddress = "127.0.0.1:2525"

func (p *program) serveCommand() *cobra.Command {
	o := &p.opts
	c := &cobra.Command{
		Use:   "serve",
		Short: "run the included server alone, for telnet or a mail library",
		Long: `Runs the included server until Ctrl+C and prints its log. The first line says
where it listens. It takes mail for example.com into memory and sends none.
With --persona modern it offers TLS and a login; its certificate is made for this
run, and --write-ca keeps a copy for clients that verify it.`,
		Example: "  ehlo serve --listen 127.0.0.1:2525\n  ehlo serve --persona modern --write-ca ca.pem\n  ehlo serve --listen 0.0.0.0:25 --public --maildir ./mail",
		Args:    atMost(0, "no target"),
		RunE:    func(*cobra.Command, []string) error { return p.serve() },
	}
	f := c.Flags()
	o.serving(f)
	f.StringVar(&o.maildir, "maildir", "", "also keep each message in a Maildir below `DIR`")
	f.BoolVar(&o.public, "public", false, "let other computers in")
	f.BoolVar(&o.smtps, "smtps", false, "TLS from the first octet, as smtps:// expects it")
	f.StringVar(&o.writeCA, "write-ca", "", "write the server's certificate to `FILE`, for clients to trust")
	f.BoolVar(&o.json, "json", false, "the log as JSON lines")
	return c
}

func (p *program) serve() error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	o := &p.opts
	listen := o.listen
	if listen == "" {
		listen = serveAddress
	}
	if err := o.refuseOthers(listen); err != nil {
		return err
	}
	log := &log{out: p.out, json: o.json}
	options := o.serverOptions()
	options.Log = log.line
	log.mu.Lock() // the first line comes first, however fast a client is
	server, err := startIncluded(options, listen)
	if err != nil {
		return err
	}
	if o.writeCA != "" {
		if err := server.writeCA(o.writeCA); err != nil {
			log.mu.Unlock()
			server.close()
			return err
		}
	}
	log.begin(server)
	log.mu.Unlock()
	select {
	case <-ctx.Done():
	case err := <-server.served:
		server.served <- nil
		server.close()
		return fail(exitUsage, "", "%s", shown(fmt.Sprint(err)))
	}
	server.close()
	return nil
}
