// Worker pool that is none: each job gets a goroutine of its own. Goroutines are cheap; what they
// hold is not, and nothing bounds how many run at once.
package main

import (
	"fmt"
	"os"
	"sync"
	"sync/atomic"
)

// forEach works on every job at once, and waits for all of them.
func forEach[In any](jobs []In, work func(In)) {
	var tasks sync.WaitGroup
	for _, job := range jobs {
		job := job // Before Go 1.22 all goroutines would share the loop's one variable.
		tasks.Add(1)
		go func() { // The trap: whatever comes in is begun.
			defer tasks.Done()
			work(job)
		}()
	}
	tasks.Wait()
}

func main() {
	const connections = 4 // What the database allows.
	jobs := make([]int, 12)
	var inProgress, most atomic.Int32
	var everybody sync.WaitGroup // A job ends only after the others have begun: the busy day.
	everybody.Add(len(jobs))
	forEach(jobs, func(int) {
		now := inProgress.Add(1)
		for seen := most.Load(); now > seen && !most.CompareAndSwap(seen, now); seen = most.Load() {
		}
		everybody.Done()
		everybody.Wait()
		inProgress.Add(-1)
	})

	if most.Load() <= connections {
		fmt.Println("expected more jobs at once than there are connections")
		os.Exit(1)
	}
	fmt.Printf("%d jobs were in progress at once, the database takes %d\n", most.Load(), connections)
}
