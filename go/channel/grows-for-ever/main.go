// Channel that grows for ever: each send gets a goroutine of its own, so that nobody has to wait.
// The channel is bounded, what stands before it is not, and the order is gone as well.
package main

import (
	"fmt"
	"os"
	"runtime"
)

// send never waits.
func send[T any](queue chan<- T, item T) {
	go func() { queue <- item }() // The trap: the backlog has moved to where nobody counts it.
}

func main() {
	const items = 1000
	before := runtime.NumGoroutine()
	queue := make(chan int, 3)
	for item := 0; item < items; item++ {
		send(queue, item)
	}
	// The receiver has not begun, and the sender is done: nothing told it to slow down.
	waiting := runtime.NumGoroutine() - before
	outOfOrder := 0
	for n := 0; n < items; n++ {
		if <-queue != n {
			outOfOrder++
		}
	}

	if waiting <= cap(queue) {
		fmt.Println("expected a backlog, but the senders have waited")
		os.Exit(1)
	}
	fmt.Printf("the channel holds %d, %d goroutines waited before it, and %d items came out of turn\n",
		cap(queue), waiting, outOfOrder)
}
