// Resilient pipeline that waits at the letters: the queue of dead letters is full, and a worker
// waits for a place in it. Nobody empties it, and soon all workers stand there.
package main

import (
	"errors"
	"fmt"
	"os"
	"sync"
	"sync/atomic"
	"time"
)

// work serves requests; what failed for good goes to the dead letters.
func work(requests <-chan int, letters chan<- int, call func(int) error, served *atomic.Int32) {
	for request := range requests {
		if call(request) != nil {
			letters <- request // The trap: what is left over holds up the rest.
		}
		served.Add(1)
	}
}

func main() {
	const total, workers, room = 20, 3, 4
	requests, letters := make(chan int, total), make(chan int, room)
	for request := 1; request <= total; request++ {
		requests <- request
	}
	close(requests)
	var served atomic.Int32
	var crew sync.WaitGroup
	crew.Add(workers)
	for n := 0; n < workers; n++ {
		go func() {
			defer crew.Done()
			work(requests, letters, func(request int) error {
				if request <= 10 {
					return errors.New("the server is down")
				}
				return nil // It has been well again since request 11.
			}, &served)
		}()
	}
	ended := make(chan struct{})
	go func() {
		crew.Wait()
		close(ended)
	}()

	select {
	case <-ended:
		fmt.Println("expected the workers to be stuck, but all requests were served")
		os.Exit(1)
	case <-time.After(50 * time.Millisecond):
	}
	fmt.Printf("%d of %d served; the others are fine, but %d workers wait at %d letters\n",
		served.Load(), total, workers, room)
}
