// Tee that picks one side twice: each item is handed out twice, to whoever is ready. A fast side
// takes both copies, and the slow one never sees that item.
package main

import (
	"fmt"
	"os"
)

func tee[T any](input <-chan T) (<-chan T, <-chan T) {
	left, right := make(chan T), make(chan T)
	go func() {
		defer close(left)
		defer close(right)
		for item := range input {
			for copies := 0; copies < 2; copies++ {
				select { // The trap: nothing keeps the second copy from going where the first went.
				case left <- item:
				case right <- item:
				}
			}
		}
	}()
	return left, right
}

func main() {
	orders := make(chan int, 5)
	for order := 1; order <= cap(orders); order++ {
		orders <- order
	}
	close(orders)
	stored, counted := tee(orders)

	// The reader that stores is fast. The one that counts has something else to do, just now.
	twice, last := 0, 0
	for order := range stored {
		if order == last {
			twice++
		}
		last = order
	}
	missed := cap(orders)
	for range counted {
		missed--
	}

	if twice == 0 || missed == 0 {
		fmt.Println("expected one side to get items twice, but it did not")
		os.Exit(1)
	}
	fmt.Printf("of 5 orders one side got %d twice, and the other missed %d\n", twice, missed)
}
