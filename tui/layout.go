package tui

import (
	"image"

	"ehlo/lessons"
)

// A layout says where everything stands on a screen of one size. Rectangles are
// in cells, the inside of the boxes; an empty one is not drawn.
type layout struct {
	size    image.Point
	boxes   bool            // whether borders are drawn
	title   image.Rectangle // one row: who we are talking to
	session image.Rectangle
	lesson  image.Rectangle // the lesson that is open, above them
	means   image.Rectangle // What this means
	place   image.Rectangle // Where we are
	prompt  image.Rectangle // one row
	advice  image.Rectangle // two rows or fewer
	side    bool            // the sidebar stands beside the session
	below   bool            // the sidebar stands under the session
}

const (
	narrow      = 72 // columns; below, the sidebar moves under the session
	boxedWidth  = 40 // columns and rows; below, borders are left away
	boxedHeight = 14
	placeRows   = 9   // of Where we are, its border not counted
	roomyHeight = 28  // rows of the sidebar; from here on Where we are keeps its height
	taughtWidth = 100 // columns from which on a lesson has a box of its own
	taughtPlace = 7   // of Where we are beside it
	framed      = 6   // rows of a screen above and below the sidebar: title, prompt, borders
)

// newLayout computes the layout of a screen on which "Where we are" has so many
// rows to say. A size of zero, as some terminals say, counts as 80 by 24.
func newLayout(w, h, place int, zoom bool) layout {
	if w <= 0 || h <= 0 {
		w, h = 80, 24
	}
	l := layout{size: image.Pt(w, h), boxes: w >= boxedWidth && h >= boxedHeight}
	if !l.boxes {
		return l.bare()
	}
	l.title = image.Rect(0, 0, w, 1)
	l.advice = image.Rect(2, h-3, w-2, h-1)
	l.prompt = image.Rect(2, h-4, w-2, h-3)
	body := image.Rect(0, 1, w, h-5) // with its top border; the bottom one is the prompt's
	switch {
	case zoom:
		l.session = inside(body)
	case w >= narrow:
		l.beside(body, place)
	default:
		l.under(body)
	}
	return l
}

// bare is the layout of a screen too small for borders.
func (l layout) bare() layout {
	w, h := l.size.X, l.size.Y
	l.prompt = image.Rect(0, h-1, w, h)
	bottom := h - 1
	if h >= 5 {
		l.advice = image.Rect(0, h-2, w, h-1)
		bottom--
	}
	if h >= 8 {
		l.title = image.Rect(0, 0, w, 1)
	}
	l.session = image.Rect(0, l.title.Max.Y, w, max(bottom, l.title.Max.Y))
	return l
}

// inside is a box without its left, right and top border; the bottom border
// belongs to the box below.
func inside(r image.Rectangle) image.Rectangle {
	return image.Rect(r.Min.X+1, r.Min.Y+1, r.Max.X-1, r.Max.Y)
}

// beside puts the sidebar, which is no wider than its prose and its borders, to the
// right.
func (l *layout) beside(body image.Rectangle, place int) {
	l.side = true
	right := min(max(body.Dx()*3/8, 34), lessons.Width+4)
	cut := body.Max.X - right
	l.session = inside(image.Rect(0, body.Min.Y, cut, body.Max.Y))
	l.split(image.Rect(cut, body.Min.Y, body.Max.X, body.Max.Y), place)
}

func (l *layout) under(body image.Rectangle) {
	l.below = true
	cut := body.Min.Y + (body.Dy()+1)/2
	l.session = inside(image.Rect(0, body.Min.Y, body.Max.X, cut))
	l.means = inside(image.Rect(0, cut, body.Max.X, body.Max.Y))
}

// taught reports whether a screen has room for the box of a lesson.
func (l *layout) taught() bool {
	return l.side && l.size.X >= taughtWidth && l.size.Y >= roomyHeight+framed
}

// teach makes room for a lesson in the upper part of the sidebar: for its text all but
// the place, which keeps its height, else so many rows.
func (l *layout) teach(rows, place int, text bool) {
	r := image.Rect(l.means.Min.X, l.means.Min.Y, l.means.Max.X, l.place.Max.Y)
	cut := r.Max.Y - place
	l.place = image.Rect(r.Min.X, cut, r.Max.X, r.Max.Y)
	if text {
		l.lesson = image.Rect(r.Min.X, r.Min.Y, r.Max.X, cut-1)
		l.means = image.Rectangle{}
		return
	}
	rows = min(rows, (cut-1-r.Min.Y)*3/5)
	l.lesson = image.Rect(r.Min.X, r.Min.Y, r.Max.X, r.Min.Y+rows)
	l.means = image.Rect(r.Min.X, l.lesson.Max.Y+1, r.Max.X, cut-1)
}

// split shares the sidebar between the explanation and the place, whose height
// stays the same where there is room for it.
func (l *layout) split(r image.Rectangle, place int) {
	rows := placeRows
	if r.Dy() < roomyHeight {
		rows = min(place, r.Dy()/2)
	}
	cut := r.Max.Y - rows - 1
	l.means = inside(image.Rect(r.Min.X, r.Min.Y, r.Max.X, cut))
	l.place = inside(image.Rect(r.Min.X, cut, r.Max.X, r.Max.Y))
}
