// Graceful shutdown without a deadline: it waits for the jobs, and one of them never ends. Whoever
// wanted it to stop will pull the plug, and then everything else is lost as well.
package main

import (
	"fmt"
	"os"
	"sync"
	"time"
)

// shutdown waits for the jobs in flight.
func shutdown(jobs *sync.WaitGroup, closeDatabase func()) {
	jobs.Wait() // The trap: a WaitGroup knows of no deadline. A select with a grace does.
	closeDatabase()
}

func main() {
	var jobs sync.WaitGroup
	never := make(chan struct{})
	jobs.Add(2)
	go jobs.Done() // A job like any other.
	go func() {
		defer jobs.Done()
		<-never // And one whose answer never comes.
	}()
	closed := make(chan struct{})
	go shutdown(&jobs, func() { close(closed) })

	select {
	case <-closed:
		fmt.Println("expected the shutdown to wait for ever, but it has ended")
		os.Exit(1)
	case <-time.After(50 * time.Millisecond): // The patience of whoever stops us.
	}
	fmt.Println("time is up: one job still runs, and the database was never closed")
}
