// Limiters side by side: the same requests to five limiters, and what each lets through. Every one
// keeps its promise, and each promises something else.
package main

import (
	"fmt"
	"os"
	"time"
)

const (
	limit  = 5
	burst  = 2
	window = time.Second
)

// Limiter decides on a request of a client at an instant.
type Limiter func(now time.Duration, client int) bool

func tokenBucket() Limiter {
	// A token is a window long, and each instant brings limit of itself: exact, in whole numbers.
	level, last := burst*window, time.Duration(0)
	return func(now time.Duration, _ int) bool {
		if level += limit * (now - last); level > burst*window {
			level = burst * window
		}
		last = now
		if level < window {
			return false
		}
		level -= window
		return true
	}
}

func perKey() Limiter {
	buckets := map[int]Limiter{}
	return func(now time.Duration, client int) bool {
		if buckets[client] == nil {
			buckets[client] = tokenBucket()
		}
		return buckets[client](now, client)
	}
}

func fixedWindow() Limiter {
	number, count := time.Duration(-1), 0
	return func(now time.Duration, _ int) bool {
		if now/window != number {
			number, count = now/window, 0
		}
		count++
		return count <= limit
	}
}

func slidingLog() Limiter {
	var admitted []time.Duration
	return func(now time.Duration, _ int) bool {
		for len(admitted) > 0 && now-admitted[0] >= window {
			admitted = admitted[1:]
		}
		if len(admitted) >= limit {
			return false
		}
		admitted = append(admitted, now)
		return true
	}
}

func slidingCounter() Limiter {
	var number, previous, current time.Duration
	return func(now time.Duration, _ int) bool {
		switch now/window - number {
		case 0:
		case 1:
			previous, current = current, 0
		default:
			previous, current = 0, 0
		}
		number = now / window
		if previous*(window-now%window)+(current+1)*window > limit*window {
			return false
		}
		current++
		return true
	}
}

func main() {
	names := []string{"token bucket", "per key", "fixed window", "sliding log", "counter"}
	limiters := []Limiter{tokenBucket(), perKey(), fixedWindow(), slidingLog(), slidingCounter()}
	admitted := make([][]time.Duration, len(limiters))
	for n := 0; n < 24; n++ { // A crowd just before an edge, and one just after it.
		now := 900*time.Millisecond + time.Duration(n)*10*time.Millisecond
		for place, limiter := range limiters { // Each is asked about each request, once.
			if limiter(now, n%3) {
				admitted[place] = append(admitted[place], now)
			}
		}
	}
	for place, name := range names {
		fmt.Printf("%-13s %2d of 24, all within 230 ms\n", name, len(admitted[place]))
	}
	if len(admitted[2]) != 2*limit || len(admitted[3]) != limit || len(admitted[0]) > burst+2 {
		fmt.Println("a limiter has not kept its promise")
		os.Exit(1)
	}
}
