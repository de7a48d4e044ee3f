// Graceful shutdown that closes first: the database goes at once, for "we are stopping anyway". The
// jobs that are still under way find it gone.
package main

import (
	"errors"
	"fmt"
	"os"
	"sync"
)

// Database stores until it is closed.
type Database struct {
	mutex  sync.Mutex
	closed bool
}

var errClosed = errors.New("the database is closed")

// Store keeps a result.
func (d *Database) Store(int) error {
	d.mutex.Lock()
	defer d.mutex.Unlock()
	if d.closed {
		return errClosed
	}
	return nil
}

// Close ends it.
func (d *Database) Close() {
	d.mutex.Lock()
	defer d.mutex.Unlock()
	d.closed = true
}

func main() {
	const jobs = 3
	database := &Database{}
	var begun, inFlight sync.WaitGroup
	answer := make(chan struct{})
	results := make(chan error, jobs)
	begun.Add(jobs)
	inFlight.Add(jobs)
	for job := 1; job <= jobs; job++ {
		go func(job int) {
			defer inFlight.Done()
			begun.Done()
			<-answer // It waits for somebody else.
			results <- database.Store(job)
		}(job)
	}
	begun.Wait()

	// Stop. The trap: what everybody needs goes first; it should go last.
	database.Close()
	close(answer)
	inFlight.Wait()
	close(results)

	failed := 0
	for err := range results {
		if errors.Is(err, errClosed) {
			failed++
		}
	}
	if failed == 0 {
		fmt.Println("expected jobs to meet a closed database, but none did")
		os.Exit(1)
	}
	fmt.Printf("%d jobs had their result, and nowhere to store it\n", failed)
}
