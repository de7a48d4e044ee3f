// Fan-out, fan-in, correct: several stages share one queue, and a merge takes whatever is ready.
// It closes once, after the last stage, and everything stops when told to.
package main

import (
	"context"
	"fmt"
	"os"
	"sync"
	"time"
)

// fanOut starts the stages: each job goes to whichever is free. Each has an output of its own.
func fanOut[In, Out any](
	ctx context.Context, jobs <-chan In, stages int, work func(In) Out,
) []<-chan Out {
	parts := make([]<-chan Out, stages)
	for n := range parts {
		part := make(chan Out)
		parts[n] = part
		go func() {
			defer close(part) // Who sends closes: so each closes its own, and only once.
			for ctx.Err() == nil {
				select {
				case <-ctx.Done():
				case job, more := <-jobs:
					if !more {
						return
					}
					select {
					case part <- work(job):
					case <-ctx.Done():
					}
				}
			}
		}()
	}
	return parts
}

// fanIn reads the parts as one, in each part's own order, and ends after the last of them.
func fanIn[T any](ctx context.Context, parts ...<-chan T) <-chan T {
	merged := make(chan T)
	var open sync.WaitGroup
	open.Add(len(parts))
	for _, part := range parts {
		go func(part <-chan T) {
			defer open.Done()
			for item := range part {
				select {
				case merged <- item:
				case <-ctx.Done():
					return
				}
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
	ctx, cancel := context.WithCancel(context.Background())
	jobs := make(chan int, 12)
	for job := 1; job <= cap(jobs); job++ {
		jobs <- job
	}
	close(jobs)
	parts := fanOut(ctx, jobs, 4, func(job int) int {
		time.Sleep(time.Duration(1+job%3) * time.Millisecond) // An answer from somewhere else.
		return job
	})

	var order []int
	seen := map[int]bool{}
	for job := range fanIn(ctx, parts...) {
		order = append(order, job)
		seen[job] = true
	}
	if len(order) != cap(jobs) || len(seen) != cap(jobs) {
		fmt.Printf("%d jobs went in, and out came %v\n", cap(jobs), order)
		os.Exit(1)
	}

	// A reader that leaves says so; then everything ends, though the input does not.
	endless := make(chan int, 1)
	endless <- 1
	merged := fanIn(ctx, fanOut(ctx, endless, 4, func(job int) int { return job })...)
	<-merged
	cancel()
	<-merged // Closed: this would wait for ever if one of them went on.
	fmt.Printf("the same %d jobs came out, in another order: %v\n", len(order), order)
}
