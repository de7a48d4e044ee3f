// Tee, correct: each side gets every item before the next is taken. Neither is ever more than one
// item ahead, nothing piles up, and the slower side sets the pace.
package main

import (
	"context"
	"fmt"
	"os"
)

// tee hands each item of input to both sides, until input ends or ctx is cancelled.
func tee[T any](ctx context.Context, input <-chan T) (<-chan T, <-chan T) {
	left, right := make(chan T), make(chan T)
	go func() {
		defer close(left)
		defer close(right)
		for ctx.Err() == nil {
			select {
			case <-ctx.Done():
			case item, more := <-input:
				if !more {
					return
				}
				// A send to nil waits for ever: a side that has its copy is out of the select.
				left, right := left, right
				for left != nil || right != nil {
					select {
					case left <- item:
						left = nil
					case right <- item:
						right = nil
					case <-ctx.Done():
						return
					}
				}
			}
		}
	}()
	return left, right
}

func main() {
	ctx, cancel := context.WithCancel(context.Background())
	orders := make(chan int)
	go func() {
		for order := 1; ; order++ {
			select {
			case orders <- order:
			case <-ctx.Done():
				return
			}
		}
	}()
	left, right := tee(ctx, orders)

	// One reader for both sides sees who is ahead: it takes from whichever is ready.
	var stored, counted []int
	for len(stored) < 20 || len(counted) < 20 {
		select {
		case order := <-left:
			stored = append(stored, order)
		case order := <-right:
			counted = append(counted, order)
		}
		if ahead := len(stored) - len(counted); ahead < -1 || ahead > 1 {
			fmt.Println("one side was given two items more than the other:", stored, counted)
			os.Exit(1)
		}
	}
	for n := 0; n < 20; n++ {
		if stored[n] != n+1 || counted[n] != n+1 {
			fmt.Println("one side missed an item, or got it twice:", stored, counted)
			os.Exit(1)
		}
	}
	cancel()
	for range left {
	}
	for range right {
	}
	fmt.Println("both sides saw orders 1 to 20, in step; a cancel ended both")
}
