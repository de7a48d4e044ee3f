// Concurrency is not parallelism: on one thread four waits overlap, and four computations take
// turns. A goroutine that waits gives the thread back; one that computes needs it all the time.
package main

import (
	"fmt"
	"os"
	"runtime"
	"sync"
	"time"
)

// timed starts the workers, each with one job, and says how long all of it took.
func timed(workers int, job func(n int)) time.Duration {
	begun := time.Now()
	var working sync.WaitGroup
	working.Add(workers)
	for n := 0; n < workers; n++ {
		n := n
		go func() {
			defer working.Done()
			job(n)
		}()
	}
	working.Wait()
	return time.Since(begun)
}

// server answers nobody before it has been asked so many times: it sees how many wait at once.
func server(asks int, requests <-chan chan<- int) {
	var waiting []chan<- int
	for len(waiting) < asks {
		waiting = append(waiting, <-requests)
	}
	time.Sleep(20 * time.Millisecond)
	for _, answer := range waiting {
		answer <- len(waiting)
	}
}

func compute() (sum int) {
	for n := 0; n < 10_000_000; n++ {
		sum += n % 7
	}
	return sum
}

func main() {
	const workers = 4
	runtime.GOMAXPROCS(1) // However many processors there are: one thread runs Go code.

	requests := make(chan chan<- int)
	go server(workers, requests)
	overlapping := make([]int, workers)
	timed(workers, func(n int) {
		answer := make(chan int)
		requests <- answer
		// If this wait kept the thread, no other worker could ask, and nobody be answered.
		overlapping[n] = <-answer
	})

	one := timed(1, func(int) { compute() })
	all := timed(workers, func(int) { compute() })
	for _, waits := range overlapping {
		if waits != workers {
			fmt.Printf("only %d waits overlapped\n", waits)
			os.Exit(1)
		}
	}
	fmt.Printf("on one thread %d waits overlapped; %d computations took %.1f times as long as 1\n",
		workers, workers, float64(all)/float64(one))
}
