// Resilient pipeline that leaves calls running: the timeout ends the wait, and the call goes on by
// itself. The server that hangs gets more and more of them.
package main

import (
	"errors"
	"fmt"
	"os"
	"sync/atomic"
	"time"
)

// inTime waits for a call, but no longer than limit.
func inTime(limit time.Duration, call func() error) error {
	answer := make(chan error, 1)
	go func() { answer <- call() }() // The trap: no context tells the call that nobody waits.
	select {
	case err := <-answer:
		return err
	case <-time.After(limit):
		return errors.New("out of time")
	}
}

func main() {
	const requests = 10
	const workers = 1 // So at most one call should be under way.
	var underWay atomic.Int32
	arrived, never := make(chan struct{}), make(chan struct{})
	server := func() error { // It hangs.
		underWay.Add(1)
		defer underWay.Add(-1)
		arrived <- struct{}{}
		<-never
		return nil
	}
	failed := 0
	for request := 1; request <= requests; request++ {
		if inTime(time.Millisecond, server) != nil {
			failed++
		}
		<-arrived
	}

	if underWay.Load() <= workers {
		fmt.Println("expected calls to outlive their timeout, but none did")
		os.Exit(1)
	}
	fmt.Printf("%d of %d requests ran out of time, and %d calls still run, for nobody\n",
		failed, requests, underWay.Load())
}
