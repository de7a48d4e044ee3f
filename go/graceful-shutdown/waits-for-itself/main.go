// Graceful shutdown that waits for itself: whoever does the stopping was counted as a job. All
// other jobs are done, and it waits for the last one.
package main

import (
	"fmt"
	"os"
	"sync"
	"time"
)

func main() {
	var jobs sync.WaitGroup
	start := func(job func()) { // Everything is started here, so that nothing is forgotten.
		jobs.Add(1)
		go func() {
			defer jobs.Done()
			job()
		}()
	}
	others := make(chan struct{}, 3)
	for n := 0; n < cap(others); n++ {
		start(func() { others <- struct{}{} })
	}
	closed := make(chan struct{})
	start(func() { // The trap: the one that waits for all is one of them.
		jobs.Wait()
		close(closed)
	})
	for n := 0; n < cap(others); n++ {
		<-others
	}

	select {
	case <-closed:
		fmt.Println("expected the shutdown to wait for itself, but it has ended")
		os.Exit(1)
	case <-time.After(50 * time.Millisecond):
	}
	fmt.Println("3 of 4 jobs are done, and the fourth waits until all four are: it is the shutdown")
}
