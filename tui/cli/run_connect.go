package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"ehlo/session"
	"ehlo/session/smtp"
	"ehlo/session/target"
	"ehlo/transcript"
)

// mayConnect says whether @connect may be honoured.
func (r *run) mayConnect(target, tls string) error {
	to, err := r.meant(target)
	switch {
	case err != nil:
		return err
	case tls != "" && !slices.Contains(connectModes, tls):
		return fmt.Errorf("tls=%s is none of %s", shown(tls), strings.Join(connectModes, ", "))
	case to == r.target:
		return nil
	case !r.opts.allowConnect:
		return fmt.Errorf("the script wants to connect to %s; --allow-connect lets it", shown(to.String()))
	case r.opts.foreign(target) && !r.opts.yes:
		return fmt.Errorf("the script wants to connect to %s, which is not this computer; --yes lets it", shown(to.String()))
	}
	return nil
}

// meant returns the target that @connect names.
func (r *run) meant(name string) (target.Target, error) {
	if name == transcript.SameServer {
		return r.target, nil
	}
	return r.opts.reach.target(name)
}

// connect honours @connect. The connection that stands is left as it is if it
// leads to that target, else closed: a script has one.
func (r *run) connect(ctx context.Context, target, mode string) (transcript.Peer, error) {
	to, err := r.meant(target)
	if err != nil {
		return nil, err
	}
	if mode != "" {
		r.demand(mode)
	}
	if r.peer != nil && r.peer.Target() == to && !r.isOver() {
		return nil, nil
	}
	if r.peer != nil {
		r.peer.Close()
	}
	return r.open(ctx, to)
}

// connectModes are what @connect may say of TLS: those of --tls, and that there is
// none.
var connectModes = append([]string{"none"}, tlsModes...)

// demand has the next connection be as @connect asks. What the command line demands
// is not lessened by a script.
func (r *run) demand(mode string) {
	r.tls.Verify = r.tls.Verify || mode == "verify"
	r.tls.Required = r.tls.Required || mode == "verify" || mode == "require"
}

// mayLogin says whether @auth may be honoured.
func (r *run) mayLogin(mechanism, user string) error {
	if !slices.Contains(session.Mechanisms(), strings.ToUpper(mechanism)) {
		return fmt.Errorf("ehlo knows no login mechanism %s", shown(mechanism))
	}
	if !session.TakesSecret(mechanism) {
		return nil
	}
	return r.mayFind(user, r.target.Host)
}

// logIn honours @auth.
func (r *run) logIn(ctx context.Context, mechanism, user string) error {
	c := session.Credentials{User: user, As: r.opts.login.as}
	if session.TakesSecret(mechanism) {
		var err error
		if c, err = r.credentials(ctx, user, r.peer.Target().Host, true); err != nil {
			return err
		}
		if c.Secret == nil {
			return fmt.Errorf("%w: no password of %s is at hand", transcript.ErrLogin, shown(user))
		}
	}
	if r.peer.Unprotected() && r.opts.login.unprotected {
		fmt.Fprintln(r.err, "ehlo: the login may be read by others on the way, as --allow-unprotected-auth allows")
	}
	return r.peer.Login(ctx, mechanism, c, r.opts.login.unprotected)
}

// isOver reports whether the connection has ended as far as the transcript tells,
// which is what a script has seen.
func (r *run) isOver() bool { return r.tape.State(r.tape.Len()).Phase() == smtp.Ended }

func (r *run) open(ctx context.Context, to target.Target) (*session.Session, error) {
	s, err := session.Open(ctx, to, r.opts.dialling(r.opts.waitOr(replyWait), to, r.tape, r.tls, r.server))
	if err != nil {
		return nil, err
	}
	r.peer = s
	return s, nil
}
