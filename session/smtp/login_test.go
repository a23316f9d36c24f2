package smtp

import "testing"

func TestGivesUp(t *testing.T) {
	for said, want := range map[string]bool{"C *": true, "C": false, "C Kg==": false, "C **": false} {
		owed, ok := dialogue(t, "S 220 a\nC EHLO a\nS 250 a\nC AUTH LOGIN\nS 334 a\n"+said).Owed()
		if owed.GivesUp != want || !ok || owed.Matter != ForAnswer {
			t.Errorf("%s: %+v, want %v", said, owed, want)
		}
	}
}
