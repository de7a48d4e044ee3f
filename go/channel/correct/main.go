// Channel, correct: it holds what it was made for and no more; a sender that finds it full waits,
// and may give its item up. An item that was given up is never received.
package main

import (
	"fmt"
	"os"
	"time"
)

// send waits for room, but no longer than patience. False means that the item was never sent:
// a select does one of its cases whole, and nothing of the others.
func send[T any](queue chan<- T, item T, patience time.Duration) bool {
	timer := time.NewTimer(patience)
	defer timer.Stop()
	select {
	case queue <- item:
		return true
	case <-timer.C:
		return false
	}
}

func check(kept bool, broken string) {
	if !kept {
		fmt.Println(broken)
		os.Exit(1)
	}
}

func main() {
	const capacity = 3
	queue := make(chan int, capacity)
	var accepted []int
	for item := 1; item <= 5; item++ {
		if send(queue, item, 10*time.Millisecond) {
			accepted = append(accepted, item)
		}
	}
	check(len(accepted) == capacity, "the channel holds another number than it was made for")

	close(queue) // The sender closes; what is queued is still received.
	var received []int
	for item := range queue {
		received = append(received, item)
	}
	check(fmt.Sprint(received) == fmt.Sprint(accepted), "what came out is not what went in")

	// With no room at all the channel is a rendezvous: a send is over when the item was taken.
	rendezvous := make(chan int)
	check(!send(rendezvous, 1, 10*time.Millisecond), "a send ended although nobody took the item")
	go func() { rendezvous <- 2 }()
	check(<-rendezvous == 2, "an item that was given up has been received")
	fmt.Printf("%v came out in order; 4 and 5 found no room, were given up, and stayed out\n", received)
}
