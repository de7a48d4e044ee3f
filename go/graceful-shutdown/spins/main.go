// Graceful shutdown with consumers that spin: a receive from a closed channel gives a zero value at
// once, and they take that for "nothing yet". They ask again, over and over, until cut off.
package main

import (
	"context"
	"fmt"
	"os"
)

// consume does requests until it is cut off, and says how often it asked for nothing.
func consume(ctx context.Context, queue <-chan int, idle func()) (done, asked int) {
	for ctx.Err() == nil {
		request := <-queue // The trap: `request, more := <-queue` says whether that was the end.
		if request == 0 {
			asked++ // "Nothing to do at the moment."
			idle()
			continue
		}
		done++
	}
	return done, asked
}

func main() {
	queue := make(chan int, 4)
	for request := 1; request <= 3; request++ {
		queue <- request
	}
	close(queue) // Time to stop: whoever has emptied it may go.

	ctx, cut := context.WithCancel(context.Background())
	turns := 0
	done, asked := consume(ctx, queue, func() {
		if turns++; turns == 1_000_000 {
			cut() // It would go on until its deadline, with a processor for itself.
		}
	})
	if asked < 1_000_000 {
		fmt.Println("expected the consumer to spin, but it ended after", asked, "turns")
		os.Exit(1)
	}
	fmt.Printf("%d requests done, and then it asked a closed queue %d times for more\n", done, asked)
}
