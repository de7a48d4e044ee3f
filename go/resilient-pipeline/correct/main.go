// Resilient pipeline, correct: queue, breaker, limiter and timeout stand before the call, the
// cheapest refusal first; then fallback and dead letters. Each request ends exactly once.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"
	"time"
)

var (
	errFull    = errors.New("the queue is full")
	errOpen    = errors.New("the circuit is open")
	errNoToken = errors.New("no token left")
)

// Breaker opens at so many failures in a row. After OpenFor it lets one probe through at a time.
type Breaker struct {
	Failures int
	OpenFor  time.Duration
	mutex    sync.Mutex
	failed   int
	until    time.Time
}

// Permit is not given while the circuit is open, except for a probe now and then.
func (b *Breaker) Permit(now time.Time) (probe, given bool) {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	if b.failed < b.Failures {
		return false, true
	}
	if now.Before(b.until) {
		return false, false
	}
	b.until = now.Add(b.OpenFor) // The others wait for what this probe says.
	return true, true
}

// Report takes down how a call ended: a call, and nothing else.
func (b *Breaker) Report(probe bool, err error, now time.Time) {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	if open := b.failed >= b.Failures; open && !probe {
		return // It was made before the circuit opened, and says nothing new.
	}
	if err == nil {
		b.failed = 0
	} else if b.failed++; b.failed >= b.Failures {
		b.until = now.Add(b.OpenFor)
	}
}

// Pipeline is all of it.
type Pipeline struct {
	Breaker  *Breaker
	Tokens   chan struct{} // A limiter: somebody puts tokens in.
	Limit    time.Duration
	Call     func(ctx context.Context, request int) error
	Fallback func(request int) bool
	Letters  chan int

	queue   chan int
	mutex   sync.Mutex
	ends    map[string]int
	workers sync.WaitGroup
}

// Start starts so many workers behind a queue of so much room.
func (p *Pipeline) Start(workers, room int) {
	p.queue, p.ends = make(chan int, room), map[string]int{}
	p.workers.Add(workers)
	for n := 0; n < workers; n++ {
		go func() {
			defer p.workers.Done()
			for request := range p.queue {
				p.end(request, p.serve(request))
			}
		}()
	}
}

// Submit never waits: what finds no room is refused.
func (p *Pipeline) Submit(request int) {
	select {
	case p.queue <- request:
	default:
		p.end(request, errFull)
	}
}

// serve asks the breaker first: an open circuit spends no token.
func (p *Pipeline) serve(request int) error {
	probe, given := p.Breaker.Permit(time.Now())
	if !given {
		return errOpen
	}
	select {
	case <-p.Tokens:
	default:
		return errNoToken // No failure of the server, so no report.
	}
	ctx, cancel := context.WithTimeout(context.Background(), p.Limit)
	defer cancel()
	err := p.Call(ctx, request)
	p.Breaker.Report(probe, err, time.Now())
	return err
}

// end writes down how a request ended. Nobody waits here, so no worker is ever stuck.
func (p *Pipeline) end(request int, err error) {
	how := "dead letter"
	switch {
	case err == nil:
		how = "ok"
	case err != errFull && p.Fallback(request):
		how = "fallback"
	case err == errFull || err == errOpen || err == errNoToken:
		how = "refused"
	default:
		select {
		case p.Letters <- request:
		default: // There are more letters than anybody will read: it is counted all the same.
		}
	}
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.ends[how]++
}

func main() {
	const requests, tokens = 40, 30
	var mutex sync.Mutex
	calls, underWay := 0, 0
	p := &Pipeline{
		Breaker:  &Breaker{Failures: 2, OpenFor: time.Minute},
		Tokens:   make(chan struct{}, tokens),
		Limit:    5 * time.Millisecond,
		Fallback: func(request int) bool { return request%2 == 0 },
		Letters:  make(chan int, 4),
	}
	count := func(more int) (nth int) {
		mutex.Lock()
		defer mutex.Unlock()
		if underWay += more; more > 0 {
			calls++
		}
		return calls
	}
	p.Call = func(ctx context.Context, request int) error {
		defer count(-1)
		if count(1) > 10 {
			<-ctx.Done() // From the eleventh call on the server hangs.
		}
		return ctx.Err()
	}
	for n := 0; n < tokens; n++ {
		p.Tokens <- struct{}{}
	}
	p.Start(2, 30)
	for request := 1; request <= requests; request++ {
		p.Submit(request)
	}
	close(p.queue)
	p.workers.Wait()

	sum := 0
	for _, times := range p.ends {
		sum += times
	}
	if sum != requests || tokens-len(p.Tokens) != calls || calls > 20 || underWay != 0 {
		fmt.Println("a request ended twice or never, or a token was spent for nothing:", p.ends)
		os.Exit(1)
	}
	fmt.Printf("%d requests ended once each: %v, with %d calls for %d tokens\n",
		requests, p.ends, calls, calls)
}
