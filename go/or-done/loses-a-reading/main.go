// Or-done that loses a reading: it takes from the channel first and asks for a cancel afterwards.
// What it has taken then is out of the channel, and nowhere else.
package main

import (
	"context"
	"fmt"
	"os"
)

func orDone[T any](ctx context.Context, input <-chan T) <-chan T {
	output := make(chan T)
	go func() {
		defer close(output)
		for item := range input {
			if ctx.Err() != nil {
				return // The trap: the item in hand is dropped, and nobody is told.
			}
			output <- item
		}
	}()
	return output
}

func main() {
	ctx, cancel := context.WithCancel(context.Background())
	readings := make(chan int)
	var seen []int
	loop := orDone(ctx, readings)
	for reading := 1; reading <= 3; reading++ {
		readings <- reading
		seen = append(seen, <-loop)
	}
	cancel()
	// The reader waits for its input, so it hears of the cancel only after it has taken one more.
	readings <- 4
	for reading := range loop {
		seen = append(seen, reading)
	}

	if len(seen)+len(readings) == 4 {
		fmt.Println("expected a reading to be lost, but all are there")
		os.Exit(1)
	}
	fmt.Printf("4 readings were taken, %v were seen, and reading 4 is gone\n", seen)
}
