// Graceful shutdown that counts too late: a request is counted as a job only after it has left the
// queue. For a moment it is nowhere; the shutdown sees that all is empty, and goes on.
package main

import (
	"fmt"
	"os"
	"sync"
)

// Service counts its jobs.
type Service struct {
	queue  chan int
	jobs   sync.WaitGroup
	lookUp func()
	mutex  sync.Mutex
	closed bool
	stored int
	lost   int
}

// consume takes requests and starts a job for each.
func (s *Service) consume() {
	for request := range s.queue {
		s.lookUp() // Whose request is it?
		// The trap: only from here on does anybody wait for this job. Add belongs before the
		// request goes into the queue.
		s.jobs.Add(1)
		s.store(request)
		s.jobs.Done()
	}
}

func (s *Service) store(int) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if s.closed {
		s.lost++
	} else {
		s.stored++
	}
}

func main() {
	taken, over, ended := make(chan struct{}), make(chan struct{}), make(chan struct{})
	service := &Service{queue: make(chan int, 4)}
	service.lookUp = func() {
		close(taken)
		<-over
	}
	go func() {
		service.consume()
		close(ended)
	}()
	service.queue <- 1
	<-taken // It has left the queue, and is not yet a job.

	close(service.queue)
	service.jobs.Wait() // Nothing to wait for: this returns at once.
	service.mutex.Lock()
	service.closed = true
	service.mutex.Unlock()
	close(over)
	<-ended

	if service.lost == 0 {
		fmt.Println("expected a request to be lost, but it was stored")
		os.Exit(1)
	}
	fmt.Println("the shutdown counted no jobs and closed the database; 1 request came after that")
}
