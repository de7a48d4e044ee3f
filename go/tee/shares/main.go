// Tee that shares: both readers read from one channel, so each item goes to only one of them.
// Each sees a part, and neither notices.
package main

import (
	"fmt"
	"os"
	"sync"
)

func main() {
	orders := make(chan int)
	both := make(chan struct{})
	var stored, counted []int
	var reading sync.WaitGroup
	reading.Add(2)
	read := func(seen *[]int) {
		defer reading.Done()
		*seen = append(*seen, <-orders) // Each takes at least one: so much for the other.
		both <- struct{}{}
		for order := range orders { // The trap: an item goes to one reader, not to all.
			*seen = append(*seen, order)
		}
	}
	go read(&stored)
	go read(&counted)

	orders <- 1
	orders <- 2
	<-both
	<-both
	for order := 3; order <= 10; order++ {
		orders <- order
	}
	close(orders)
	reading.Wait()

	if len(stored) == 10 || len(counted) == 10 {
		fmt.Println("expected each reader to miss something, but one saw all 10 orders")
		os.Exit(1)
	}
	fmt.Println("10 orders: one reader saw", stored, "and the other", counted)
}
