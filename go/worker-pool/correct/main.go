// Worker pool, correct: a few workers share one queue. Each watches for a cancel, finishes the job
// in its hands, and reports what it could not hand on.
package main

import (
	"context"
	"fmt"
	"os"
	"sync"
	"time"
)

// workerPool starts size workers that share jobs, and gives what they make of them.
//
// Both channels close once the workers are gone. The second gives what was done and could not be
// handed on: it has room for one result of each worker, so nobody waits there.
func workerPool[In, Out any](
	ctx context.Context, jobs <-chan In, size int, work func(In) Out,
) (<-chan Out, <-chan Out) {
	results, undelivered := make(chan Out), make(chan Out, size)
	var workers sync.WaitGroup
	workers.Add(size)
	for n := 1; n <= size; n++ {
		go func() {
			defer workers.Done()
			// When a job and a cancel are both there, select tosses a coin: ask for the cancel first.
			for ctx.Err() == nil {
				select {
				case <-ctx.Done():
				case job, more := <-jobs:
					if !more {
						return
					}
					result := work(job) // What was begun is finished, whatever happens meanwhile.
					select {
					case results <- result:
					case <-ctx.Done():
						undelivered <- result
					}
				}
			}
		}()
	}
	go func() {
		workers.Wait()
		close(results)
		close(undelivered)
	}()
	return results, undelivered
}

func main() {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	jobs := make(chan int, 12)
	for job := 1; job <= cap(jobs); job++ {
		jobs <- job
	}
	close(jobs)
	results, undelivered := workerPool(ctx, jobs, 4, func(job int) int {
		time.Sleep(5 * time.Millisecond) // An answer from somewhere else.
		return job
	})

	seen := map[int]bool{}
	for len(seen) < 5 {
		seen[<-results] = true
	}
	cancel() // The consumer has had enough, and reads no more.
	for result := range undelivered {
		seen[result] = true
	}
	if len(seen)+len(jobs) != cap(jobs) {
		fmt.Printf("of %d jobs %d were done and %d wait: some vanished\n", cap(jobs), len(seen), len(jobs))
		os.Exit(1)
	}
	fmt.Printf("the consumer left: %d jobs done, %d still in the queue, none lost\n", len(seen), len(jobs))
}
