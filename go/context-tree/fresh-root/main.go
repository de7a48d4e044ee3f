// Context tree with a fresh root: the handler starts from context.Background(). Its scope hangs
// from nothing, so the end of the request never reaches it.
package main

import (
	"context"
	"fmt"
	"os"
	"time"
)

// handler asks a database, and gives up after a minute.
func handler(_ context.Context, ends chan<- error) {
	// The trap: the request's context is right there.
	scope, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	<-scope.Done() // The database is slow today.
	ends <- scope.Err()
}

func main() {
	request, cancel := context.WithCancel(context.Background())
	ends := make(chan error, 1)
	go handler(request, ends)
	cancel() // The user has closed the tab.

	select {
	case err := <-ends:
		fmt.Println("expected the handler to go on, but it ended:", err)
		os.Exit(1)
	case <-time.After(50 * time.Millisecond):
	}
	fmt.Println("the request is over, and its handler will wait for a minute more")
}
