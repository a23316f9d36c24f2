package transcript

import "testing"

// TestPythonLiteral lists what Python prints for octets.
func TestPythonLiteral(t *testing.T) {
	for literal, want := range map[string]string{
		`'ehlo a\r\n'`: "ehlo a\r\n", `b'250 \xff\x00\r\n'`: "250 \xff\x00\r\n", `"it's"`: "it's", `b'say "x" \'y\' \\'`: `say "x" 'y' \`,
		`'\t\u20ac\U0001f600'`: "\t€😀", `''`: "", `b"\""`: `"`,
	} {
		if got, ok := pythonLiteral([]byte(literal)); !ok || string(got) != want {
			t.Errorf("%s is %q, %v; want %q", literal, got, ok, want)
		}
	}
	for _, bad := range []string{``, `b`, `'`, `b'`, `'a`, `a'`, `"a'`, `'\'`, `'\q'`, `'\x1'`, `'\xg0'`, `'\u123'`, `'\U0000001'`, `(250, b'x')`} {
		if got, ok := pythonLiteral([]byte(bad)); ok {
			t.Errorf("%s is %q", bad, got)
		}
	}
}
