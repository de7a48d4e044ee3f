// Pipeline that never closes: the producer forgot to close its channel. Everything has come out,
// and still every stage waits for more.
package main

import (
	"fmt"
	"os"
	"runtime"
	"time"
)

func stage[In, Out any](items <-chan In, step func(In) Out) <-chan Out {
	output := make(chan Out)
	go func() {
		defer close(output)
		for item := range items { // This ends when items is closed, and not before.
			output <- step(item)
		}
	}()
	return output
}

func producer(enough int) <-chan int {
	items := make(chan int)
	go func() {
		// The trap: no defer close(items). A channel that nobody closes is a promise of more.
		for item := 1; item <= enough; item++ {
			items <- item
		}
	}()
	return items
}

func main() {
	before := runtime.NumGoroutine()
	double := func(n int) int { return 2 * n }
	results := producer(7)
	for n := 1; n <= 3; n++ {
		results = stage(results, double)
	}
	for taken := 0; taken < 7; taken++ {
		<-results
	}

	// That was all. A reader with a range over the results would now wait for ever, too.
	select {
	case result, more := <-results:
		fmt.Println("expected nothing and no end, but there was", result, more)
		os.Exit(1)
	case <-time.After(50 * time.Millisecond):
	}
	left := runtime.NumGoroutine() - before
	fmt.Printf("all 7 results are out, nobody closed the input: %d stages wait for more\n", left)
}
