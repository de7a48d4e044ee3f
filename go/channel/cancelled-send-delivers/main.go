// Channel with a cancelled send that delivers: the wait is given up, the goroutine that sends is
// not. The item arrives although its sender believes that it never will.
package main

import (
	"fmt"
	"os"
	"time"
)

// send waits for room, but no longer than patience.
func send[T any](queue chan<- T, item T, patience time.Duration) bool {
	sent := make(chan struct{})
	go func() {
		queue <- item // The trap: this goes on, whatever the one that started it decides.
		close(sent)
	}()
	select {
	case <-sent:
		return true
	case <-time.After(patience):
		return false // The send belongs into this select: then it happens or it does not.
	}
}

func main() {
	queue := make(chan string)
	if send(queue, "order 11", 10*time.Millisecond) {
		fmt.Println("expected the send to be given up: nobody receives")
		os.Exit(1)
	}
	// Its sender has gone elsewhere with the order. The receiver comes late.
	select {
	case order := <-queue:
		fmt.Printf("%s was given up, and was received all the same\n", order)
	case <-time.After(5 * time.Second):
		fmt.Println("expected the item that was given up to arrive")
		os.Exit(1)
	}
}
