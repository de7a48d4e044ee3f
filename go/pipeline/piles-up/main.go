// Pipeline that piles up: each buffer is big enough for everything, so that nobody ever waits.
// The producer never learns that a stage is slow, and all its items are in memory at once.
package main

import (
	"fmt"
	"os"
)

func stage[In, Out any](items <-chan In, buffer int, step func(In) Out) <-chan Out {
	output := make(chan Out, buffer)
	go func() {
		defer close(output)
		for item := range items {
			output <- step(item)
		}
	}()
	return output
}

func main() {
	const pictures = 1000
	const bound = 1            // What a buffer should hold.
	const roomy = 2 * pictures // The trap: "so that it never blocks".

	loaded := make(chan int, roomy)
	goesOn := make(chan struct{})
	shrunk := stage(loaded, roomy, func(n int) int {
		<-goesOn // The slow stage: still at its first item when the producer has made its last.
		return n / 2
	})
	for n := 1; n <= pictures; n++ {
		loaded <- n
	}
	close(loaded)
	waiting := len(loaded)
	close(goesOn)

	results := 0
	for range shrunk {
		results++
	}
	if waiting <= bound || results != pictures {
		fmt.Println("expected the items to pile up, but they did not")
		os.Exit(1)
	}
	fmt.Printf("nobody waited: %d of %d pictures were in memory at once\n", waiting, pictures)
}
