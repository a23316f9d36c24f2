//go:build race

package transcript

// racing says that the race detector watches: it allocates much by itself, so that
// memory is not to be measured.
const racing = true
