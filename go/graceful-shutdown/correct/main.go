// Graceful shutdown, correct: stop accepting, empty the queue, finish the jobs, close the database,
// in that order and by a deadline of its own. What is left then is given up, and counted.
package main

import (
	"context"
	"fmt"
	"os"
	"sync"
	"sync/atomic"
	"time"
)

// Database stores until it is closed.
type Database struct {
	closed atomic.Bool
	missed atomic.Int32 // Jobs that found it closed.
}

// Store keeps a result.
func (d *Database) Store(int) {
	if d.closed.Load() {
		d.missed.Add(1)
	}
}

// Service is a server, a queue, its consumers, and a database.
type Service struct {
	mutex   sync.RWMutex
	stopped bool
	queue   chan int

	consumers sync.WaitGroup
	work      context.Context // Cancelled when time is up, not when it is time to stop.
	cut       context.CancelFunc
	job       func(ctx context.Context, request int) error
	database  Database

	accepted, done, givenUp atomic.Int32
}

// Start starts so many consumers.
func Start(consumers, room int, job func(context.Context, int) error) *Service {
	s := &Service{queue: make(chan int, room), job: job}
	s.work, s.cut = context.WithCancel(context.Background())
	s.consumers.Add(consumers)
	for n := 0; n < consumers; n++ {
		go func() {
			defer s.consumers.Done()
			for request := range s.queue {
				if s.work.Err() != nil || s.job(s.work, request) != nil {
					s.givenUp.Add(1)
					continue
				}
				s.database.Store(request)
				s.done.Add(1)
			}
		}()
	}
	return s
}

// Accept puts a request into the queue, unless the service has stopped.
func (s *Service) Accept(request int) bool {
	s.mutex.RLock() // Many at once, but none while the queue is closed.
	defer s.mutex.RUnlock()
	if s.stopped {
		return false
	}
	select {
	case s.queue <- request:
		s.accepted.Add(1)
		return true
	case <-s.work.Done():
		return false
	}
}

// Shutdown ends when everything is done, or when ctx is: then what is left is given up.
func (s *Service) Shutdown(ctx context.Context) error {
	drained := make(chan struct{})
	go func() {
		s.mutex.Lock()
		s.stopped = true // First the server: it lets nobody in any more.
		s.mutex.Unlock()
		close(s.queue)     // Then the queue: the consumers go when it is empty,
		s.consumers.Wait() // and their jobs are done.
		close(drained)
	}()
	var err error
	select {
	case <-drained:
	case <-ctx.Done():
		err = ctx.Err()
	}
	s.cut() // Whoever is still at work gives up, and says so.
	<-drained
	s.database.closed.Store(true) // The database last, also when time was up.
	return err
}

func main() {
	stop, press := context.WithCancel(context.Background()) // In a program: signal.NotifyContext.
	service := Start(3, 4, func(ctx context.Context, request int) error {
		if request == 5 {
			<-ctx.Done() // This one never ends by itself.
			return ctx.Err()
		}
		return nil
	})
	for request := 1; request <= 8; request++ {
		service.Accept(request)
	}
	press()
	<-stop.Done()

	// The grace hangs from a fresh root: the context that says stop is over already.
	grace, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond)
	defer cancel()
	err := service.Shutdown(grace)
	late := service.Accept(9)
	accepted, done, givenUp := service.accepted.Load(), service.done.Load(), service.givenUp.Load()
	if late || accepted != done+givenUp || givenUp == 0 || service.database.missed.Load() > 0 {
		fmt.Println("a request was lost, let in too late, or met a closed database")
		os.Exit(1)
	}
	fmt.Printf("%d accepted = %d done + %d given up (%v), then the database closed\n",
		accepted, done, givenUp, err)
}
