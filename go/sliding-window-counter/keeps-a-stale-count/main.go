// Sliding window counter that keeps a stale count: whenever a window begins, the last count becomes
// that of the window before, even if it is an hour old. The first who come back are refused.
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
		c.previous = c.current // The trap: nobody asks which window that was.
		c.from, c.current = from, 0
	}
	toGo := c.Window - now.Sub(c.from)
	weight := c.previous*int64(toGo) + (c.current+1)*int64(c.Window)
	if weight > c.Limit*int64(c.Window) {
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
		counter.Ask(start)
	}

	if counter.Ask(start.Add(time.Hour)) {
		fmt.Println("expected the old count to refuse, but it did not")
		os.Exit(1)
	}
	fmt.Println("nobody has come for an hour, and the first who comes is refused: 5 were before it")
}
