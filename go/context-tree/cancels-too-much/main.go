// Context tree that cancels too much: the handler has enough, and cancels the request it was given
// rather than a scope of its own. The other handlers die with it.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
)

// handler takes the first answer.
func handler(ctx context.Context, cancel context.CancelFunc, answer <-chan string) (string, error) {
	// The trap: this cancels what is above. A scope of one's own is one line:
	// ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	select {
	case text := <-answer:
		return text, nil
	case <-ctx.Done():
		return "", ctx.Err()
	}
}

func main() {
	request, cancel := context.WithCancel(context.Background())
	quick, slow := make(chan string, 1), make(chan string)
	other := make(chan error)
	go func() {
		_, err := handler(request, cancel, slow) // It would have its answer in a moment.
		other <- err
	}()
	quick <- "enough"
	answer, _ := handler(request, cancel, quick)

	if err := <-other; !errors.Is(err, context.Canceled) {
		fmt.Println("expected the other handler to be cancelled, but it ended with", err)
		os.Exit(1)
	}
	fmt.Printf("handler 1 had %q, and handler 2 was cancelled with it\n", answer)
}
