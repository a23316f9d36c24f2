package lessons

import "ehlo/session/smtp"

// SayFault returns what is wrong with octets that have the fault k, what to do
// about it, and the section that says so ("RFC 5321 §3.3").
func SayFault(k smtp.Kind) (what, remedy, section string) { return "", "", "" }
