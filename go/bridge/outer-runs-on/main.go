// Bridge whose outer loop runs on: the cancel is heard in the inner loop only. The outer one takes
// it for the end of a stream, and waits for another for ever.
package main

import (
	"context"
	"fmt"
	"os"
	"time"
)

func bridge[T any](ctx context.Context, streams <-chan (<-chan T)) <-chan T {
	output := make(chan T)
	go func() {
		defer close(output)
		for stream := range streams { // This loop has not heard of any context.
			inner(ctx, stream, output)
		}
	}()
	return output
}

func inner[T any](ctx context.Context, stream <-chan T, output chan<- T) {
	for {
		select {
		case <-ctx.Done():
			return // The trap: to the caller this looks like the end of the stream.
		case item, more := <-stream:
			if !more {
				return
			}
			select {
			case output <- item:
			case <-ctx.Done():
				return
			}
		}
	}
}

func main() {
	ctx, cancel := context.WithCancel(context.Background())
	streams := make(chan (<-chan int))
	numbers := bridge(ctx, streams)
	first := make(chan int, 1)
	first <- 0
	streams <- first
	<-numbers
	cancel()

	select {
	case <-numbers:
		fmt.Println("expected the bridge to run on, but it has ended")
		os.Exit(1)
	case <-time.After(50 * time.Millisecond):
	}
	// It takes another stream, long after the cancel.
	streams <- make(chan int)
	fmt.Println("cancelled, and yet the bridge took a second stream, and waits for a third")
}
