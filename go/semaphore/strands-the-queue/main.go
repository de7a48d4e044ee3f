// Semaphore that strands the queue: a query gives up waiting and stays in line. The permits it is
// handed there go to nobody, and those behind it wait for ever.
package main

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"sync"
	"time"
)

// Semaphore hands out permits, first come first served.
type Semaphore struct {
	mutex sync.Mutex
	free  int
	line  []*waiter
}

type waiter struct {
	needs  int
	served chan struct{}
}

// Acquire waits for n permits, or for ctx.
func (s *Semaphore) Acquire(ctx context.Context, n int) error {
	me := &waiter{needs: n, served: make(chan struct{})}
	s.change(func() { s.line = append(s.line, me) })
	select {
	case <-me.served:
		return nil
	case <-ctx.Done():
		return ctx.Err() // The trap: it goes away, and its place in the line stays taken.
	}
}

// Release gives n permits back.
func (s *Semaphore) Release(n int) { s.change(func() { s.free += n }) }

func (s *Semaphore) change(something func()) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	something()
	for len(s.line) > 0 && s.line[0].needs <= s.free {
		s.free -= s.line[0].needs
		close(s.line[0].served)
		s.line = s.line[1:]
	}
}

func main() {
	connections := &Semaphore{free: 5}
	ctx := context.Background()
	if connections.Acquire(ctx, 4) != nil {
		os.Exit(1)
	}
	impatient, giveUp := context.WithCancel(ctx)
	gaveUp := make(chan error)
	go func() { gaveUp <- connections.Acquire(impatient, 4) }()
	for seen := 0; seen == 0; runtime.Gosched() {
		connections.change(func() { seen = len(connections.line) })
	}
	giveUp()
	<-gaveUp
	connections.Release(4) // Everybody is done now: all five should be free.

	soon, cancel := context.WithTimeout(ctx, 50*time.Millisecond)
	defer cancel()
	if connections.Acquire(soon, 2) == nil {
		fmt.Println("expected the next query to be stranded, but it was served")
		os.Exit(1)
	}
	fmt.Printf("nobody has a connection, and yet a query for 2 of 5 waits for ever: %d is left\n",
		connections.free)
}
