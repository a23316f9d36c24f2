package persona

import "ehlo/session/smtp"

// standard returns what types/default.yaml says. Every included server begins with it,
// and to read the file would take longer than all else at the start of one.
func standard() *Persona {
	return &Persona{
		Name:       "default",
		Says:       "Follows RFC 5321 and refuses what breaks its syntax.",
		Extensions: []string{"PIPELINING", "SIZE 10485760", "8BITMIME", "ENHANCEDSTATUSCODES", "EXPN", "VRFY", "HELP"},
		World: &World{
			Domain: "example.com",
			Users: []User{
				{"alice", "Alice Adams"},
				{"carol", "Carol Clark"},
				{"hsmith", "Harry Smith"},
				{"jsmith", "Joe Smith"},
				{"postmaster", "Postmaster"},
				{"theboss", "Theodora Boss"},
			},
			Lists: []List{{"team", "theboss@example.com", []string{"alice", "carol"}}},
			Moves: []Move{{"old.dan", "dan@example.net"}},
		},
		Unstuffs:   true,
		Size:       10485760,
		Recipients: smtp.RecipientsMinimum,
		Line:       smtp.CommandLineLimit,
		Forgives:   []smtp.Kind{smtp.LiteralInHelo},
		Texts:      map[string]string{},
	}
}
