// Context tree, correct: work is started below other work. Cancel anything, and all that was
// started below it stops too, in one instant; nothing beside or above it does.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"
)

// query works in small steps until it has its answer or is told to stop.
func query(ctx context.Context, steps int) error {
	for step := 0; step < steps; step++ {
		select {
		case <-time.After(time.Millisecond): // A wait that hears a cancel.
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}

// handler asks two databases and takes whichever answers first.
func handler(ctx context.Context, limit time.Duration, quick, slow int) []error {
	scope, cancel := context.WithTimeout(ctx, limit) // The earlier deadline counts: ours or ctx's.
	defer cancel()                                   // Whatever happens, nothing goes on below.
	ends := make(chan error, 2)
	for _, steps := range []int{quick, slow} {
		steps := steps
		go func() { ends <- query(scope, steps) }()
	}
	first := <-ends
	cancel() // Enough is known: what we have made we may cancel.
	return []error{first, <-ends}
}

func check(kept bool, broken string) {
	if !kept {
		fmt.Println(broken)
		os.Exit(1)
	}
}

func main() {
	const never = 1_000_000
	request, cancel := context.WithCancel(context.Background())
	beside := make(chan error)
	go func() { beside <- query(request, never) }()

	// Handler 1 has its answer at once, and cancels its other query.
	ends := handler(request, time.Minute, 1, never)
	check(ends[0] == nil && errors.Is(ends[1], context.Canceled), "a query went on for nobody")
	// Handler 2 runs into its own deadline, and that reaches both.
	ends = handler(request, 5*time.Millisecond, never, never)
	check(errors.Is(ends[0], context.DeadlineExceeded), "a handler passed its deadline")
	check(errors.Is(ends[1], context.DeadlineExceeded), "a query outlived its handler's deadline")
	check(request.Err() == nil, "what was cancelled below reached the request")

	// A scope that would have more time ends with the request, and says why: the first cause.
	below, release := context.WithTimeout(request, time.Hour)
	defer release()
	cancel()
	check(errors.Is(below.Err(), context.Canceled), "a cancel did not reach what is below")
	check(errors.Is(<-beside, context.Canceled), "a task outlived the request")
	fmt.Println("each scope ended what was below it, and nothing else; the request ended them all")
}
