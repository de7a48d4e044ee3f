// Worker pool that loses a job: a cancelled worker drops the job in its hands, and nobody is told
// which one it was.
package main

import (
	"context"
	"fmt"
	"os"
	"sync"
)

// workerPool starts size workers that share jobs, and gives what they make of them. The results
// close once the workers are gone; so does the second channel, for those who read no more.
func workerPool[In, Out any](
	ctx context.Context, jobs <-chan In, size int, work func(In) Out,
) (<-chan Out, <-chan struct{}) {
	results, gone := make(chan Out), make(chan struct{})
	var workers sync.WaitGroup
	workers.Add(size)
	for n := 1; n <= size; n++ {
		go func() {
			defer workers.Done()
			for job := range jobs {
				select {
				case results <- work(job):
				case <-ctx.Done():
					return // The trap: the job is out of the queue, and its result is nowhere.
				}
			}
		}()
	}
	go func() {
		workers.Wait()
		close(results)
		close(gone)
	}()
	return results, gone
}

func main() {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	jobs := make(chan int, 12)
	for job := 1; job <= cap(jobs); job++ {
		jobs <- job
	}
	close(jobs)
	results, gone := workerPool(ctx, jobs, 4, func(job int) int { return job })

	const done = 5
	for taken := 0; taken < done; taken++ {
		<-results
	}
	cancel() // The consumer has had enough, and reads no more.
	<-gone

	lost := cap(jobs) - done - len(jobs)
	if lost == 0 {
		fmt.Println("expected a job to vanish, but all are accounted for")
		os.Exit(1)
	}
	fmt.Printf("%d jobs done, %d still in the queue, and %d gone without a word\n", done, len(jobs), lost)
}
