package progress

import "ehlo/transcript/shelf"

// A File is the path of a progress file.
type File string

// fileLimit bounds what is read of a file, in octets.
const fileLimit = Limit * (NameLimit + 96)

func (f File) file() shelf.File { return shelf.File{Path: string(f), Limit: fileLimit} }

// Load reads the file; one that is not there is an empty book. What is no plain file
// is an error.
func (f File) Load() (Book, error) {
	text, err := f.file().Read()
	if err != nil {
		return nil, err
	}
	return Parse(text), nil
}

// Save adds a mark to the file, which is replaced as a whole; mode 0600. Programs that
// do so at once wait for each other.
func (f File) Save(m Mark) error {
	return f.file().Change(func(text string) string {
		b := Parse(text)
		before := b[m.Place]
		b.Add(m)
		if b[m.Place] == before {
			return text
		}
		return b.String()
	})
}
