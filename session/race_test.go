//go:build race

package session

// The race detector makes everything several times slower.
const racing = true
