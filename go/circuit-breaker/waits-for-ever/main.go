// Circuit breaker that waits for ever: nothing bounds a call. Three probes hang and keep their
// places, and nobody else may try, long after the server is well again.
package main

import (
	"errors"
	"fmt"
	"os"
	"sync"
)

// Breaker is half open: it lets so many probes through, and closes when all of them come back.
type Breaker struct {
	Probes    int
	mutex     sync.Mutex
	permits   int
	successes int
}

var errOpen = errors.New("the circuit is open")

// Call calls the server, if there is a place for a probe.
func (b *Breaker) Call(call func() error) error {
	b.mutex.Lock()
	if b.successes < b.Probes && b.permits == b.Probes {
		b.mutex.Unlock()
		return errOpen
	}
	b.permits++
	b.mutex.Unlock()

	// The trap: no context.WithTimeout. A call that hangs never gets to the line that reports it.
	err := call()

	b.mutex.Lock()
	defer b.mutex.Unlock()
	if b.permits--; err == nil {
		b.successes++
	}
	return err
}

func main() {
	circuit := &Breaker{Probes: 3}
	arrived, never := make(chan struct{}), make(chan struct{})
	for n := 0; n < circuit.Probes; n++ {
		go circuit.Call(func() error {
			arrived <- struct{}{}
			<-never // The connection is dead, and nobody has told it.
			return nil
		})
		<-arrived
	}

	// The server has been restarted, and would answer everybody.
	refused := 0
	for n := 0; n < 1000; n++ {
		if errors.Is(circuit.Call(func() error { return nil }), errOpen) {
			refused++
		}
	}
	if refused != 1000 {
		fmt.Println("expected the probes to block the circuit, but it let calls through")
		os.Exit(1)
	}
	fmt.Printf("the server is well, and %d calls were refused: 3 probes hang for ever\n", refused)
}
