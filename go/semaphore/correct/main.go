// Semaphore, correct: so many permits and no more, first come first served. A permit can be given
// back only by who has it, and who gives up waiting leaves the line.
package main

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"sync"
)

// Semaphore hands out permits, to each query as many as it needs.
type Semaphore struct {
	mutex sync.Mutex
	free  int
	line  []*waiter
}

type waiter struct {
	needs  int
	served chan struct{}
}

// Acquire waits for n permits, or for ctx. Release gives them back, once, however often called.
func (s *Semaphore) Acquire(ctx context.Context, n int) (release func(), err error) {
	me := &waiter{needs: n, served: make(chan struct{})}
	s.change(func() { s.line = append(s.line, me) })
	var once sync.Once
	release = func() { once.Do(func() { s.change(func() { s.free += n }) }) }
	select {
	case <-me.served:
		return release, nil
	case <-ctx.Done():
		s.change(func() { s.leave(me) })
		return func() {}, ctx.Err()
	}
}

// leave gives back what was handed over at the very instant of giving up.
func (s *Semaphore) leave(who *waiter) {
	for place, waiting := range s.line {
		if waiting == who {
			s.line = append(s.line[:place], s.line[place+1:]...)
			return
		}
	}
	s.free += who.needs
}

// change does something, then serves the line from its front. Nobody overtakes, not even those for
// whom there would be enough.
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

func check(kept bool, broken string) {
	if !kept {
		fmt.Println(broken)
		os.Exit(1)
	}
}

func main() {
	connections := &Semaphore{free: 5}
	ctx := context.Background()
	waiting := func(n int) { // Looks until so many stand in line.
		for seen := -1; seen != n; runtime.Gosched() {
			connections.change(func() { seen = len(connections.line) })
		}
	}

	first, _ := connections.Acquire(ctx, 4)
	impatient, giveUp := context.WithCancel(ctx)
	gaveUp, small := make(chan error), make(chan func())
	go func() {
		_, err := connections.Acquire(impatient, 4) // One is free, four are wanted.
		gaveUp <- err
	}()
	waiting(1)
	go func() {
		release, _ := connections.Acquire(ctx, 1) // For this one there would be enough.
		small <- release
	}()
	waiting(2) // It stands behind the big one.
	giveUp()
	check(<-gaveUp != nil, "a query got permits after it had given up")
	last := <-small // The line moves on: the one that gave up no longer stands in it.
	first()
	first()
	last()
	check(connections.free == 5, "permits were lost, or made from nothing")
	fmt.Println("nobody overtook, the one that gave up held up nobody, and all 5 permits are back")
}
