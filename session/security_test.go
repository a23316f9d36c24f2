package session

import (
	"crypto/x509"
	"strings"
	"testing"
)

// TestNamesOfACertificate: each name is told as one, whatever it holds.
func TestNamesOfACertificate(t *testing.T) {
	foreign := []string{"a.example", "b.example, c.example", "d.example; names e.example", "f.example,  g.example", "h,i", strings.Repeat("x", 400)}
	told := strings.Split(strings.Join(names(&x509.Certificate{DNSNames: foreign}), ", "), ", ")
	if len(told) != len(foreign) || strings.Contains(strings.Join(told, ""), ";") {
		t.Errorf("%d names are told as %q", len(foreign), told)
	}
	if told[0] != "a.example" || told[1] != "b.example,_c.example" || told[4] != "h,i" {
		t.Errorf("told are %q", told)
	}
}
