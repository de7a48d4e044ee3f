// Limiters, one a server: two servers share the requests, and each has the whole limit. Together
// they let twice as much through.
package main

import (
	"fmt"
	"os"
	"time"
)

const window = time.Second

// Limiter decides on a request at an instant.
type Limiter func(now time.Duration) bool

func fixedWindow(limit int) Limiter {
	number, count := time.Duration(-1), 0
	return func(now time.Duration) bool {
		if now/window != number {
			number, count = now/window, 0
		}
		count++
		return count <= limit
	}
}

func main() {
	const limit = 5
	// The trap: the limit was written for the service, and each of its servers has read it.
	servers := []Limiter{fixedWindow(limit), fixedWindow(limit)}
	admitted := 0
	for n := 0; n < 24; n++ { // All within one second.
		now := time.Duration(n) * 10 * time.Millisecond
		if servers[n%len(servers)](now) { // Whoever balances the load takes turns.
			admitted++
		}
	}

	if admitted <= limit {
		fmt.Println("expected more than the limit to get in, but there were", admitted)
		os.Exit(1)
	}
	fmt.Printf("%d went through in a second, the limit is %d, and each server kept to it\n",
		admitted, limit)
}
