package lessons

import "testing"

// TestCitedSections: a section that was made up is found where it stands.
func TestCitedSections(t *testing.T) {
	for text, wrong := range map[string][]WrongCitation{
		"RFC 5321 §4.5.2": nil, "RFC 5321 §3.3, §4.1.1.3 and RFC 1123 §5.2.9": nil, "see RFC 9422": nil, "section 9.9 of it": nil,
		"as RFC 5321 §4.5.9 says":            {{3, "RFC 5321 has no section 4.5.9"}},
		"RFC 5321 section 4.1.1.12":          {{0, "RFC 5321 has no section 4.1.1.12"}},
		"RFC 5321 §3.3, §9.9":                {{16, "RFC 5321 has no section 9.9"}},
		"RFC 9422 §1":                        {{0, "the sections of RFC 9422 are not known; cite it without one"}},
		"RFC 5321 says so; section 77 of it": nil,
	} {
		got := WrongCitations(text)
		if len(got) != len(wrong) {
			t.Errorf("%s: %v, want %v", text, got, wrong)
			continue
		}
		for i := range got {
			if got[i] != wrong[i] {
				t.Errorf("%s: %v, want %v", text, got[i], wrong[i])
			}
		}
	}
	if exists, known := SectionExists("5321", "4.5.2"); !exists || !known {
		t.Error("RFC 5321 section 4.5.2 is missing")
	}
}
