// Backpressure that loses in silence: a select with an empty default drops what finds no room, and
// nobody writes it down. The figures say that all is well.
package main

import (
	"fmt"
	"os"
)

// Service counts what it takes in and what it has served.
type Service struct {
	queue                    chan int
	takenIn, served, dropped int
}

// TakeIn never waits.
func (s *Service) TakeIn(request int) {
	s.takenIn++
	select {
	case s.queue <- request:
	default: // The trap: two words that lose a request. s.dropped++ belongs here.
	}
}

// Serve empties the queue.
func (s *Service) Serve() {
	for len(s.queue) > 0 {
		<-s.queue
		s.served++
	}
}

func main() {
	service := &Service{queue: make(chan int, 4)}
	for second := 0; second < 3; second++ {
		for request := 0; request < 16; request++ {
			service.TakeIn(request)
		}
		service.Serve()
	}

	gone := service.takenIn - service.served
	if service.dropped == gone {
		fmt.Println("expected losses that nobody counts, but they were counted:", gone)
		os.Exit(1)
	}
	fmt.Printf("%d of %d requests are gone; the count of dropped ones says %d\n",
		gone, service.takenIn, service.dropped)
}
