// Package lint proves lessons: it reads the words of one for what does not belong
// there, and then plays every step as a student may.
//
// The solution must meet every goal and an empty session none. What a student may do
// otherwise must still pass: other addresses, another order where it is free, lower
// case, commands more than needed, another server type. And what is not enough must
// not: half of the solution, or all of it but one command.
//
// It opens no socket: whoever asks hands in how to open a session.
package lint
