// Graceful shutdown with no time left: the deadline hangs from the context that was just cancelled.
// It is over before it has begun, and everything is given up that should have been finished.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"
)

// shutdown waits for the jobs, but no longer than ctx.
func shutdown(ctx context.Context, drained <-chan struct{}) error {
	// What is ready is looked at first, so that it is not a coin that decides.
	if ctx.Err() != nil {
		return ctx.Err()
	}
	select {
	case <-drained:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func main() {
	stop, press := context.WithCancel(context.Background()) // In a program: signal.NotifyContext.
	drained := make(chan struct{})
	go func() {
		<-stop.Done()
		time.Sleep(5 * time.Millisecond) // A job that needs a moment more.
		close(drained)
	}()
	press()
	<-stop.Done()

	// The trap: a minute below a context that is over is no time. It wants context.Background().
	grace, cancel := context.WithTimeout(stop, time.Minute)
	defer cancel()
	err := shutdown(grace, drained)

	if !errors.Is(err, context.Canceled) {
		fmt.Println("expected the grace to be over at once, but the shutdown ended with", err)
		os.Exit(1)
	}
	fmt.Println("a grace of one minute was over at once, and a job was given up that needed 5 ms")
}
