// Adaptive workers that grow while idle: the percentile tells of the rush that is over, and nobody
// looks whether anything waits now. A worker is hired for a queue that is empty.
package main

import (
	"fmt"
	"os"
	"sort"
	"time"
)

// Scaler looks at the last hundred jobs.
type Scaler struct {
	target       time.Duration
	workers, max int
	latencies    []time.Duration
}

// Step takes a job down, and hires if p95 is above the target.
func (s *Scaler) Step(latency time.Duration, waiting int) (hired bool) {
	s.latencies = append(s.latencies, latency)
	if len(s.latencies) > 100 {
		s.latencies = s.latencies[1:]
	}
	// The trap: waiting is not asked. p95 is about the past, a worker is for what comes.
	if p95(s.latencies) <= s.target || s.workers == s.max {
		return false
	}
	s.workers++
	return true
}

// p95 is the nearest rank: the 95th of a hundred.
func p95(latencies []time.Duration) time.Duration {
	sorted := append([]time.Duration(nil), latencies...)
	sort.Slice(sorted, func(a, b int) bool { return sorted[a] < sorted[b] })
	return sorted[(95*len(sorted)+99)/100-1]
}

func main() {
	scaler := &Scaler{target: 100 * time.Millisecond, workers: 1, max: 2}
	for job := 0; job < 95; job++ {
		scaler.Step(50*time.Millisecond, 0)
	}
	for job := 0; job < 5; job++ {
		scaler.Step(500*time.Millisecond, 5-job) // A short rush: not yet five of a hundred.
	}
	// It is over. Nothing waits, and this job was quick, only not quick enough.
	hired := scaler.Step(120*time.Millisecond, 0)

	if !hired {
		fmt.Println("expected a worker to be hired for an empty queue")
		os.Exit(1)
	}
	fmt.Printf("nothing is waiting, and there are now %d workers\n", scaler.workers)
}
