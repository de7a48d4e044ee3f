// Or-done, correct: read until the input ends or somebody says stop, whichever comes first. If
// both are there, the stop wins, so no reading is taken that nobody wants.
package main

import (
	"context"
	"fmt"
	"os"
)

// orDone gives what input gives, until input ends or ctx is cancelled.
//
// What it has taken it hands on even after a cancel, unless the reader has left as well: then
// unread gets it, so that somebody knows.
func orDone[T any](ctx context.Context, input <-chan T, unread func(T)) <-chan T {
	output := make(chan T)
	go func() {
		defer close(output)
		// When an item and a cancel are both there, select tosses a coin: ask for the cancel first.
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
					unread(item)
				}
			}
		}
	}()
	return output
}

func main() {
	ctx, cancel := context.WithCancel(context.Background())
	readings := make(chan int, 10)
	for reading := 1; reading <= 6; reading++ {
		readings <- reading
	}
	// The sensor falls silent now, and never closes its channel.

	var seen, unread []int
	loop := orDone(ctx, readings, func(reading int) { unread = append(unread, reading) })
	for reading := range loop {
		seen = append(seen, reading)
		if reading == 4 {
			cancel()
		}
	}
	left := len(readings)

	for place, reading := range append(seen, unread...) {
		if reading != place+1 {
			fmt.Println("a reading was left out, or came too early:", seen, unread)
			os.Exit(1)
		}
	}
	if len(seen)+len(unread)+left != 6 {
		fmt.Println("a reading was lost between the sensor and the loop")
		os.Exit(1)
	}

	// Cancelled while it waits for an input that has nothing, it ends as well.
	ctx, cancel = context.WithCancel(context.Background())
	silent := orDone(ctx, make(chan int), func(int) {})
	cancel()
	<-silent
	fmt.Printf("told to stop: seen %v, handed back %v, %d left for others\n", seen, unread, left)
}
