// Fixed window with a late timer: a ticker resets the count, but its goroutine has something to do
// first. Who comes between the edge and the reset is refused by a window that is over.
package main

import (
	"fmt"
	"os"
	"sync"
)

// FixedWindow lets limit requests through until somebody resets it.
type FixedWindow struct {
	limit int
	mutex sync.Mutex
	count int
}

// Ask counts a request if there is room.
func (w *FixedWindow) Ask() bool {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	if w.count >= w.limit {
		return false
	}
	w.count++
	return true
}

// run begins a new window at each edge. In a program the edges are a time.Ticker's.
func (w *FixedWindow) run(edges <-chan struct{}, tidy, done func()) {
	for range edges {
		tidy() // The trap: the window is over, and the count is still that of the last one.
		w.mutex.Lock()
		w.count = 0
		w.mutex.Unlock()
		done()
	}
}

func main() {
	window := &FixedWindow{limit: 6}
	edges := make(chan struct{})
	tidied, reset := make(chan struct{}), make(chan struct{})
	go window.run(edges, func() { <-tidied }, func() { reset <- struct{}{} })
	for n := 0; n < 6; n++ {
		window.Ask() // The first window is full.
	}

	edges <- struct{}{} // A second has passed: the next window begins.
	refused := 0
	for n := 0; n < 6; n++ {
		if !window.Ask() {
			refused++
		}
	}
	tidied <- struct{}{}
	<-reset
	close(edges)

	if refused == 0 || !window.Ask() {
		fmt.Println("expected requests on time to be refused by the last window")
		os.Exit(1)
	}
	fmt.Printf("%d requests came on time and were refused: the timer was not done yet\n", refused)
}
