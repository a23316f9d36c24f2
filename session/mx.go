package session

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"net/netip"
	"slices"
	"strings"

	"ehlo/session/target"
	"ehlo/transcript"
)

var (
	errNullMX = errors.New("the domain says in the DNS that it takes no mail (null MX)")
	errNoMX   = errors.New("none of its mail exchangers has an address")
)

// exchanges returns the hosts that take mail for the domain of a target, in the order
// in which to try them (RFC 5321 section 5.1): by preference, those of the same
// preference shuffled. A domain without exchangers is one itself. What is wrong with
// them is told. All of it together may take as long as one address may take to answer.
func (d *dialer) exchanges(ctx context.Context, to target.Target) ([]route, error) {
	wait := cmp.Or(max(d.options.Timeout, 0), ConnectWait)
	ctx, cancel := context.WithTimeout(ctx, wait)
	defer cancel()
	found, err := d.options.LookupMX(ctx, to.Host)
	var dns *net.DNSError
	switch {
	case len(found) == 0 && errors.As(err, &dns) && dns.IsNotFound, len(found) == 0 && err == nil:
		d.note(transcript.Resolved, "no MX for "+to.Host+"; its own address counts")
		addresses, err := d.addresses(ctx, to.Host, to.Port)
		return []route{{to.Host, addresses}}, err
	case len(found) == 0:
		return nil, cmp.Or(slowNames(ctx), err)
	case len(found) == 1 && strings.TrimSuffix(found[0].Host, ".") == "":
		d.note(transcript.Resolved, "MX for "+to.Host+": 0 . (null MX)")
		return nil, errNullMX
	}
	d.several = true
	sortExchanges(found)
	d.note(transcript.Resolved, "MX for "+to.Host+": "+exchangeWords(found))
	return d.exchangeRoutes(ctx, found, to.Port)
}

// exchangesLimit bounds how many exchangers are tried.
const exchangesLimit = 20

// exchangeRoutes looks up the addresses of exchangers. If the time is up first it goes
// on with those that it has.
func (d *dialer) exchangeRoutes(ctx context.Context, found []*net.MX, port string) ([]route, error) {
	var routes []route
	none := errNoMX
	for _, mx := range found[:min(len(found), exchangesLimit)] {
		host := strings.TrimSuffix(mx.Host, ".")
		if _, err := netip.ParseAddr(host); err == nil {
			d.note(transcript.Warning, host+" is an address; an MX names a host (RFC 5321 section 5.1), so it is passed over")
			continue
		}
		if host == "" {
			d.note(transcript.Warning, "a null MX stands beside others, which it must not (RFC 7505 section 3); it is passed over")
			continue
		}
		d.alias(ctx, host)
		addresses, err := d.addresses(ctx, host, port)
		if err != nil {
			d.note(transcript.DialError, host+": "+reason(err))
			if none = cmp.Or(slowNames(ctx), none); ctx.Err() != nil {
				break
			}
			continue
		}
		routes = append(routes, route{host, addresses})
	}
	if len(routes) == 0 {
		return nil, none
	}
	return routes, nil
}

// slowNames says why ctx ended, nil if it has not.
func slowNames(ctx context.Context) error {
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return &net.DNSError{Err: "the name service did not answer in time", IsTimeout: true}
	}
	return ctx.Err()
}

// alias warns of an exchanger that is another name for a host: an MX must not lead to
// one (RFC 5321 section 5.1). It is tried all the same, as most servers do.
func (d *dialer) alias(ctx context.Context, host string) {
	if d.options.LookupCNAME == nil {
		return
	}
	name, err := d.options.LookupCNAME(ctx, host)
	if real := strings.TrimSuffix(name, "."); err == nil && real != "" && !strings.EqualFold(real, host) {
		d.note(transcript.Warning, host+" is an alias of "+real+"; an MX must not lead to an alias (RFC 5321 section 5.1)")
	}
}

// sortExchanges puts the lowest preference first and shuffles those that are equal.
func sortExchanges(found []*net.MX) {
	rand.Shuffle(len(found), func(i, j int) { found[i], found[j] = found[j], found[i] })
	slices.SortStableFunc(found, func(a, b *net.MX) int { return int(a.Pref) - int(b.Pref) })
}

func exchangeWords(found []*net.MX) string {
	var words []string
	for i, mx := range found {
		if i == exchangesLimit {
			words = append(words, fmt.Sprintf("%d more", len(found)-i))
			break
		}
		words = append(words, fmt.Sprintf("%d %s", mx.Pref, strings.TrimSuffix(mx.Host, ".")))
	}
	return strings.Join(words, ", ")
}
