// Fixed window that wanders: a window begins with the first request after the last one. Its edges
// are where nobody can know them, and who comes on the full second may be refused.
package main

import (
	"fmt"
	"os"
	"time"
)

// FixedWindow lets limit requests through from the first until a window later.
type FixedWindow struct {
	Limit  int
	Window time.Duration
	from   time.Time
	count  int
}

// Ask counts a request if there is room.
func (w *FixedWindow) Ask(now time.Time) bool {
	if now.Sub(w.from) >= w.Window {
		w.from, w.count = now, 0 // The trap: now.Truncate(w.Window) is an edge, now is not.
	}
	if w.count >= w.Limit {
		return false
	}
	w.count++
	return true
}

func main() {
	edge := time.Unix(60, 0)
	window := &FixedWindow{Limit: 6, Window: time.Second}
	for n := 0; n < 6; n++ {
		window.Ask(edge.Add(-50 * time.Millisecond)) // The limit of the second that ends.
	}
	refused := 0
	for n := 0; n < 6; n++ {
		if !window.Ask(edge.Add(50 * time.Millisecond)) {
			refused++
		}
	}

	if refused == 0 {
		fmt.Println("expected the new second to find a window that is full, but it did not")
		os.Exit(1)
	}
	fmt.Printf("the first %d requests of a new second were refused: no window began there\n", refused)
}
