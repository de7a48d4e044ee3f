// Semaphore that starves the big one: a condition variable wakes everybody, and whoever finds
// enough takes it. Small queries pass a big one for as long as they keep coming.
package main

import (
	"fmt"
	"os"
	"runtime"
	"sync"
)

// Semaphore hands permits to whoever finds enough of them.
type Semaphore struct {
	mutex sync.Mutex
	freed *sync.Cond
	free  int
	// How often somebody has waited in vain.
	disappointed int
}

// New gives a semaphore of n permits.
func New(n int) *Semaphore {
	s := &Semaphore{free: n}
	s.freed = sync.NewCond(&s.mutex)
	return s
}

// Acquire waits until there are n permits.
func (s *Semaphore) Acquire(n int) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	for s.free < n { // The trap: there is no line, so there is no front of it.
		s.disappointed++
		s.freed.Wait()
	}
	s.free -= n
}

// Release gives n permits back.
func (s *Semaphore) Release(n int) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.free += n
	s.freed.Broadcast()
}

func main() {
	connections := New(5)
	connections.Acquire(1)
	connections.Acquire(1)
	served := make(chan struct{})
	go func() {
		connections.Acquire(4)
		close(served)
	}()
	for waits := false; !waits; runtime.Gosched() {
		connections.mutex.Lock()
		waits = connections.disappointed > 0
		connections.mutex.Unlock()
	}

	// A small query comes before each of the others leaves: two are always at work.
	const small = 1000
	for n := 0; n < small; n++ {
		connections.Acquire(1)
		connections.Release(1)
	}
	select {
	case <-served:
		fmt.Println("expected the big query to be passed, but it was served")
		os.Exit(1)
	default:
	}
	connections.Release(2)
	<-served // Only now, with nobody else there.
	fmt.Printf("%d small queries passed the big one, which had been there before them\n", small)
}
