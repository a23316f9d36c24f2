package smtp

// A fifo is a persistent queue: what one value pushes or pops leaves every other
// value that shares its nodes as it was. The zero value is empty.
type fifo[T any] struct {
	front *fifoNode[T] // the oldest first
	back  *fifoNode[T] // the latest first
	n     int32
}

type fifoNode[T any] struct {
	value T
	next  *fifoNode[T]
}

func (q fifo[T]) push(v T) fifo[T] {
	q.n++
	if q.front == nil { // nothing is behind it either
		q.front = &fifoNode[T]{v, nil}
		return q
	}
	q.back = &fifoNode[T]{v, q.back}
	return q
}

// unpop puts v in front of all others.
func (q fifo[T]) unpop(v T) fifo[T] {
	q.front = &fifoNode[T]{v, q.front}
	q.n++
	return q
}

func (q fifo[T]) pop() (T, fifo[T], bool) {
	if q.front == nil {
		var none T
		return none, q, false
	}
	v := q.front.value
	q.front = q.front.next
	q.n--
	return v, q.settled(), true
}

// settled brings the oldest to the front when the front has run out.
func (q fifo[T]) settled() fifo[T] {
	if q.front != nil {
		return q
	}
	for n := q.back; n != nil; n = n.next {
		q.front = &fifoNode[T]{n.value, q.front}
	}
	q.back = nil
	return q
}
