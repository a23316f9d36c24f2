// Package draft makes the skeleton of a lesson out of a recorded session, for a teacher
// to finish.
//
// It works in two halves. [Rehearsal] turns the session into what a client says, with
// people that the included server knows, and without logins. Somebody else says that to
// the server. [Lesson] cuts what came of it into steps, with goals, hints and a solution
// that this server has just proved. It opens no socket and no file.
package draft
