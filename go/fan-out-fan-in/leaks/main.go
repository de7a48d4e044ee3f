// Fan-in that leaks: the merge never learns that the reader has left. It waits for ever to hand
// its item over, and every stage is stuck behind it.
package main

import (
	"fmt"
	"os"
	"runtime"
	"sync"
	"time"
)

func fanOut[In, Out any](jobs <-chan In, stages int, work func(In) Out) []<-chan Out {
	parts := make([]<-chan Out, stages)
	for n := range parts {
		part := make(chan Out)
		parts[n] = part
		go func() {
			defer close(part)
			for job := range jobs {
				part <- work(job)
			}
		}()
	}
	return parts
}

func fanIn[T any](parts ...<-chan T) <-chan T {
	merged := make(chan T)
	var open sync.WaitGroup
	open.Add(len(parts))
	for _, part := range parts {
		go func(part <-chan T) {
			defer open.Done()
			for item := range part {
				merged <- item // The trap: this waits for the reader, and for nothing else.
			}
		}(part)
	}
	go func() {
		open.Wait()
		close(merged)
	}()
	return merged
}

func main() {
	before := runtime.NumGoroutine()
	jobs := make(chan int, 12)
	for job := 1; job <= cap(jobs); job++ {
		jobs <- job
	}
	close(jobs)
	merged := fanIn(fanOut(jobs, 4, func(job int) int { return job })...)
	<-merged
	<-merged

	// The reader has had enough. However long one waits, nobody goes home.
	time.Sleep(50 * time.Millisecond)
	left := runtime.NumGoroutine() - before
	if left == 0 {
		fmt.Println("expected goroutines to leak, but all have ended")
		os.Exit(1)
	}
	fmt.Printf("the reader left after 2 results, and %d goroutines wait for ever\n", left)
}
