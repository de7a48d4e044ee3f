// Bridge that stops short: it takes the end of the first stream for the end of all. The others are
// never read, and their writers wait for ever.
package main

import (
	"fmt"
	"os"
	"runtime"
	"time"
)

func bridge[T any](streams <-chan (<-chan T)) <-chan T {
	output := make(chan T)
	go func() {
		defer close(output)
		for stream := range streams {
			for {
				item, more := <-stream
				if !more {
					return // The trap: this should only leave the inner loop.
				}
				output <- item
			}
		}
	}()
	return output
}

// writer fills a stream with count numbers from first.
func writer(first, count int) <-chan int {
	stream := make(chan int)
	go func() {
		defer close(stream)
		for n := first; n < first+count; n++ {
			stream <- n
		}
	}()
	return stream
}

func main() {
	before := runtime.NumGoroutine()
	streams := make(chan (<-chan int), 3)
	for n := 0; n < 3; n++ {
		streams <- writer(10*n, 4)
	}
	close(streams)
	var read []int
	for number := range bridge(streams) {
		read = append(read, number)
	}

	time.Sleep(50 * time.Millisecond) // Everybody who can go home has gone by now.
	left := runtime.NumGoroutine() - before
	if len(read) == 12 || left == 0 {
		fmt.Println("expected the bridge to stop short, but it read", read)
		os.Exit(1)
	}
	fmt.Printf("of 12 numbers it read %v, and %d writers wait for ever\n", read, left)
}
