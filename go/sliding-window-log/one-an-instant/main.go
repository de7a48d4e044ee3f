// Sliding window log of instants: a map from the time of a request. Of two requests that come at
// one instant it remembers one, and nobody notices until two really come together.
package main

import (
	"fmt"
	"os"
	"time"
)

// SlidingLog means to let limit requests through in every window that ends now.
type SlidingLog struct {
	Limit    int
	Window   time.Duration
	admitted map[time.Time]struct{} // The trap: a set has no place for the second of two.
}

// Ask writes a request down if there is room.
func (l *SlidingLog) Ask(now time.Time) bool {
	for at := range l.admitted {
		if now.Sub(at) >= l.Window {
			delete(l.admitted, at)
		}
	}
	if len(l.admitted) >= l.Limit {
		return false
	}
	l.admitted[now] = struct{}{}
	return true
}

func main() {
	const limit = 5
	log := &SlidingLog{Limit: limit, Window: time.Second, admitted: map[time.Time]struct{}{}}
	now := time.Unix(0, 0)
	admitted := 0
	for crowd := 0; crowd < 6; crowd++ { // All within one second.
		now = now.Add(100 * time.Millisecond)
		for together := 0; together < 4; together++ {
			if log.Ask(now) {
				admitted++
			}
		}
	}

	if admitted <= limit {
		fmt.Println("expected more than the limit to get in, but there were", admitted)
		os.Exit(1)
	}
	fmt.Printf("%d got in within a second, the log knows of %d\n", admitted, len(log.admitted))
}
