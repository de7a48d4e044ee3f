// Semaphore that frees what it never had: the release is deferred before anybody knows whether
// there is something to release. From then on there are more permits than connections.
package main

import (
	"fmt"
	"os"
	"sync"
)

// Semaphore trusts everybody.
type Semaphore struct {
	mutex sync.Mutex
	free  int
}

// TryAcquire takes n permits if they are there.
func (s *Semaphore) TryAcquire(n int) bool {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if s.free < n {
		return false
	}
	s.free -= n
	return true
}

// Release adds n permits, whoever asks.
func (s *Semaphore) Release(n int) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.free += n
}

// query does its work with n connections, or gives up.
func query(permits *Semaphore, n int, work func()) bool {
	defer permits.Release(n) // The trap: this belongs after the line that acquires.
	if !permits.TryAcquire(n) {
		return false
	}
	work()
	return true
}

func main() {
	const connections = 5
	permits := &Semaphore{free: connections}
	used := 0
	query(permits, 4, func() {
		used += 4
		// Meanwhile query 4 wants four, finds one, and gives up.
		if query(permits, 4, func() {}) {
			fmt.Println("expected query 4 to find too few permits")
			os.Exit(1)
		}
		query(permits, 5, func() { used += 5 })
	})

	if used <= connections {
		fmt.Println("expected more connections in use than there are")
		os.Exit(1)
	}
	fmt.Printf("%d connections were used at once, the database has %d\n", used, connections)
}
