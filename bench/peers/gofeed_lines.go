// The peer of `resonance feed [--summary] FILE …` in Go: gofeed, one process, one line of JSON a feed.
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"os"

	"github.com/mmcdole/gofeed"
)

func main() {
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	lines := json.NewEncoder(out)
	paths := os.Args[1:]
	summary := len(paths) > 0 && paths[0] == "--summary"
	if summary {
		paths = paths[1:]
	}
	for _, path := range paths {
		content, err := os.ReadFile(path)
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(2)
		}
		feed, err := gofeed.NewParser().Parse(bytes.NewReader(content))
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(2)
		}
		answer := map[string]interface{}{"source": path, "feed": feed}
		if summary {
			answer["feed"] = len(feed.Items)
		}
		if err := lines.Encode(answer); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(2)
		}
	}
}
