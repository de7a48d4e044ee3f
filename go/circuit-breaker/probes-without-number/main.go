// Circuit breaker with unlimited probes: the callers look at its state instead of asking for a
// permit. Half open, the whole crowd reads the same word and gets in, and the server is still down.
package main

import (
	"fmt"
	"os"
	"sync"
	"sync/atomic"
)

// Breaker tells its state to whoever asks.
type Breaker struct {
	Probes int
	mutex  sync.Mutex
	state  string
}

// State says what the breaker is.
func (b *Breaker) State() string {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	return b.state
}

// Call calls the server unless the circuit is open.
func Call(b *Breaker, call func()) bool {
	// The trap: a question is no permit. Nobody counts who has read "half open" already.
	if b.State() == "open" {
		return false
	}
	call()
	return true
}

func main() {
	const crowd = 20
	circuit := &Breaker{Probes: 3, state: "half open"} // The open time is just over.
	var underWay, most atomic.Int32
	var callers, arrived sync.WaitGroup
	callers.Add(crowd)
	arrived.Add(crowd)
	for n := 0; n < crowd; n++ {
		go func() {
			defer callers.Done()
			Call(circuit, func() {
				now := underWay.Add(1)
				for seen := most.Load(); now > seen && !most.CompareAndSwap(seen, now); {
					seen = most.Load()
				}
				arrived.Done()
				arrived.Wait() // The server is still down: it answers nobody.
				underWay.Add(-1)
			})
		}()
	}
	callers.Wait()

	if int(most.Load()) <= circuit.Probes {
		fmt.Println("expected the crowd to get in, but only", most.Load(), "did")
		os.Exit(1)
	}
	fmt.Printf("%d probes were under way at a server that is down; %d were meant to be\n",
		most.Load(), circuit.Probes)
}
