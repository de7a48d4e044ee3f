// Context tree where somebody never looks: the query is cancelled and goes on, for it never asks.
// A cancel is a word, not a force: it stops nobody who does not listen.
package main

import (
	"context"
	"fmt"
	"os"
)

// query computes row after row. It has a context, and has to look at it between rows by itself.
func query(ctx context.Context, rows int, begun func(row int)) (read int) {
	for row := 1; row <= rows; row++ { // The trap: ctx.Err() is nowhere in this loop.
		begun(row)
		read++
	}
	return read
}

func main() {
	const rows = 100
	request, cancel := context.WithCancel(context.Background())
	read := query(request, rows, func(row int) {
		if row == 10 {
			cancel() // The user closes the tab, in the middle of the work.
		}
	})

	if request.Err() == nil || read < rows {
		fmt.Println("expected the query to miss the cancel, but it stopped at", read)
		os.Exit(1)
	}
	fmt.Printf("cancelled at row 10, and read all %d: nobody asked the context\n", read)
}
