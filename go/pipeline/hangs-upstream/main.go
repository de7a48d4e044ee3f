// Pipeline that hangs upstream: nobody watches for a cancel. The reader leaves, the last stage
// waits for room for ever, and so does every stage before it.
package main

import (
	"fmt"
	"os"
	"runtime"
	"time"
)

func stage[In, Out any](items <-chan In, buffer int, step func(In) Out) <-chan Out {
	output := make(chan Out, buffer)
	go func() {
		defer close(output)
		for item := range items {
			output <- step(item) // The trap: whether anybody still reads is never asked.
		}
	}()
	return output
}

func producer(enough int) <-chan int {
	items := make(chan int)
	go func() {
		defer close(items)
		for item := 1; item <= enough; item++ {
			items <- item
		}
	}()
	return items
}

func main() {
	before := runtime.NumGoroutine()
	double := func(n int) int { return 2 * n }
	results := producer(100)
	for n := 1; n <= 3; n++ {
		results = stage(results, 1, double)
	}
	<-results

	// The reader has what it wanted. However long one waits, nobody goes home.
	time.Sleep(50 * time.Millisecond)
	left := runtime.NumGoroutine() - before
	if left == 0 {
		fmt.Println("expected the stages to hang, but all have ended")
		os.Exit(1)
	}
	fmt.Printf("the reader left after 1 result, and %d goroutines wait for room for ever\n", left)
}
