// Package tui is what a person sees and presses: a session pane, an explanation
// beside it, and a prompt that always has the keyboard.
//
// It draws what a desk.Desk tells and asks; it knows no rule of SMTP. Every octet
// from outside reaches the screen through smtp.Printable, and only this package
// writes colour. Data comes in through one message, "it grew", however much came.
package tui
