// Adaptive workers, correct: one more while p95 is late and work is waiting, one fewer when it is
// quick and nothing waits. Each change is given time, and a worker goes with empty hands.
package main

import (
	"fmt"
	"os"
	"sort"
	"sync"
	"time"
)

// Rule says when to change the number of workers.
type Rule struct {
	Target   time.Duration // What 95 of 100 jobs should stay within.
	Min, Max int
	Samples  int           // So many jobs, and
	Cooldown time.Duration // so much time: then a change has shown its effect.
}

// Scaler decides by a rule.
type Scaler struct {
	Rule
	workers    int
	latencies  []time.Duration // Since the last change.
	quietUntil time.Time
}

// Step takes a job down, and says whether there should be one worker more or fewer.
func (s *Scaler) Step(now time.Time, latency time.Duration, waiting bool) (step int) {
	s.latencies = append(s.latencies, latency)
	if len(s.latencies) < s.Samples || now.Before(s.quietUntil) {
		return 0
	}
	late := p95(s.latencies)
	switch {
	case late > s.Target && waiting && s.workers < s.Max:
		step = 1
	case 2*late < s.Target && !waiting && s.workers > s.Min:
		step = -1
	default:
		return 0
	}
	s.workers += step
	s.latencies, s.quietUntil = nil, now.Add(s.Cooldown)
	return step
}

// p95 is the nearest rank: the 95th of a hundred.
func p95(latencies []time.Duration) time.Duration {
	sorted := append([]time.Duration(nil), latencies...)
	sort.Slice(sorted, func(a, b int) bool { return sorted[a] < sorted[b] })
	return sorted[(95*len(sorted)+99)/100-1]
}

// Job arrived at an instant; what it waits in the queue counts.
type Job struct{ arrived time.Time }

// Change is one more worker or one fewer.
type Change struct {
	at            time.Time
	step, workers int
}

// serve works until jobs closes, and says how many it did and how the number of workers changed.
func serve(jobs <-chan Job, rule Rule, work func(Job)) (done int, changes []Change) {
	scaler := Scaler{Rule: rule, workers: rule.Min}
	leave := make(chan struct{}, rule.Max)
	var mutex sync.Mutex
	var crew sync.WaitGroup
	var worker func()
	worker = func() {
		defer crew.Done()
		for {
			select { // Only here, with empty hands, does anybody go.
			case <-leave:
				return
			case job, more := <-jobs:
				if !more {
					return
				}
				work(job)
				mutex.Lock()
				done++
				now := time.Now()
				step := scaler.Step(now, now.Sub(job.arrived), len(jobs) > 0)
				if step != 0 {
					changes = append(changes, Change{now, step, scaler.workers})
				}
				mutex.Unlock()
				if step > 0 {
					crew.Add(1)
					go worker()
				} else if step < 0 {
					leave <- struct{}{}
				}
			}
		}
	}
	crew.Add(rule.Min)
	for n := 0; n < rule.Min; n++ {
		go worker()
	}
	crew.Wait()
	return done, changes
}

func main() {
	const ms = time.Millisecond
	rule := Rule{Target: 20 * ms, Min: 1, Max: 4, Samples: 10, Cooldown: 15 * ms}
	const rush, evening = 100, 40
	jobs := make(chan Job, rush)
	for n := 0; n < rush; n++ {
		jobs <- Job{time.Now()}
	}
	go func() {
		defer close(jobs)
		for n := 0; n < evening; n++ {
			time.Sleep(3 * ms)
			jobs <- Job{time.Now()}
		}
	}()
	done, changes := serve(jobs, rule, func(Job) { time.Sleep(2 * ms) })

	most := rule.Min
	for n, change := range changes {
		if change.workers > most {
			most = change.workers
		}
		if n > 0 && change.at.Sub(changes[n-1].at) < rule.Cooldown {
			fmt.Println("the number changed before the last change could show its effect")
			os.Exit(1)
		}
	}
	if done != rush+evening || most == rule.Min || most > rule.Max {
		fmt.Printf("%d jobs done by at most %d workers\n", done, most)
		os.Exit(1)
	}
	fmt.Printf("%d jobs done, none cut off; up to %d workers, %d changes\n", done, most, len(changes))
}
