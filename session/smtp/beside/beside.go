// Package beside measures what ehlo does beside what others do. It serves
// benchmarks alone.
package beside

import (
	"slices"
	"testing"
	"time"
)

// Run runs ours and theirs by turns, both for the same time, and reports how many
// times as fast ours is: the median of all turns, as x. What else happens on the
// machine so falls on both alike. If octets, the number of octets that ours works
// on, is not 0 its speed is reported as well.
func Run(b *testing.B, octets int, ours, theirs func()) {
	b.Helper()
	ours()
	theirs()
	var ratios, speeds []float64
	for b.Loop() {
		begin := time.Now()
		theirs()
		turn := time.Since(begin)
		each := average(turn, ours)
		ratios = append(ratios, float64(turn)/each)
		speeds = append(speeds, float64(octets)/each*1e3)
	}
	b.ReportMetric(0, "ns/op") // of a turn; it says nothing
	b.ReportMetric(median(ratios), "x")
	if octets > 0 {
		b.ReportMetric(median(speeds), "MB/s")
	}
}

// average runs f again and again for at least a turn and returns how many
// nanoseconds it takes.
func average(turn time.Duration, f func()) float64 {
	begin := time.Now()
	for n := 1; ; n++ {
		f()
		if took := time.Since(begin); took >= turn {
			return float64(took) / float64(n)
		}
	}
}

func median(v []float64) float64 {
	slices.Sort(v)
	return v[len(v)/2]
}
