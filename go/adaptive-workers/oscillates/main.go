// Adaptive workers that oscillate: every single job is reason enough for a change. All workers come
// before the first of them has shown what it does, all go again, and are missed at once.
package main

import (
	"fmt"
	"os"
)

// step compares one latency with the target, and changes the number of workers at once.
//
// The trap: no minimum of samples, and no cooldown.
func step(latency, target, workers, min, max int) int {
	switch {
	case latency > target && workers < max:
		return workers + 1
	case 2*latency < target && workers > min:
		return workers - 1
	}
	return workers
}

func main() {
	const min, max = 1, 16
	const target = 6 // Ticks.
	const comes = 4  // So many jobs come at each tick, and each worker does one: four would do.
	var queue []int  // When each arrived.
	workers, most, turns, direction := min, min, 0, 0
	for tick := 0; tick < 300; tick++ {
		for n := 0; n < comes; n++ {
			queue = append(queue, tick)
		}
		for n := workers; n > 0 && len(queue) > 0; n-- {
			latency := tick - queue[0] // What a job has waited tells of the past.
			queue = queue[1:]
			change := step(latency, target, workers, min, max) - workers
			if workers += change; workers > most {
				most = workers
			}
			if change != 0 && change != direction {
				turns, direction = turns+1, change
			}
		}
	}

	if turns < 4 {
		fmt.Println("expected the number of workers to swing, but it turned only", turns, "times")
		os.Exit(1)
	}
	fmt.Printf("4 workers would do; there were up to %d, and the number turned %d times\n", most, turns)
}
