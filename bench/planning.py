"""The calendar over 5,000 posts: how long its month, its week and its list take to open, one after the other, whole
requests over one kept connection. First spread over a year, as a large hospital's are; then all in one month, which
nobody has. The posts are written by SQL with the columns that the composer keeps. Nothing at hand does the same to
compare with: the figure is held against its limit."""
import datetime
import json
import os
import pathlib
import shutil
import sqlite3
import statistics
import tempfile
import time

from composer import Composer
from deliveries import Hospital
from machine import keep, say

POSTS = int(os.environ.get("BENCH_POSTS", 5_000))
OPENINGS = 40
DAY = 86_400_000_000
STATES = ["published"] * 6 + ["scheduled"] * 2 + ["review", "draft"]


def fill(store, days):
    """Posts at working hours, over so many days from the first of this month."""
    shape, author = store.execute("SELECT content, author FROM post ORDER BY id").fetchone()
    shape = json.loads(shape)
    channels = ",".join(str(face["channel"]) for face in shape["faces"])
    first = datetime.datetime.now(datetime.UTC).replace(day=1, hour=7, minute=0, second=0, microsecond=0)
    begin = int(first.timestamp() * 1e6)
    now = int(time.time() * 1e6)
    store.execute("BEGIN")
    store.execute("DELETE FROM post WHERE id BETWEEN 1000000000 AND 2000000000")
    for number in range(POSTS):
        due = begin + (number % days) * DAY + number * 37 % 600 * 60_000_000
        title = f"Conférence {number}"
        content = json.dumps(shape | {"title": title}, ensure_ascii=False)
        store.execute(
            "INSERT INTO post (id, content, title, kind, version, state, stage, author, due_at, channels, created_at, "
            "changed_at) VALUES (?, ?, ?, ?, 1, ?, 0, ?, ?, ?, ?, ?)",
            (1_000_000_000 + number, content, title, shape["kind"], STATES[number % len(STATES)], author, due,
             channels, now, now))
    store.execute("COMMIT")


def openings(reader, path):
    """Milliseconds, sorted, and the size of the page in kB."""
    took, size = [], 0
    for turn in range(OPENINGS + 3):
        began = time.perf_counter()
        page, _ = reader.ask("GET", path)
        took += [(time.perf_counter() - began) * 1000] if turn >= 3 else []
        size = len(page.encode()) / 1000
    if "Conférence" not in page:
        raise SystemExit(f"bench: {path} shows no post")
    return sorted(took), size


def main():
    folder, found = tempfile.mkdtemp(prefix="resonance-planning-"), {}
    hospital = Hospital(folder)
    try:
        reader = Composer(hospital.address)
        for words, days in (("a year", 365), ("a month", 28)):
            with sqlite3.connect(pathlib.Path(folder) / "resonance.sqlite", timeout=60, isolation_level=None) as store:
                fill(store, days)
            for view in ("month", "week", "list"):
                took, size = openings(reader, f"/posts/calendar?view={view}")
                one = found.setdefault(words, {})[view] = {
                    "p50": statistics.median(took), "p95": took[int(len(took) * 0.95)], "kB": size}
                say(f"calendar, {POSTS} posts in {words}, {view}: p50 {one['p50']:.1f} ms, p95 {one['p95']:.1f} ms, "
                    f"{size:.0f} kB")
    finally:
        hospital.stop()
        shutil.rmtree(folder)
    keep("planning", found)


if __name__ == "__main__":
    main()
