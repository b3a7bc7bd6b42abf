"""What judges, a second of processor: opinions with the identifiers in them, identifiers masked, drafts checked, beside
spaCy's French pipeline over the same texts; and how well the best-known French tools do on the texts of Tests/Unseen."""
import csv
import json
import os
import subprocess
import tempfile
from pathlib import Path

from inputs import sentences
from machine import BENCH, BINARY, ENVIRONMENT, PYTHON, ROOT, Rounds, keep, say, timed_cpu

TEXTS, LENGTH, ROUNDS = 6_000, 200, 3
# spaCy reads two hundred texts a second.
SCRIPT_TEXTS = 600
UNSEEN = ROOT / "Tests" / "Unseen"


def texts():
    """Texts of exactly so many characters, of real sentences."""
    found, line = [], ""
    for sentence in sentences():
        line = f"{line} {sentence}".strip()
        if len(line) >= LENGTH:
            found.append(line[:LENGTH])
            line = ""
        if len(found) == TEXTS:
            return found
    return found


def written(path, rows):
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def rate(count, *arguments):
    """Texts a second of processor of one of our commands, start and end included."""
    seconds, output = timed_cpu([BINARY, *arguments], accept=(0, 1))
    if output.count(b"\n") != count:
        raise SystemExit(f"bench: {arguments[0]} answered {output.count(chr(10).encode())} of {count} texts")
    return count / seconds


def script(lines):
    ended = subprocess.run([PYTHON, BENCH / "peers" / "spacy_read.py", lines], env=ENVIRONMENT, check=True,
                           capture_output=True, text=True)
    count, seconds = ended.stdout.split()
    return int(count) / float(seconds)


def macro(truth, said):
    """Macro-F1 of two classes."""
    scores = []
    for side in (True, False):
        hit = sum(1 for one, other in zip(truth, said) if one == other == side)
        both = truth.count(side) + said.count(side)
        scores.append(2 * hit / both if both else 0)
    return sum(scores) / 2


def opinions(folder):
    """Praise against complaint on the unseen opinions: ours and vaderSentiment-fr's."""
    with (UNSEEN / "opinions.tsv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
                if row["polarity"] in ("positive", "negative")]
    lines = written(folder / "opinions.jsonl", [{"id": row["id"], "text": row["text"]} for row in rows])
    truth = [row["polarity"] == "positive" for row in rows]
    _, output = timed_cpu([BINARY, "analyse", lines])
    ours = [json.loads(line)["score"] > 0 for line in output.splitlines()]
    peer = subprocess.run([PYTHON, BENCH / "peers" / "vader_read.py", lines], env=ENVIRONMENT, check=True,
                          capture_output=True, text=True)
    return {"resonance": macro(truth, ours), "vaderSentiment-fr": macro(truth, [float(x) > 0 for x in peer.stdout.split()])}


def identifiers(folder):
    """Of the unseen texts, identifiers that are gone once masked, and innocent texts that were touched."""
    rows = [json.loads(line) for line in (UNSEEN / "identifiers.jsonl").open(encoding="utf-8")]
    lines = written(folder / "identifiers.jsonl", [{"id": row["id"], "text": row["text"]} for row in rows])
    _, output = timed_cpu([BINARY, "deidentify", "--lines", "--report", folder / "report", lines], accept=(0, 1))
    masked = {"resonance": [json.loads(line)["text"] for line in output.splitlines()]}
    peer = subprocess.run([PYTHON, BENCH / "peers" / "incognito_mask.py", lines], env=ENVIRONMENT, check=True,
                          capture_output=True, text=True)
    masked["incognito"] = [json.loads(line) for line in peer.stdout.splitlines()]
    result = {}
    for name, clean in masked.items():
        gone = total = touched = innocent = 0
        for row, text in zip(rows, clean):
            for words, _ in row["spans"]:
                total += 1
                gone += text.count(words) < row["text"].count(words)
            if not row["spans"]:
                innocent += 1
                touched += text.strip() != row["text"].strip()
        result[name] = {"gone": gone / total, "touched": touched / innocent}
    return result


def main():
    # What runs from here on has one core: two at once, on a machine that lends half-cores, slow each other down.
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    rows = texts()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        lines = written(folder / "texts.jsonl", [{"id": i, "text": text} for i, text in enumerate(rows)])
        drafts = written(folder / "drafts.jsonl", [
            {"id": i, "text": text, "kind": "post", "author": "hospital"} for i, text in enumerate(rows)])
        few = written(folder / "few.jsonl", [{"text": text} for text in rows[:SCRIPT_TEXTS]])
        rates = {name: Rounds() for name in ("analyse", "deidentify", "check", "spacy")}
        for _ in range(ROUNDS):
            rates["analyse"].add(rate(len(rows), "analyse", lines))
            rates["deidentify"].add(rate(len(rows), "deidentify", "--lines", "--report", folder / "report", lines))
            rates["check"].add(rate(len(rows), "check", drafts))
            rates["spacy"].add(script(few))
        for name, figure in rates.items():
            say(f"judging: {name} {figure.median:,.0f} texts a second of processor")
        found = {"opinions": opinions(folder), "identifiers": identifiers(folder)}
        say(f"judging: {json.dumps(found)}")
        keep("judging", {"texts": len(rows), "length": LENGTH, **found,
                         "median": {name: figure.median for name, figure in rates.items()}})


if __name__ == "__main__":
    main()
