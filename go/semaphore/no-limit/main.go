// Semaphore that is missing: nobody counts, all queries start at once, and the database refuses
// every one beyond its limit.
package main

import (
	"errors"
	"fmt"
	"os"
	"sync"
)

// Database takes so many connections, and refuses the next.
type Database struct {
	connections chan struct{}
}

var errRefused = errors.New("too many connections")

// Query keeps its connection until answer is closed.
func (d *Database) Query(asked *sync.WaitGroup, answer <-chan struct{}) error {
	select {
	case d.connections <- struct{}{}:
		defer func() { <-d.connections }()
		asked.Done()
		<-answer
		return nil
	default:
		asked.Done()
		return errRefused
	}
}

func main() {
	const queries = 10
	database := &Database{connections: make(chan struct{}, 5)}
	answer, results := make(chan struct{}), make(chan error)
	var asked sync.WaitGroup
	asked.Add(queries)
	for n := 1; n <= queries; n++ {
		// The trap: one line before this, the same buffered channel would have made them wait.
		go func() { results <- database.Query(&asked, answer) }()
	}
	asked.Wait()
	close(answer)

	refused := 0
	for n := 1; n <= queries; n++ {
		if errors.Is(<-results, errRefused) {
			refused++
		}
	}
	if refused == 0 {
		fmt.Println("expected the database to refuse some, but it served all")
		os.Exit(1)
	}
	fmt.Printf("%d of %d queries were refused; a little patience would have served all\n",
		refused, queries)
}
