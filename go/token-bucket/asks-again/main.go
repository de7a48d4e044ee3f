// Token bucket where one asks again: who is refused waits as told, comes back a little late, and
// asks like anybody else. Nobody has a place in line, and a later request takes the token.
package main

import (
	"fmt"
	"os"
	"time"
)

// TokenBucket brings a token each `every`, and keeps one.
type TokenBucket struct {
	every time.Duration
	next  time.Duration // When the next token is there.
}

// Ask takes the token, or says how long until there is one.
func (b *TokenBucket) Ask(now time.Duration) (admitted bool, retryAfter time.Duration) {
	if now < b.next {
		// The trap: this is a hint and no promise. A reservation would move b.next on, and keep it.
		return false, b.next - now
	}
	b.next = now + b.every
	return true, 0
}

func main() {
	const late = 4 * time.Millisecond // A timer, a network, a busy machine.
	bucket := &TokenBucket{every: 250 * time.Millisecond}
	bucket.Ask(0)
	refused := 0
	for at := 100 * time.Millisecond; refused < 10; refused++ {
		_, wait := bucket.Ask(at)
		at += wait
		if newcomer, _ := bucket.Ask(at); !newcomer { // It comes at that instant, by chance.
			break
		}
		at += late
	}

	if refused < 10 {
		fmt.Println("expected later requests to overtake, but the first one was admitted")
		os.Exit(1)
	}
	fmt.Println("the first to be refused came back 10 times, as told, and each time too late")
}
