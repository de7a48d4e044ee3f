// Per-key limits that forget the greedy: a full table throws out whoever came first, as a cache
// would. That is the client that asks all the time, and it comes back to a new, full bucket.
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

// PerKey limits each key by itself, and remembers so many at most.
type PerKey[K comparable] struct {
	Rate, Burst float64
	Places      int
	buckets     map[K]*bucket
	order       []K // Who came first.
}

// Ask takes a token of this key.
func (p *PerKey[K]) Ask(key K, now time.Duration) bool {
	mine, known := p.buckets[key]
	if !known {
		if len(p.buckets) == p.Places {
			delete(p.buckets, p.order[0]) // The trap: what it has spent is forgotten with it.
			p.order = p.order[1:]
		}
		mine = &bucket{tokens: p.Burst, last: now}
		p.buckets[key], p.order = mine, append(p.order, key)
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
	limits := &PerKey[string]{Rate: 1, Burst: 5, Places: 4, buckets: map[string]*bucket{}}
	greedy := 0
	for n := 0; n < 100; n++ { // One second.
		now := time.Duration(n) * 10 * time.Millisecond
		if limits.Ask("client 1", now) {
			greedy++
		}
		if n%5 == 4 {
			limits.Ask(fmt.Sprint("client ", n), now) // Some others come, too, once each.
		}
	}

	if greedy <= 5+1 {
		fmt.Println("expected client 1 to gain by being forgotten, but it got only", greedy)
		os.Exit(1)
	}
	fmt.Printf("client 1 had %d through in a second; a bucket holds 5 and gets 1 a second\n", greedy)
}
