package cli

import (
	"fmt"
	"os"
	"testing"
)

// What could not be written is remembered, whatever could be written behind it.
func TestOutputRemembersItsFailure(t *testing.T) {
	file, err := os.CreateTemp(t.TempDir(), "out")
	if err != nil {
		t.Fatal(err)
	}
	o := &output{file: file}
	if fmt.Fprintln(o, "220 mx.example.net"); o.err != nil {
		t.Errorf("%v", o.err)
	}
	file.Close()
	fmt.Fprintln(o, "250 ok")
	first := o.err
	if fmt.Fprintln(o, "221 bye"); first == nil || o.err != first {
		t.Errorf("%v, then %v", first, o.err)
	}
}
