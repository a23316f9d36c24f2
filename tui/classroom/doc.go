// Package classroom is where tests have a lesson: what a student needs besides a desk.
// Only tests may enter it.
package classroom
