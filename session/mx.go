package session

import (
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
// them is told.
func (d *dialer) exchanges(ctx context.Context, to target.Target) ([]route, error) {
	found, err := d.options.LookupMX(ctx, to.Host)
	var dns *net.DNSError
	switch {
	case len(found) == 0 && errors.As(err, &dns) && dns.IsNotFound, len(found) == 0 && err == nil:
		d.note(transcript.Resolved, "no MX for "+to.Host+"; its own address counts")
		addresses, err := d.addresses(ctx, to.Host, to.Port)
		return []route{{to.Host, addresses}}, err
	case len(found) == 0:
		return nil, err
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

func (d *dialer) exchangeRoutes(ctx context.Context, found []*net.MX, port string) ([]route, error) {
	var routes []route
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
			if ctx.Err() != nil {
				return nil, ctx.Err()
			}
			continue
		}
		routes = append(routes, route{host, addresses})
	}
	if len(routes) == 0 {
		return nil, errNoMX
	}
	return routes, nil
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
