// Or-done that strands the sensor: the reader leaves as it should, but the sensor sends with a
// plain send, and waits for ever to hand over a reading that nobody will take.
package main

import (
	"context"
	"fmt"
	"os"
	"time"
)

func orDone[T any](ctx context.Context, input <-chan T) <-chan T {
	output := make(chan T)
	go func() {
		defer close(output)
		for ctx.Err() == nil {
			select {
			case <-ctx.Done():
			case item, more := <-input:
				if !more {
					return
				}
				select {
				case output <- item:
				case <-ctx.Done():
				}
			}
		}
	}()
	return output
}

// sensor sends until it has nothing more to say, and closes gone behind itself.
func sensor(readings chan<- int, gone chan<- struct{}) {
	defer close(gone)
	defer close(readings)
	for reading := 1; reading <= 100; reading++ {
		readings <- reading // The trap: who sends needs the same care as who reads.
	}
}

func main() {
	ctx, cancel := context.WithCancel(context.Background())
	readings, gone := make(chan int), make(chan struct{})
	go sensor(readings, gone)
	seen := 0
	for range orDone(ctx, readings) {
		if seen++; seen == 4 {
			cancel()
		}
	}

	select {
	case <-gone:
		fmt.Println("expected the sensor to be stranded, but it has ended")
		os.Exit(1)
	case <-time.After(50 * time.Millisecond):
	}
	fmt.Printf("the reader left at reading %d, and the sensor waits for it for ever\n", seen)
}
