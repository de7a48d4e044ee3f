// Sliding window log, correct: every admission is remembered until it is a window old, so the limit
// holds in every window, wherever it begins. A refusal leaves no trace.
package main

import (
	"fmt"
	"os"
	"sync"
	"time"
)

// SlidingLog lets limit requests through in every window that ends now, (now - window, now].
type SlidingLog struct {
	Limit  int
	Window time.Duration

	mutex    sync.Mutex
	admitted []time.Time // The oldest first; never more than Limit.
}

// Ask writes a request down if there is room. If not, it says how long until there will be.
func (l *SlidingLog) Ask(now time.Time) (admitted bool, retryAfter time.Duration) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	if last := len(l.admitted) - 1; last >= 0 && now.Before(l.admitted[last]) {
		now = l.admitted[last] // A clock that went back: the log stays in order.
	}
	old := 0
	for old < len(l.admitted) && now.Sub(l.admitted[old]) >= l.Window {
		old++
	}
	l.admitted = append(l.admitted[:0], l.admitted[old:]...) // In place: no memory is left behind.
	if len(l.admitted) >= l.Limit {
		return false, l.admitted[0].Add(l.Window).Sub(now)
	}
	l.admitted = append(l.admitted, now)
	return true, 0
}

func check(kept bool, broken string) {
	if !kept {
		fmt.Println(broken)
		os.Exit(1)
	}
}

func main() {
	const limit = 5
	log := &SlidingLog{Limit: limit, Window: time.Second}
	now := time.Unix(0, 0)
	var through []time.Time
	refused := 0
	for step := 0; step < 2000; step++ {
		if step%3 != 0 { // Two of three come together with the one before them.
			now = now.Add(time.Duration(step*step%89) * time.Millisecond)
		}
		admitted, wait := log.Ask(now)
		if admitted {
			through = append(through, now)
			continue
		}
		refused++
		check(wait > 0 && wait <= time.Second, "who was refused was not told when to come back")
		recent := 0
		for _, at := range through {
			if now.Sub(at) < time.Second {
				recent++
			}
		}
		check(recent == limit, "a request was refused although there was room")
	}
	for n := limit; n < len(through); n++ {
		check(through[n].Sub(through[n-limit]) >= time.Second, "one window let too many through")
	}
	check(cap(log.admitted) <= 2*limit, "memory grew further than the limit")
	fmt.Printf("%d let in, %d refused, in no second more than %d\n", len(through), refused, limit)
}
