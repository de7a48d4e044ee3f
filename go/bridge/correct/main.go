// Bridge, correct: a stream of streams read as one, in order. The end of one stream is not the end
// of all, and a cancel ends both loops.
package main

import (
	"context"
	"fmt"
	"os"
)

// receive waits for an item or a cancel, whichever comes first; with both there, the cancel wins.
func receive[T any](ctx context.Context, from <-chan T) (item T, some bool) {
	if ctx.Err() != nil {
		return item, false
	}
	select {
	case <-ctx.Done():
		return item, false
	case item, some = <-from:
		return item, some
	}
}

// bridge gives the items of one stream after the other.
func bridge[T any](ctx context.Context, streams <-chan (<-chan T)) <-chan T {
	output := make(chan T)
	go func() {
		defer close(output)
		for {
			stream, some := receive(ctx, streams)
			if !some {
				return
			}
			// It ends with its stream, or with a cancel: then the outer loop ends at once.
			for item, some := receive(ctx, stream); some; item, some = receive(ctx, stream) {
				select {
				case output <- item:
				case <-ctx.Done():
					return
				}
			}
		}
	}()
	return output
}

// writer fills a stream with count numbers from first.
func writer(ctx context.Context, first, count int) <-chan int {
	stream := make(chan int)
	go func() {
		defer close(stream)
		for n := first; n < first+count; n++ {
			select {
			case stream <- n:
			case <-ctx.Done():
				return
			}
		}
	}()
	return stream
}

func main() {
	ctx, cancel := context.WithCancel(context.Background())
	streams := make(chan (<-chan int), 3)
	for n := 0; n < 3; n++ {
		streams <- writer(ctx, 10*n, 4) // All write at the same time.
	}
	// There may be a fourth stream some day: streams is never closed.
	var read []int
	numbers := bridge(ctx, streams)
	for number := range numbers {
		if read = append(read, number); len(read) == 12 {
			cancel()
		}
	}
	if fmt.Sprint(read) != "[0 1 2 3 10 11 12 13 20 21 22 23]" {
		fmt.Println("a number came before its turn, or was left out:", read)
		os.Exit(1)
	}
	fmt.Println("stream after stream, then cancelled while it waited for a fourth:", read)
}
