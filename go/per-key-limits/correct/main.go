// Per-key limits, correct: each key has a bucket of its own, and the table has so many places. Only
// a bucket that is full again may go: it looks exactly like a new one, so nothing is forgotten.
package main

import (
	"fmt"
	"os"
	"sync"
	"time"
)

type bucket struct {
	tokens float64
	last   time.Time
}

// PerKey limits each key by itself, and remembers so many at most.
type PerKey[K comparable] struct {
	Rate, Burst float64
	Places      int

	mutex   sync.Mutex
	buckets map[K]*bucket
}

// Ask takes a token of this key.
func (p *PerKey[K]) Ask(key K, now time.Time) bool {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	mine, known := p.buckets[key]
	if !known {
		if len(p.buckets) >= p.Places && !p.makeRoom(now) {
			return false // Everybody in the table is still owed what they have not spent back.
		}
		if p.buckets == nil {
			p.buckets = make(map[K]*bucket)
		}
		mine = &bucket{tokens: p.Burst, last: now}
		p.buckets[key] = mine
	}
	p.fill(mine, now)
	if mine.tokens < 1 {
		return false
	}
	mine.tokens--
	return true
}

// makeRoom throws out the buckets that cannot be told from new ones.
func (p *PerKey[K]) makeRoom(now time.Time) bool {
	for key, theirs := range p.buckets {
		if p.fill(theirs, now); theirs.tokens >= p.Burst {
			delete(p.buckets, key) // A map in Go may lose keys while one goes through it.
		}
	}
	return len(p.buckets) < p.Places
}

func (p *PerKey[K]) fill(b *bucket, now time.Time) {
	if now.After(b.last) {
		b.tokens += now.Sub(b.last).Seconds() * p.Rate
		b.last = now
	}
	if b.tokens > p.Burst {
		b.tokens = p.Burst
	}
}

func check(kept bool, broken string) {
	if !kept {
		fmt.Println(broken)
		os.Exit(1)
	}
}

func main() {
	limits := &PerKey[string]{Rate: 1, Burst: 5, Places: 4}
	start := time.Unix(0, 0)
	greedy := 0
	for n := 0; n < 100; n++ {
		now := start.Add(time.Duration(n) * 10 * time.Millisecond)
		if limits.Ask("client 1", now) {
			greedy++
		}
		if n%50 == 0 {
			check(limits.Ask("client 2", now), "a client was refused for what another did")
		}
		limits.Ask(fmt.Sprint("stranger ", n), now) // Anybody can make up a name.
		check(len(limits.buckets) <= 4, "the table has more buckets than places")
	}
	check(greedy == 5, "a client got more through than one bucket allows")
	check(!limits.Ask("client 9", start.Add(time.Second)), "a bucket was forgotten while in use")
	check(limits.Ask("client 9", start.Add(time.Minute)), "a full bucket did not make room")
	fmt.Println("client 1 had 5 of 100 through, nobody paid for it, and 4 places were enough")
}
