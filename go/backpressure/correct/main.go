// Backpressure, correct: the queue is bounded, one step decides who gives way at the bound, and
// everything that is dropped is counted.
package main

import (
	"context"
	"fmt"
	"os"
	"sync"
)

// Queue holds what its channel has room for.
type Queue[T any] struct {
	items chan T

	mutex   sync.Mutex // One producer decides at a time.
	seen    int
	dropped int
}

// NewQueue gives a queue that holds so many.
func NewQueue[T any](capacity int) *Queue[T] { return &Queue[T]{items: make(chan T, capacity)} }

// Block waits for room, or for ctx: nothing is lost, the producer pays.
func (q *Queue[T]) Block(ctx context.Context, item T) error {
	select {
	case q.items <- item:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// DropNewest gives the new item back if there is no room for it.
func (q *Queue[T]) DropNewest(item T) (accepted bool) {
	q.mutex.Lock()
	defer q.mutex.Unlock()
	select {
	case q.items <- item:
		return true
	default:
		q.dropped++
		return false
	}
}

// DropOldest makes room. Others can only take meanwhile, not send: whoever sends has the lock.
func (q *Queue[T]) DropOldest(item T) {
	q.mutex.Lock()
	defer q.mutex.Unlock()
	for {
		select {
		case q.items <- item:
			return
		default:
		}
		select {
		case <-q.items:
			q.dropped++
		default: // A consumer was quicker, so there is room now.
		}
	}
}

// Sample waits for room for every k-th item, and drops the others.
func (q *Queue[T]) Sample(ctx context.Context, every int, item T) error {
	q.mutex.Lock()
	q.seen++
	skip := q.seen%every != 0
	if skip {
		q.dropped++
	}
	q.mutex.Unlock()
	if skip {
		return nil
	}
	return q.Block(ctx, item)
}

func check(name string, sent int, queue *Queue[int], expected string) {
	close(queue.items)
	var received []int
	for item := range queue.items {
		received = append(received, item)
	}
	fmt.Printf("%-12s %v received, %d dropped\n", name, received, queue.dropped)
	if fmt.Sprint(received) != expected || len(received)+queue.dropped != sent {
		fmt.Println("this is not what the strategy promises: it should be", expected)
		os.Exit(1)
	}
}

func main() {
	newest, oldest, sample := NewQueue[int](4), NewQueue[int](4), NewQueue[int](4)
	ctx, cancel := context.WithCancel(context.Background())
	for item := 1; item <= 12; item++ { // Nobody receives meanwhile.
		newest.DropNewest(item)
		oldest.DropOldest(item)
		if sample.Sample(ctx, 3, item) != nil {
			os.Exit(1)
		}
	}
	check("drop newest", 12, newest, "[1 2 3 4]")
	check("drop oldest", 12, oldest, "[9 10 11 12]")
	check("sample", 12, sample, "[3 6 9 12]")

	block, accepted := NewQueue[int](4), 0
	for item := 1; item <= 12; item++ {
		if item == 5 {
			cancel() // The queue is full, and this producer would wait until it is told to leave.
		}
		if block.Block(ctx, item) != nil {
			break
		}
		accepted++
	}
	if accepted != 4 || len(block.items) != 4 {
		fmt.Println("block let in another number than there is room for:", accepted)
		os.Exit(1)
	}
	fmt.Println("block        4 accepted, and the producer waits with the fifth in its hands")
}
