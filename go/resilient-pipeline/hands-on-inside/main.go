// Resilient pipeline that hands on inside: the answer is given to its reader within the call. The
// reader is slow, calls run out of time, and the circuit opens before a server that is well.
package main

import (
	"context"
	"fmt"
	"os"
	"time"
)

// Breaker opens at so many failures in a row.
type Breaker struct{ Failures, failed int }

// Call calls in limited time, and reports how that ended.
func (b *Breaker) Call(limit time.Duration, call func(context.Context) error) {
	if b.failed >= b.Failures {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	if call(ctx) == nil {
		b.failed = 0
	} else {
		b.failed++
	}
}

func main() {
	circuit := &Breaker{Failures: 3}
	answers := make(chan int) // Its reader does something else, just now.
	answered := 0
	for request := 1; request <= 5; request++ {
		circuit.Call(5*time.Millisecond, func(ctx context.Context) error {
			answered++ // The server answers at once.
			select {
			case answers <- request: // The trap: this belongs after the call, outside of its time.
				return nil
			case <-ctx.Done():
				return ctx.Err()
			}
		})
	}

	if circuit.failed < circuit.Failures {
		fmt.Println("expected a slow reader to open the circuit, but it is closed")
		os.Exit(1)
	}
	fmt.Printf("the server answered all %d calls it got, and the circuit is open\n", answered)
}
