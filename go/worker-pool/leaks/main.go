// Worker pool that leaks: nobody watches for a cancel, so once the consumer has left, every worker
// waits for ever to hand over its next result.
package main

import (
	"fmt"
	"os"
	"runtime"
	"sync"
	"time"
)

// workerPool starts size workers that share jobs, and gives what they make of them.
func workerPool[In, Out any](jobs <-chan In, size int, work func(In) Out) <-chan Out {
	results := make(chan Out)
	var workers sync.WaitGroup
	workers.Add(size)
	for n := 1; n <= size; n++ {
		go func() {
			defer workers.Done()
			for job := range jobs {
				results <- work(job) // The trap: a plain send has no way out.
			}
		}()
	}
	go func() {
		workers.Wait()
		close(results)
	}()
	return results
}

func main() {
	before := runtime.NumGoroutine()
	jobs := make(chan int, 12)
	for job := 1; job <= cap(jobs); job++ {
		jobs <- job
	}
	close(jobs)
	results := workerPool(jobs, 4, func(job int) int {
		time.Sleep(5 * time.Millisecond) // An answer from somewhere else.
		return job
	})

	for taken := 0; taken < 5; taken++ {
		<-results
	}
	// The consumer has had enough. However long it waits, nobody goes home.
	time.Sleep(50 * time.Millisecond)
	left := runtime.NumGoroutine() - before
	if left == 0 {
		fmt.Println("expected the workers to leak, but all have ended")
		os.Exit(1)
	}
	// The fifth is the one that waits for the four, to close behind them.
	fmt.Printf("the consumer left after 5 results, and %d goroutines wait for ever\n", left)
}
