// Tee that piles up: the slow side has a queue without a bound, so that the fast one need not wait.
// All that the slow one has yet to read stays in memory.
package main

import (
	"fmt"
	"os"
	"sync"
)

// queue takes everything at once, and keeps it until it is read.
type queue[T any] struct {
	mutex sync.Mutex
	items []T
}

func (q *queue[T]) push(item T) {
	q.mutex.Lock()
	defer q.mutex.Unlock()
	q.items = append(q.items, item) // The trap: there is always room, so nobody waits.
}

func (q *queue[T]) pop() (item T, some bool) {
	q.mutex.Lock()
	defer q.mutex.Unlock()
	if len(q.items) == 0 {
		return item, false
	}
	item, q.items = q.items[0], q.items[1:]
	return item, true
}

func tee[T any](input <-chan T, left chan<- T, right *queue[T]) {
	defer close(left)
	for item := range input {
		right.push(item)
		left <- item
	}
}

func main() {
	const total = 1000
	orders := make(chan int)
	go func() {
		defer close(orders)
		for order := 1; order <= total; order++ {
			orders <- order
		}
	}()
	stored := make(chan int)
	var counted queue[int]
	go tee(orders, stored, &counted)

	// The fast reader has seen everything, the slow one is at its first order.
	for range stored {
	}
	counted.pop()
	if waiting := len(counted.items); waiting > 1 {
		fmt.Printf("the source never waited: %d of %d orders are in memory\n", waiting, total)
		return
	}
	fmt.Println("expected orders to pile up, but they did not")
	os.Exit(1)
}
