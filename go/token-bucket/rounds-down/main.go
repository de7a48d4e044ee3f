// Token bucket that rounds down: a timer adds whole tokens. At four a second and five times a
// second that is 0.8, rounded to none: once empty, the bucket stays empty.
package main

import (
	"fmt"
	"os"
	"time"
)

// TokenBucket lets burst requests through at once, and rate a second in the long run.
type TokenBucket struct {
	rate, burst int
	tokens      int
}

// Tick is called by a timer each time that passed has passed.
func (b *TokenBucket) Tick(passed time.Duration) {
	// The trap: whole tokens, and what is cut off is cut off each time.
	b.tokens += b.rate * int(passed/time.Millisecond) / 1000
	if b.tokens > b.burst {
		b.tokens = b.burst
	}
}

// Ask takes a token.
func (b *TokenBucket) Ask() bool {
	if b.tokens == 0 {
		return false
	}
	b.tokens--
	return true
}

func main() {
	const rate, burst = 4, 6
	const tick = 200 * time.Millisecond
	bucket := &TokenBucket{rate: rate, burst: burst, tokens: burst}
	for bucket.Ask() { // A burst has emptied it.
	}

	admitted := 0
	const hour = time.Hour
	for at := tick; at <= hour; at += tick {
		bucket.Tick(tick)
		if bucket.Ask() {
			admitted++
		}
	}
	if admitted > 0 {
		fmt.Println("expected no token to come, but there were", admitted)
		os.Exit(1)
	}
	fmt.Printf("in an hour at %d a second %d tokens have come\n", rate, admitted)
}
