// Sliding window counter that rounds down: the share of the window before is cut to whole requests,
// and what is cut off lets one more in.
package main

import (
	"fmt"
	"os"
	"time"
)

// SlidingCounter supposes that the window before was used evenly.
type SlidingCounter struct {
	Limit, previous, current int64
	Window                   time.Duration
	from                     time.Time
}

// Ask counts a request if there is room.
func (c *SlidingCounter) Ask(now time.Time) bool {
	if from := now.Truncate(c.Window); from.After(c.from) {
		if from.Sub(c.from) == c.Window {
			c.previous = c.current
		} else {
			c.previous = 0
		}
		c.from, c.current = from, 0
	}
	toGo := c.Window - now.Sub(c.from)
	share := c.previous * int64(toGo) / int64(c.Window) // The trap: 4.995 becomes 4.
	if share+c.current >= c.Limit {
		return false
	}
	c.current++
	return true
}

func main() {
	const limit = 5
	start := time.Unix(60, 0)
	counter := &SlidingCounter{Limit: limit, Window: time.Second}
	for n := 0; n < limit; n++ {
		counter.Ask(start.Add(999 * time.Millisecond))
	}
	early := counter.Ask(start.Add(1001 * time.Millisecond))

	if !early {
		fmt.Println("expected one too many to be let in, but it was refused")
		os.Exit(1)
	}
	fmt.Println("5 at 0.999 s and 1 at 1.001 s: 4.995 and 1 are more than 5, but not when cut")
}
