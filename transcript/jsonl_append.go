package transcript

// AppendJSONStart appends to dst the first line of what [WriteJSON] writes. With
// [AppendJSONEvent] and [AppendJSONEnd] a transcript can be written while it grows.
func AppendJSONStart(dst []byte, t *Transcript) []byte {
	return appendJSONStart(dst, t.Start())
}

// AppendJSONEvent appends to dst the line of event i. It panics if i is not below
// [Transcript.Len].
func AppendJSONEvent(dst []byte, t *Transcript, i int) []byte {
	e := t.At(i)
	return appendJSONEvent(dst, i, &e)
}

// AppendJSONEnd appends to dst the last line, behind the first n events of t.
func AppendJSONEnd(dst []byte, t *Transcript, n int) []byte {
	unverified := false
	for i := 0; i < n && !unverified; i++ {
		e := t.At(i)
		unverified = e.Unverified()
	}
	return appendJSONEnd(dst, n, unverified)
}
