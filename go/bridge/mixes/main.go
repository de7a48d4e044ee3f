// Bridge that mixes: all streams are read at once. Nobody waits for a slow one, and the numbers
// come in whatever order they are written.
package main

import (
	"fmt"
	"os"
	"sync"
)

func bridge[T any](streams <-chan (<-chan T)) <-chan T {
	output := make(chan T)
	go func() {
		var open sync.WaitGroup
		for stream := range streams {
			open.Add(1)
			go func(stream <-chan T) { // The trap: this is fan-in, which promises no order.
				defer open.Done()
				for item := range stream {
					output <- item
				}
			}(stream)
		}
		open.Wait()
		close(output)
	}()
	return output
}

func main() {
	streams := make(chan (<-chan int), 2)
	slow, quick := make(chan int), make(chan int, 4)
	for n := 10; n < 14; n++ {
		quick <- n
	}
	close(quick)
	streams <- slow
	streams <- quick
	close(streams)

	// The writer of the first stream is interrupted after its first number.
	numbers := bridge(streams)
	go func() { slow <- 0 }()
	var read []int
	for len(read) < 5 {
		read = append(read, <-numbers)
	}
	slow <- 1
	close(slow)
	for number := range numbers {
		read = append(read, number)
	}

	if read[len(read)-1] != 1 {
		fmt.Println("expected the first stream to be overtaken, but it was not:", read)
		os.Exit(1)
	}
	fmt.Println("the first stream ended last, its numbers are mixed with others:", read)
}
