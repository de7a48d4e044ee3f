// Resilient pipeline with the limiter first, the usual order: a token is spent, and right after
// that the open circuit refuses the call. When the server is well again, no tokens are left.
package main

import (
	"errors"
	"fmt"
	"os"
)

var (
	errOpen    = errors.New("the circuit is open")
	errNoToken = errors.New("no token left")
)

// Pipeline has a circuit and a limiter before the call.
type Pipeline struct {
	open   bool
	tokens int
	calls  int
}

// Serve handles a request.
func (p *Pipeline) Serve() error {
	if p.tokens == 0 {
		return errNoToken
	}
	p.tokens-- // The trap: whether there will be a call is asked one line later.
	if p.open {
		return errOpen
	}
	p.calls++
	return nil
}

func main() {
	p := &Pipeline{open: true, tokens: 10}
	for request := 1; request <= 10; request++ {
		if !errors.Is(p.Serve(), errOpen) {
			fmt.Println("expected the circuit to refuse")
			os.Exit(1)
		}
	}
	p.open = false // The server is well again.
	err := p.Serve()

	if !errors.Is(err, errNoToken) || p.calls != 0 {
		fmt.Println("expected the tokens to be gone, but the call ended with", err)
		os.Exit(1)
	}
	fmt.Printf("10 tokens went for %d calls; the first that could be made was refused\n", p.calls)
}
