// Fixed window, correct: one step looks at the clock, begins a new window if it is time, and
// counts. It keeps what it promises, and that is twice the limit around an edge.
package main

import (
	"fmt"
	"os"
	"sync"
	"time"
)

// FixedWindow lets limit requests through in each window of the clock.
type FixedWindow struct {
	Limit  int
	Window time.Duration

	mutex sync.Mutex
	from  time.Time
	count int
}

// Ask counts a request if there is room. If not, it says how long until the next window begins.
func (w *FixedWindow) Ask(now time.Time) (admitted bool, retryAfter time.Duration) {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	// Windows begin where the clock says, not where requests do. A clock that goes back opens none.
	if from := now.Truncate(w.Window); from.After(w.from) {
		w.from, w.count = from, 0
	}
	if w.count >= w.Limit {
		return false, w.from.Add(w.Window).Sub(now)
	}
	w.count++
	return true, 0
}

func check(kept bool, broken string) {
	if !kept {
		fmt.Println(broken)
		os.Exit(1)
	}
}

// crowd asks from many goroutines at one instant, and says how many got in.
func crowd(window *FixedWindow, now time.Time, people int) (admitted int) {
	answers := make(chan bool)
	for n := 0; n < people; n++ {
		go func() {
			in, _ := window.Ask(now)
			answers <- in
		}()
	}
	for n := 0; n < people; n++ {
		if <-answers {
			admitted++
		}
	}
	return admitted
}

func main() {
	edge := time.Unix(60, 0)
	window := &FixedWindow{Limit: 6, Window: time.Second}
	before := crowd(window, edge.Add(-50*time.Millisecond), 20)
	_, wait := window.Ask(edge.Add(-50 * time.Millisecond))
	after := crowd(window, edge.Add(50*time.Millisecond), 20)
	late := crowd(window, edge.Add(900*time.Millisecond), 20)

	check(before == 6 && after+late == 6, "a window let through another number than its limit")
	check(wait == 50*time.Millisecond, "who was refused was not told when the next window begins")
	fmt.Printf("%d in each window, and yet %d within a tenth of a second, around the edge\n",
		before, before+after)
}
