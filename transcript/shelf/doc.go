// Package shelf writes files as a whole or not at all, and over nothing but a plain
// file.
//
// A [File] is a small text that the program keeps for one person from one run to the
// next, in a folder that is kept from others: it is read up to a bound, and programs
// that change it at once wait for each other. [Create] and [Replace] write a file that a
// person named, of any length.
//
// Nothing is synced to the disk: a file survives the end of the program, not always
// that of the machine.
package shelf
