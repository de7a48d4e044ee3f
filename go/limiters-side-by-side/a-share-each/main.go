// Limiters, a share each: all of them read from one channel, so each request comes to only one of
// them. They have not been asked the same, and the figures say nothing.
package main

import (
	"fmt"
	"os"
	"sync"
)

// limiter lets limit requests through, and counts what it was asked.
func limiter(limit int, requests <-chan int) (asked, admitted int) {
	for range requests { // The trap: a channel shares out, it does not copy. A tee does.
		if asked++; admitted < limit {
			admitted++
		}
	}
	return asked, admitted
}

func main() {
	const limit, total = 5, 24
	requests := make(chan int)
	var asked, admitted [5]int
	var limiters sync.WaitGroup
	limiters.Add(len(asked))
	for n := range asked {
		go func(n int) {
			defer limiters.Done()
			asked[n], admitted[n] = limiter(limit, requests)
		}(n)
	}
	for request := 1; request <= total; request++ {
		requests <- request
	}
	close(requests)
	limiters.Wait()

	sum, complete := 0, 0
	for _, requests := range asked {
		if sum += requests; requests == total {
			complete++
		}
	}
	if sum != total || complete == len(asked) {
		fmt.Println("expected each limiter to see a share, but they saw", asked)
		os.Exit(1)
	}
	fmt.Printf("of %d requests the five saw %v: nothing here can be compared\n", total, asked)
}
