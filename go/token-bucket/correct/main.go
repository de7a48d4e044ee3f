// Token bucket, correct: it reads the clock itself, never backwards, and counts in exact fractions
// of a token. Who is refused is told when to come back.
package main

import (
	"fmt"
	"os"
	"sync"
	"time"
)

// A token in the units of a bucket's level: each nanosecond brings `rate` of these.
const token = int64(time.Second)

// TokenBucket lets burst requests through at once, and rate a second in the long run.
type TokenBucket struct {
	mutex sync.Mutex
	now   func() time.Time
	rate  int64
	full  int64
	level int64
	last  time.Time
}

// New gives a full bucket that reads its time from now; rate is at least 1.
func New(now func() time.Time, rate, burst int64) *TokenBucket {
	full := burst * token
	return &TokenBucket{now: now, rate: rate, full: full, level: full, last: now()}
}

// Ask takes a token. If there is none, it says how long until there will be.
func (b *TokenBucket) Ask() (admitted bool, retryAfter time.Duration) {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	// A clock that went back brings nothing, and what it brought before it does not bring again.
	if now := b.now(); now.After(b.last) {
		if since := int64(now.Sub(b.last)); since <= (b.full-b.level)/b.rate {
			b.level += since * b.rate
		} else {
			b.level = b.full
		}
		b.last = now
	}
	if b.level >= token {
		b.level -= token
		return true, 0
	}
	return false, time.Duration((token - b.level + b.rate - 1) / b.rate)
}

func check(kept bool, broken string) {
	if !kept {
		fmt.Println(broken)
		os.Exit(1)
	}
}

func main() {
	const rate, burst = 3, 6
	clock := time.Unix(0, 0)
	bucket := New(func() time.Time { return clock }, rate, burst)

	var admitted []time.Time
	for step := 0; step < 1000; step++ {
		clock = clock.Add(time.Duration(step*step%97) * time.Millisecond)
		if step%5 == 0 {
			clock = clock.Add(-40 * time.Millisecond) // Somebody sets the clock back.
		}
		through, wait := bucket.Ask()
		if !through {
			clock = bucket.last.Add(wait - 1)
			early, _ := bucket.Ask()
			check(!early, "who was refused was told to wait longer than need be")
			clock = clock.Add(1)
			through, _ = bucket.Ask()
			check(through, "who came back when told to was refused again")
		}
		admitted = append(admitted, bucket.last)
	}
	for first := range admitted {
		for last := first; last < len(admitted); last++ {
			span := admitted[last].Sub(admitted[first])
			most := burst*token + rate*int64(span)
			check(int64(last-first+1)*token <= most, "more went through than burst and rate allow")
		}
	}
	fmt.Printf("%d requests, some when told to come back: in any span at most %d and %d a second\n",
		len(admitted), burst, rate)
}
