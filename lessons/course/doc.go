// Package course is what is taught: lessons that are Markdown files, goals that check
// themselves, questions, predictions, and one person's way through them.
//
// A lesson is read by [Parse] and checked as far as can be done without playing it. A
// [Play] is somebody's way through one: it is told of each event of a transcript and
// says which goals are met, what is missing, and what went wrong. It stores nothing of
// the protocol; everything it knows of the dialogue is asked of the transcript.
//
// Lessons are data. A goal is an expression over the events since its step began, the
// state, the octets and the mailboxes of the included server (see [Names]); it can reach
// nothing else, and its size, its time and the lists it sees are bounded.
//
// Nothing here draws, opens a socket or reads a file but those of the course.
package course
