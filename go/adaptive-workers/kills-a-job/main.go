// Adaptive workers that kill a job: the worker that is to go is stopped whatever it is doing. The
// decision was right, and a request is lost.
package main

import (
	"context"
	"fmt"
	"os"
)

// Work does a job, unless it is told to stop.
type Work func(ctx context.Context, job int) error

// worker does jobs until it is told to go.
func worker(ctx context.Context, jobs <-chan int, work Work) (done int) {
	for {
		select {
		case <-ctx.Done():
			return done
		case job, more := <-jobs:
			if !more {
				return done
			}
			// The trap: the word that it may go home reaches the job in its hands as well.
			if work(ctx, job) != nil {
				return done
			}
			done++
		}
	}
}

func main() {
	jobs := make(chan int, 3)
	for job := 1; job <= cap(jobs); job++ {
		jobs <- job
	}
	ctx, letGo := context.WithCancel(context.Background())
	done := worker(ctx, jobs, func(ctx context.Context, job int) error {
		if job < 2 {
			return nil
		}
		letGo() // In the middle of job 2 the manager finds that one worker fewer would do.
		<-ctx.Done()
		return ctx.Err()
	})

	lost := cap(jobs) - len(jobs) - done
	if lost == 0 {
		fmt.Println("expected a job to be cut off, but none was")
		os.Exit(1)
	}
	fmt.Printf("%d job done, %d still in the queue, %d cut off half-way\n", done, len(jobs), lost)
}
