// Circuit breaker that never forgets: successes clear nothing while it is closed. Ordinary
// failures, days apart, add up until it opens.
package main

import (
	"errors"
	"fmt"
	"os"
)

// Breaker opens at so many failures.
type Breaker struct {
	Failures int
	failures int
	open     bool
}

// Report takes down how a call ended.
func (b *Breaker) Report(err error) {
	if err == nil {
		return // The trap: b.failures = 0 belongs here. The limit is for failures in a row.
	}
	b.failures++
	b.open = b.failures >= b.Failures
}

func main() {
	circuit := &Breaker{Failures: 5}
	calls := 0
	for !circuit.open && calls < 1000 {
		calls++
		var err error
		if calls%100 == 0 {
			err = errors.New("one call in a hundred fails: that is a healthy server")
		}
		circuit.Report(err)
	}

	if !circuit.open {
		fmt.Println("expected the failures to add up, but the circuit is closed")
		os.Exit(1)
	}
	fmt.Printf("open after %d calls to a healthy server: never two failures in a row\n", calls)
}
