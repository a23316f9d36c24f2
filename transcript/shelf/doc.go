// Package shelf puts files away for one person: each is written whole or not at all,
// by renaming, readable for nobody else, and nothing is written over but a plain file.
//
// A [File] is a small text that the program keeps from one run to the next, in a
// folder of its own: it is read up to a bound, and programs that change it at once wait
// for each other. [Create] and [Replace] write a file that a person named, of any
// length.
//
// Nothing is synced to the disk: a file survives the end of the program, and the end
// of the machine either as it was or as it is.
package shelf
