// Context tree that leaks: the handler takes its answer and leaves without cancelling. Its second
// query works on, for nobody.
package main

import (
	"context"
	"fmt"
	"os"
	"sync/atomic"
	"time"
)

// query works in small steps until it has its answer or is told to stop.
func query(ctx context.Context, steps int, done *atomic.Int64) error {
	for step := 0; step < steps; step++ {
		select {
		case <-time.After(time.Millisecond):
			done.Add(1)
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}

// handler asks two databases and takes whichever answers first.
func handler(ctx context.Context, quick, slow int, done *atomic.Int64) error {
	scope, cancel := context.WithCancel(ctx)
	_ = cancel // The trap: `go vet` asked for a defer cancel(), and got this.
	ends := make(chan error, 2)
	for _, steps := range []int{quick, slow} {
		steps := steps
		go func() { ends <- query(scope, steps, done) }()
	}
	return <-ends
}

func main() {
	request, cancel := context.WithCancel(context.Background())
	defer cancel() // The leak lasts as long as the request: in a server's main, for ever.
	var done atomic.Int64
	if err := handler(request, 1, 1_000_000, &done); err != nil {
		fmt.Println("expected an answer:", err)
		os.Exit(1)
	}

	atReturn := done.Load()
	for patience := 0; done.Load() < atReturn+5; patience++ {
		if patience > 5000 {
			fmt.Println("expected the second query to go on, but it has ended")
			os.Exit(1)
		}
		time.Sleep(time.Millisecond)
	}
	fmt.Println("the handler has returned, and its second query is still at work, for nobody")
}
