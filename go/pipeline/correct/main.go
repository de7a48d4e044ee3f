// Pipeline, correct: stage after stage with a small buffer between each two. Every stage watches
// for a cancel on both sides, and closes its output when it ends.
package main

import (
	"context"
	"fmt"
	"os"
	"sync"
	"time"
)

// stage hands on what step makes of each item. It owns its output, and so it closes it.
func stage[In, Out any](
	ctx context.Context, running *sync.WaitGroup, items <-chan In, buffer int, step func(In) Out,
) <-chan Out {
	output := make(chan Out, buffer)
	running.Add(1)
	go func() {
		defer running.Done()
		defer close(output)
		for ctx.Err() == nil {
			select {
			case <-ctx.Done():
			case item, more := <-items:
				if !more {
					return
				}
				select {
				case output <- step(item):
				case <-ctx.Done():
				}
			}
		}
	}()
	return output
}

// producer makes items until it is told to stop, or has made enough.
func producer(ctx context.Context, enough int) <-chan int {
	items := make(chan int)
	go func() {
		defer close(items)
		for item := 1; item <= enough; item++ {
			select {
			case items <- item:
			case <-ctx.Done():
				return
			}
		}
	}()
	return items
}

func line(ctx context.Context, running *sync.WaitGroup, enough int) <-chan string {
	load := func(n int) int { return n }
	shrink := func(n int) float64 {
		time.Sleep(2 * time.Millisecond) // The slow one sets the pace.
		return float64(n) / 2
	}
	save := func(size float64) string { return fmt.Sprint(size) }
	loaded := stage(ctx, running, producer(ctx, enough), 1, load)
	shrunk := stage(ctx, running, loaded, 1, shrink)
	return stage(ctx, running, shrunk, 1, save)
}

func main() {
	var running sync.WaitGroup
	var saved []string
	for result := range line(context.Background(), &running, 7) {
		saved = append(saved, result)
	}
	running.Wait()
	if fmt.Sprint(saved) != "[0.5 1 1.5 2 2.5 3 3.5]" {
		fmt.Println("an item was left out, or came before its turn:", saved)
		os.Exit(1)
	}

	// A reader that leaves early says so, and every stage goes home.
	ctx, cancel := context.WithCancel(context.Background())
	results := line(ctx, &running, 1_000_000)
	<-results
	cancel()
	running.Wait()
	fmt.Println("7 pictures in order; the reader of a million left after one, and no stage is left")
}
