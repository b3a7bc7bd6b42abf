"""Feed bytes parsed in a second of processor: `resonance feed` beside feedparser and gofeed, whole processes over the
same files, each first with every feed written as JSON, then parsed only (a few figures are written)."""
import shutil
import subprocess

from inputs import feeds
from machine import BENCH, BINARY, CACHE, ENVIRONMENT, PYTHON, Rounds, keep, say, timed_both

ROUNDS = 5
# Times the same files are given in one process: start-up, which is counted, is then next to nothing for all.
REPEAT = {"resonance": 60, "gofeed": 60, "feedparser": 10}


def gofeed():
    """gofeed built from Debian's package, or None where Go is missing."""
    if not shutil.which("go"):
        return None
    program = CACHE / "gofeed_lines"
    built = subprocess.run(
        ["go", "build", "-o", program, BENCH / "peers" / "gofeed_lines.go"], check=False, capture_output=True,
        env=ENVIRONMENT | {"GO111MODULE": "off", "GOPATH": "/usr/share/gocode"})
    return program if built.returncode == 0 else None


def main():
    files = feeds()
    size = sum(path.stat().st_size for path in files)
    commands = {
        "resonance": [BINARY, "feed"],
        "feedparser": [PYTHON, BENCH / "peers" / "feedparser_lines.py"],
    }
    if program := gofeed():
        commands["gofeed"] = [program]
    rates = {(name, mode): Rounds() for mode in ("json", "summary") for name in commands}
    elapsed = {name: Rounds() for name in commands}
    for _ in range(ROUNDS):
        for name, mode in rates:
            options = ["--summary"] if mode == "summary" else []
            seconds, wall, output = timed_both([*commands[name], *options, *(files * REPEAT[name])])
            if output.count(b"\n") != len(files) * REPEAT[name]:
                raise SystemExit(f"bench: {name} did not answer a line a feed")
            rates[name, mode].add(size * REPEAT[name] / seconds / 1e6)
            if mode == "summary":
                elapsed[name].add(size * REPEAT[name] / wall / 1e6)
    for (name, mode), rate in rates.items():
        say(f"feeds: {name}, {mode}: {rate.median:.2f} MB a second of processor (best {rate.most:.2f})")
    keep("feeds", {
        "files": len(files), "bytes": size,
        "median": {f"{name} {mode}": rate.median for (name, mode), rate in rates.items()},
        "best": {f"{name} {mode}": rate.most for (name, mode), rate in rates.items()},
        "elapsed": {name: rate.median for name, rate in elapsed.items()}})


if __name__ == "__main__":
    main()
