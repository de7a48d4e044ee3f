// Fan-in that closes early: every stage closes the output that all of them share. The first to be
// done closes it for the others, and the next one to send or to close panics.
package main

import (
	"fmt"
	"os"
	"sync"
)

// stage hands its jobs on; it gives what it panicked with, if it did.
func stage[T any](merged chan<- T, jobs <-chan T) (panicked any) {
	defer func() { panicked = recover() }()
	defer close(merged) // The trap: it is not this stage's to close.
	for job := range jobs {
		merged <- job
	}
	return nil
}

func main() {
	merged := make(chan int, 4)
	quick, slow := make(chan int, 1), make(chan int, 3)
	quick <- 1
	close(quick)

	var panicked any
	var stages sync.WaitGroup
	stages.Add(1)
	over := make(chan struct{})
	go func() {
		stage(merged, quick)
		close(over)
	}()
	go func() {
		defer stages.Done()
		panicked = stage(merged, slow)
	}()
	<-over // The first stage is done. The second has only just got its jobs.
	for job := 2; job <= 4; job++ {
		slow <- job
	}
	close(slow)
	stages.Wait()

	received := 0
	for range merged {
		received++
	}
	if received == 4 || panicked == nil {
		fmt.Println("expected jobs to be lost and a panic, but nothing happened")
		os.Exit(1)
	}
	fmt.Printf("of 4 jobs %d came out, and the second stage died: %v\n", received, panicked)
}
