// Circuit breaker, correct: every call asks for a permit, ends in time, and reports how it ended.
// While a server is down it is left alone; after a while a few calls try it.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"
	"time"
)

// ErrOpen says that the server was not called.
var ErrOpen = errors.New("the circuit is open")

// Breaker opens at so many failures in a row, and closes after so many successful probes.
type Breaker struct {
	Failures, Probes int
	OpenFor, Limit   time.Duration
	Now              func() time.Time

	mutex      sync.Mutex
	state      string // "" is closed.
	generation int    // Counts the changes of state: reports from before the last are ignored.
	failures   int
	permits    int // Probes let through while half open,
	successes  int // and how many came back well.
	until      time.Time
}

func (b *Breaker) become(state string) {
	b.state, b.generation = state, b.generation+1
	b.failures, b.permits, b.successes = 0, 0, 0
	b.until = b.Now().Add(b.OpenFor)
}

func (b *Breaker) permit() (generation int, err error) {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	if b.state == "open" && !b.Now().Before(b.until) {
		b.become("half open")
	}
	if b.state == "open" || b.state == "half open" && b.permits == b.Probes {
		return 0, ErrOpen
	}
	b.permits++
	return b.generation, nil
}

func (b *Breaker) report(generation int, err error) {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	switch {
	case generation != b.generation: // Of a circuit that is history.
	case errors.Is(err, context.Canceled): // The caller left: that says nothing of the server.
		b.permits--
	case err == nil:
		b.failures = 0
		if b.successes++; b.state == "half open" && b.successes == b.Probes {
			b.become("")
		}
	default:
		if b.failures++; b.state == "half open" || b.failures == b.Failures {
			b.become("open")
		}
	}
}

// Call calls the server if the circuit lets it, with a context that ends at the limit.
func Call[T any](
	ctx context.Context, b *Breaker, call func(context.Context) (T, error),
) (answer T, err error) {
	generation, err := b.permit()
	if err != nil {
		return answer, err
	}
	outcome := errors.New("the call panicked")
	defer func() { b.report(generation, outcome) }() // Whatever happens, its place is free again.
	ctx, cancel := context.WithTimeout(ctx, b.Limit)
	defer cancel()
	answer, outcome = call(ctx)
	return answer, outcome
}

func main() {
	now := time.Unix(0, 0)
	circuit := &Breaker{Failures: 5, Probes: 3, OpenFor: time.Second, Limit: 10 * time.Millisecond}
	circuit.Now = func() time.Time { return now }
	calls, answer := 0, error(nil)
	server := func(ctx context.Context) (string, error) {
		if calls++; answer != nil && calls%2 == 0 {
			<-ctx.Done() // It is ill, and hangs; or it says so.
			return "", ctx.Err()
		}
		return "well", answer
	}
	refused := 0
	expect := func(state string, more, times int) {
		before := calls
		for n := 0; n < times; n++ {
			if _, err := Call(context.Background(), circuit, server); errors.Is(err, ErrOpen) {
				refused++
			}
		}
		if circuit.state != state || calls-before != more {
			fmt.Printf("%d calls, and then %q, not %q\n", calls-before, circuit.state, state)
			os.Exit(1)
		}
	}

	answer = errors.New("ill")
	expect("", 4, 4) // Four failures, and a success clears the count.
	answer = nil
	expect("", 1, 1)
	answer = errors.New("ill")
	expect("open", 5, 20) // Five in a row open it; fifteen are refused at once.
	now = now.Add(time.Second)
	expect("open", 1, 20) // One probe fails: open again, for as long.
	now = now.Add(time.Second)
	answer = nil
	expect("", 20, 20) // Three probes are well, and it closes.
	fmt.Printf("%d calls reached the server, %d were refused at once while it was down\n", calls, refused)
}
