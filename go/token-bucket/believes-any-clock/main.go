// Token bucket that believes any clock: each request brings the time. When somebody's clock is
// behind, the bucket goes back with it, and the same second fills it twice.
package main

import (
	"fmt"
	"os"
	"time"
)

// TokenBucket lets burst requests through at once, and rate a second in the long run.
type TokenBucket struct {
	rate, burst float64
	tokens      float64
	last        time.Duration
}

// Ask takes a token at the time that the caller says it is.
func (b *TokenBucket) Ask(now time.Duration) bool {
	// The trap: now may be before last. Then last goes back, and the next one fills that span in.
	if now > b.last {
		b.tokens += (now - b.last).Seconds() * b.rate
	}
	b.last = now
	if b.tokens > b.burst {
		b.tokens = b.burst
	}
	if b.tokens < 1 {
		return false
	}
	b.tokens--
	return true
}

func main() {
	const rate, burst = 4, 6
	bucket := &TokenBucket{rate: rate, burst: burst, tokens: burst}
	admitted := 0
	const requests = 30
	for n := 0; n < requests; n++ { // All of them within one second.
		now := 10*time.Second + time.Duration(n)*time.Second/requests
		if n%3 == 2 {
			now -= 500 * time.Millisecond // Every third comes from a machine that is behind.
		}
		if bucket.Ask(now) {
			admitted++
		}
	}

	if admitted <= burst+rate {
		fmt.Println("expected the bucket to be filled twice, but it admitted only", admitted)
		os.Exit(1)
	}
	fmt.Printf("%d requests went through in a second; %d at once and %d a second make %d at most\n",
		admitted, burst, rate, burst+rate)
}
