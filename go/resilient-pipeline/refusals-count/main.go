// Resilient pipeline where refusals count: the limiter stands inside of the call, and the breaker
// takes its refusals for failures of the server. The circuit opens, and the server is well.
package main

import (
	"errors"
	"fmt"
	"os"
)

var errNoToken = errors.New("no token left")

// Breaker opens at so many failures in a row.
type Breaker struct {
	Failures int
	failed   int
}

// Call reports whatever the call gives.
func (b *Breaker) Call(call func() error) error {
	if b.failed >= b.Failures {
		return errors.New("the circuit is open")
	}
	err := call()
	if err == nil {
		b.failed = 0
	} else {
		b.failed++ // Any error: the breaker cannot know which of them the server has made.
	}
	return err
}

func main() {
	circuit := &Breaker{Failures: 5}
	tokens, calls, failures := 3, 0, 0
	server := func() error { // It never fails.
		calls++
		return nil
	}
	for request := 1; request <= 20; request++ {
		err := circuit.Call(func() error {
			if tokens == 0 {
				return errNoToken // The trap: this belongs before the breaker's call.
			}
			tokens--
			return server()
		})
		if err != nil && !errors.Is(err, errNoToken) {
			failures++
		}
	}

	if circuit.failed < circuit.Failures || failures == 0 {
		fmt.Println("expected refusals to open the circuit, but it is closed")
		os.Exit(1)
	}
	fmt.Printf("%d calls, all well, and the circuit is open: it refused %d more\n", calls, failures)
}
