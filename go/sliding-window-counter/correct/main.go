// Sliding window counter, correct: two counts stand for a whole log. The share of the window before
// is exact, in whole numbers, and what is two windows past counts no more.
package main

import (
	"fmt"
	"os"
	"sync"
	"time"
)

// SlidingCounter supposes that the window before was used evenly, and lets limit through by that.
type SlidingCounter struct {
	Limit  int64
	Window time.Duration

	mutex             sync.Mutex
	from              time.Time
	previous, current int64
}

// Ask counts a request if there is room.
func (c *SlidingCounter) Ask(now time.Time) bool {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if now.Before(c.from) {
		now = c.from // A clock that went back.
	}
	if from := now.Truncate(c.Window); from.After(c.from) {
		if from.Sub(c.from) == c.Window {
			c.previous = c.current
		} else {
			c.previous = 0 // Nobody came for a whole window: what was before it is too old.
		}
		c.from, c.current = from, 0
	}
	// previous * toGo / Window + current + 1 <= Limit, multiplied out: a division would cut off.
	toGo := c.Window - now.Sub(c.from)
	weight := c.previous*int64(toGo) + (c.current+1)*int64(c.Window)
	if weight > c.Limit*int64(c.Window) {
		return false
	}
	c.current++
	return true
}

func check(kept bool, broken string) {
	if !kept {
		fmt.Println(broken)
		os.Exit(1)
	}
}

// crowd asks so often at one instant, and says how many got in.
func crowd(counter *SlidingCounter, now time.Time, people int) (admitted int64) {
	for n := 0; n < people; n++ {
		if counter.Ask(now) {
			admitted++
		}
	}
	return admitted
}

func main() {
	const limit = 5
	start := time.Unix(60, 0)
	counter := &SlidingCounter{Limit: limit, Window: time.Second}
	first := crowd(counter, start.Add(500*time.Millisecond), 20)
	check(first == limit, "an empty counter let through another number than its limit")
	// At the edge the window before counts whole, and it fades: three fifths are left at 1.4 s.
	check(crowd(counter, start.Add(1000*time.Millisecond), 20) == 0, "the edge forgets")
	check(crowd(counter, start.Add(1399*time.Millisecond), 20) == 1, "its share was rounded")
	check(crowd(counter, start.Add(1400*time.Millisecond), 20) == 1, "its share was rounded")
	check(crowd(counter, start.Add(1999*time.Millisecond), 20) == 2, "its share was rounded")
	// Two windows later there is nothing to remember.
	check(crowd(counter, start.Add(4*time.Second), 20) == limit, "a count of long ago still counts")
	fmt.Println("5, then 1, 1 and 2 as they fade, and 5 after a pause: two counts for any limit")
}
