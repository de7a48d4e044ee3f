// Sliding window log of refusals: who is refused is written down, too. A client that keeps asking
// keeps its own window full, and is never admitted again.
package main

import (
	"fmt"
	"os"
	"time"
)

// SlidingLog means to let limit requests through in every window that ends now.
type SlidingLog struct {
	Limit  int
	Window time.Duration
	asked  []time.Time
}

// Ask writes a request down, and then counts.
func (l *SlidingLog) Ask(now time.Time) bool {
	for len(l.asked) > 0 && now.Sub(l.asked[0]) >= l.Window {
		l.asked = l.asked[1:]
	}
	l.asked = append(l.asked, now) // The trap: it has not been admitted yet, perhaps never.
	return len(l.asked) <= l.Limit
}

func main() {
	const limit = 5
	log := &SlidingLog{Limit: limit, Window: time.Second}
	now := time.Unix(0, 0)
	first, later := 0, 0
	for now.Before(time.Unix(3600, 0)) { // An hour of a client that retries ten times a second.
		if log.Ask(now) {
			if now.Before(time.Unix(1, 0)) {
				first++
			} else {
				later++
			}
		}
		now = now.Add(100 * time.Millisecond)
	}

	if first != limit || later > 0 {
		fmt.Println("expected the client to be shut out, but it had", later, "more through")
		os.Exit(1)
	}
	fmt.Printf("%d requests went through in the first second, and in the next hour none\n", first)
}
