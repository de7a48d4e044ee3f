// Or-done that never stops: a plain read hears its input only, and the input never ends. The
// cancel comes, and nobody is there to hear it.
package main

import (
	"context"
	"fmt"
	"os"
	"time"
)

// read puts readings away until the input ends. It has a context, and does not use it.
func read[T any](ctx context.Context, input <-chan T, put func(T)) {
	for item := range input { // The trap: this ends when the sensor closes, and it never does.
		put(item)
	}
}

func main() {
	ctx, cancel := context.WithCancel(context.Background())
	readings := make(chan int)
	seen := make(chan int)
	over := make(chan struct{})
	go func() {
		read(ctx, readings, func(reading int) { seen <- reading })
		close(over)
	}()
	readings <- 1
	<-seen
	cancel() // The sensor falls silent, and the reader is told to stop.

	select {
	case <-over:
		fmt.Println("expected the reader to wait for ever, but it has ended")
		os.Exit(1)
	case <-time.After(50 * time.Millisecond):
	}
	// It is still there: it takes one reading more, long after it should have left.
	readings <- 2
	fmt.Printf("cancelled, and yet the reader took reading %d, and waits for the next\n", <-seen)
}
