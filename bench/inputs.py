"""Inputs, made the same way each time from real texts: `../shared/data` where it is there, else the project's own
sample. Nothing of it is committed: it lies in bench/.cache."""
import csv
import datetime
import json
import random
import re

from machine import CACHE, ROOT, SHARED, say

DAYS = 3 * 365
NETWORKS = ["google"] * 5 + ["facebook"] * 4 + ["x"] * 3 + ["mastodon", "bluesky", "instagram", "web"]
AUDIENCE = [None, None, None, 12, 140, 900, 15_000]


def texts():
    """Real opinions about anything, as one reader wrote them."""
    table = SHARED / "opinions" / "train.tsv"
    stream = SHARED / "stream" / "health-posts-2021.jsonl"
    if table.exists():
        csv.field_size_limit(1 << 24)
        with table.open(encoding="utf-8", newline="") as file:
            found = [row["text"] for row in csv.DictReader(file, delimiter="\t") if row.get("text")]
        if stream.exists():
            found += [json.loads(line)["text"] for line in stream.open(encoding="utf-8")]
        return found
    sample = ROOT / "Sources" / "CAssets" / "assets" / "sample"
    return [json.loads(line)["text"] for path in sorted(sample.glob("mentions-*.jsonl"))
            for line in path.open(encoding="utf-8")]


def sentences():
    """Sentences of them, of a length that says something."""
    found = []
    for text in texts():
        text = re.sub(r"https?://\S+", "", text.replace("\n", " "))
        found += [s.strip() for s in re.split(r"(?<=[.!?…])\s+", text) if 25 <= len(s.strip()) <= 400]
    return found


def mention(number, total, choose, pool, end):
    """One opinion of two to five real sentences; the older, the smaller its number."""
    at = end - datetime.timedelta(seconds=DAYS * 86_400 * (total - number) / total)
    network = choose.choice(NETWORKS)
    kind = "article" if network == "web" else "review" if network == "google" else choose.choice(["post", "comment"])
    line = {
        "id": f"b{number}", "network": network, "kind": kind, "author": f"auteur{choose.randrange(50_000)}",
        "text": " ".join(choose.choice(pool) for _ in range(choose.randint(2, 5))),
        "published_at": at.strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03d}Z",
    }
    if kind == "review":
        line["rating"] = choose.choice([1, 1, 2, 3, 4, 5, 5, 5])
    if reach := choose.choice(AUDIENCE):
        line["reach"] = reach
    return line


def mentions(count):
    """Path of a file of `count` canonical lines over the last three years, oldest first, as an export has them."""
    end = datetime.datetime.now(datetime.timezone.utc).replace(hour=0, minute=0, second=0, microsecond=0)
    path = CACHE / f"{'real' if SHARED.exists() else 'sample'}-{count}.jsonl"
    # A month of age is the same hospital; after that Today would be about nothing.
    if path.exists() and end.timestamp() - path.stat().st_mtime < 30 * 86_400:
        return path
    CACHE.mkdir(parents=True, exist_ok=True)
    say(f"making {count:,} mentions of real sentences")
    choose, pool = random.Random(count), sentences()
    part = path.with_suffix(".part")
    with part.open("w", encoding="utf-8") as file:
        for number in range(count):
            file.write(json.dumps(mention(number, count, choose, pool, end), ensure_ascii=False) + "\n")
    part.rename(path)
    return path


def feeds():
    """Real feeds; without them, feeds made of the sample."""
    found = sorted((SHARED / "feeds").glob("*.xml"))
    if found:
        return found
    from xml.sax.saxutils import escape
    path = CACHE / "sample.xml"
    CACHE.mkdir(parents=True, exist_ok=True)
    items = "".join(
        f"<item><guid>{n}</guid><title>{escape(text[:60])}</title><description>{escape('<p>' + text + '</p>')}"
        f"</description><pubDate>Mon, 16 Nov 2026 07:30:00 GMT</pubDate></item>"
        for n, text in enumerate(texts()[:200]))
    path.write_text(
        f'<?xml version="1.0"?><rss version="2.0"><channel><title>Échantillon</title>{items}</channel></rss>')
    return [path]
