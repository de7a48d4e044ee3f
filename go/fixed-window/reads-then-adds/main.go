// Fixed window that reads, then adds: each door reads the count, and writes one more back later.
// Each step is locked, so no race is reported; yet both have read the same.
package main

import (
	"fmt"
	"os"
	"sync"
)

// Store keeps the count for two doors, somewhere else.
type Store struct {
	mutex sync.Mutex
	count int
}

// Get reads the count.
func (s *Store) Get() int {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return s.count
}

// Set writes the count.
func (s *Store) Set(count int) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.count = count
}

// ask admits a request if the window has room; away is how long the store is away.
func ask(store *Store, limit int, away func()) bool {
	count := store.Get()
	away() // The trap: between Get and Set the other door does the same.
	if count >= limit {
		return false
	}
	store.Set(count + 1)
	return true
}

func main() {
	const limit = 6
	store := &Store{}
	admitted := 0
	for crowd := 0; crowd < 10; crowd++ { // All within one window.
		var bothHaveRead sync.WaitGroup
		bothHaveRead.Add(2)
		answers := make(chan bool)
		for door := 1; door <= 2; door++ {
			go func() {
				answers <- ask(store, limit, func() { bothHaveRead.Done(); bothHaveRead.Wait() })
			}()
		}
		for door := 1; door <= 2; door++ {
			if <-answers {
				admitted++
			}
		}
	}

	if admitted <= limit {
		fmt.Println("expected more than the limit to get in, but there were", admitted)
		os.Exit(1)
	}
	fmt.Printf("%d got in, the limit is %d: of two who came together one was not counted\n",
		admitted, limit)
}
