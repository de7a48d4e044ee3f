// Backpressure without a bound: there is always room, so no strategy ever acts. The backlog grows
// in memory, and every request waits longer than the one before it.
package main

import (
	"fmt"
	"os"
)

// Queue always has room.
type Queue[T any] struct{ items []T }

// Send never waits, and never refuses.
func (q *Queue[T]) Send(item T) { q.items = append(q.items, item) } // The trap.

// Receive takes the oldest.
func (q *Queue[T]) Receive() (item T) {
	item, q.items = q.items[0], q.items[1:]
	return item
}

func main() {
	const bound = 4 // What there was meant to be room for.
	const seconds = 60
	var queue Queue[int]
	longest := 0
	for now := 0; now < seconds; now++ {
		for n := 0; n < 16; n++ { // Sixteen come in a second,
			queue.Send(now)
		}
		for n := 0; n < 8; n++ { // and eight are served.
			if waited := now - queue.Receive(); waited > longest {
				longest = waited
			}
		}
	}

	if len(queue.items) <= bound {
		fmt.Println("expected a backlog, but there is none")
		os.Exit(1)
	}
	fmt.Printf("after a minute %d requests are in memory, and who is served has waited %d s\n",
		len(queue.items), longest)
}
