// Per-key limits without keys: all clients share one bucket. The greedy one empties it, and the
// others are refused for that.
package main

import (
	"fmt"
	"os"
	"time"
)

// Limit is for everybody together.
type Limit struct {
	Rate, Burst float64
	tokens      float64
	last        time.Duration
}

// Ask takes a token, whoever asks.
func (l *Limit) Ask(client string, now time.Duration) bool { // The trap: client is not used.
	l.tokens += (now - l.last).Seconds() * l.Rate
	l.last = now
	if l.tokens > l.Burst {
		l.tokens = l.Burst
	}
	if l.tokens < 1 {
		return false
	}
	l.tokens--
	return true
}

func main() {
	limit := &Limit{Rate: 1, Burst: 5, tokens: 5}
	for n := 0; n < 100; n++ {
		limit.Ask("client 1", time.Duration(n)*10*time.Millisecond)
	}
	if limit.Ask("client 2", 995*time.Millisecond) {
		fmt.Println("expected client 2 to pay for client 1, but it was admitted")
		os.Exit(1)
	}
	fmt.Println("client 2 made one request, its first, and was refused for 100 of client 1")
}
