"""The peer of `resonance feed [--summary] FILE …`: Python's universal feed parser, one process, one line of JSON a feed."""
import json
import sys

import feedparser

paths = sys.argv[1:]
summary = paths[:1] == ["--summary"]
for path in paths[summary:]:
    with open(path, "rb") as file:
        feed = feedparser.parse(file.read())
    answer = {"source": path, "feed": len(feed.entries) if summary else feed}
    print(json.dumps(answer, default=str, ensure_ascii=False))
