// Per-key limits that grow for ever: every key that ever came keeps its bucket. Anybody can make up
// keys, so memory is what an attacker wants it to be.
package main

import (
	"fmt"
	"os"
	"time"
)

type bucket struct {
	tokens float64
	last   time.Duration
}

// PerKey limits each key by itself.
type PerKey[K comparable] struct {
	Rate, Burst float64
	buckets     map[K]*bucket
}

// Ask takes a token of this key.
func (p *PerKey[K]) Ask(key K, now time.Duration) bool {
	mine, known := p.buckets[key]
	if !known {
		mine = &bucket{tokens: p.Burst, last: now}
		p.buckets[key] = mine // The trap: nothing in this program deletes from the map.
	}
	mine.tokens += (now - mine.last).Seconds() * p.Rate
	mine.last = now
	if mine.tokens > p.Burst {
		mine.tokens = p.Burst
	}
	if mine.tokens < 1 {
		return false
	}
	mine.tokens--
	return true
}

func main() {
	const places = 4 // What somebody thought would be enough.
	limits := &PerKey[string]{Rate: 1, Burst: 5, buckets: map[string]*bucket{}}
	const strangers = 100_000
	for n := 0; n < strangers; n++ {
		limits.Ask(fmt.Sprint("stranger ", n), time.Duration(n)*time.Millisecond)
	}
	limits.Ask("client 1", 24*time.Hour)

	if len(limits.buckets) <= places {
		fmt.Println("expected the table to grow, but it did not")
		os.Exit(1)
	}
	fmt.Printf("a day later the table still holds %d buckets\n", len(limits.buckets))
}
