// Backpressure that pops, then pushes: the oldest is dropped by hand, in two steps. Another
// producer takes the place in between, and so the newest is lost as well.
package main

import (
	"fmt"
	"os"
)

// dropOldest makes room for an item; log writes down what was dropped.
func dropOldest[T any](queue chan T, item T, log func(T)) (sent bool) {
	select {
	case queue <- item:
		return true
	default:
	}
	log(<-queue)
	// The trap: between the two, the place belongs to whoever comes first.
	select {
	case queue <- item:
		return true
	default:
		return false
	}
}

func main() {
	queue := make(chan string, 2)
	queue <- "price 1"
	queue <- "price 2"
	inLog, otherSent := make(chan struct{}), make(chan struct{})
	go func() { // Another producer comes while the first one is in the log.
		<-inLog
		dropOldest(queue, "price 3", func(string) {})
		close(otherSent)
	}()
	sent := dropOldest(queue, "price 4", func(string) {
		inLog <- struct{}{}
		<-otherSent
	})
	close(queue)
	var left []string
	for price := range queue {
		left = append(left, price)
	}

	if sent {
		fmt.Println("expected the newest to be lost, but the queue holds", left)
		os.Exit(1)
	}
	fmt.Printf("price 1 went to make room for price 4, and price 4 was lost as well: %q\n", left)
}
