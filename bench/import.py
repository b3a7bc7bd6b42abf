"""Lines of an export turned into searchable rows on disk, a second: without analysis beside bare SQLite, with analysis
beside a script of json, spaCy and SQLite."""
import json
import shutil
import sqlite3
import subprocess
import tempfile
from itertools import groupby, islice
from pathlib import Path

from inputs import mentions
from machine import BENCH, CACHE, CORES, ENVIRONMENT, PYTHON, Rounds, keep, ours, say, timed

ROWS = 100_000
# spaCy reads a few hundred texts a second: so many are enough to know how many.
SCRIPT_ROWS = 1_200
ROUNDS = 3
BATCH = 500


def imported(lines, folder, *options):
    """Rows a second of a whole `resonance import` into an empty folder, start and end included."""
    seconds, output = ours("import", lines, "--data", folder, "--json", *options)
    answer = json.loads(output.splitlines()[-1])
    if answer["new"] != answer["read"] or answer["refused"]:
        raise SystemExit(f"bench: the import kept {answer['new']} of {answer['read']}")
    return answer["new"] / seconds


def stems(database, path):
    """The very words of the index, put together again from it, so that both sides index the same."""
    store = sqlite3.connect(path)
    store.execute("ATTACH ? AS ours", (str(database),))
    store.executescript("""
        CREATE VIRTUAL TABLE temp.word USING fts5vocab(ours, mention_text, instance);
        CREATE TABLE stems (id INTEGER PRIMARY KEY, stems TEXT NOT NULL);
    """)
    words = store.execute("SELECT doc, term FROM temp.word ORDER BY doc, offset")
    store.executemany(
        "INSERT INTO stems VALUES (?, ?)",
        ((doc, " ".join(term for _, term in row)) for doc, row in groupby(words, lambda word: word[0])))
    store.commit()
    store.close()


def empty(database, path):
    """A database of the same schema, with the rows that ours began with (its sources) and no mention."""
    old, new = sqlite3.connect(f"file:{database}?mode=ro", uri=True), sqlite3.connect(path)
    shadows = ("mention_text_data", "mention_text_idx", "mention_text_docsize", "mention_text_config")
    for name, sql in old.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite%'"):
        if name not in shadows:
            new.execute(sql)
    new.execute("INSERT INTO mention_text (mention_text, rank) VALUES ('hashsize', 8000000)")
    columns = len(old.execute("PRAGMA table_info(origin)").fetchall())
    new.executemany(f"INSERT INTO origin VALUES ({', '.join('?' * columns)})", old.execute("SELECT * FROM origin"))
    new.commit()
    new.close()
    old.close()


def bare(program, database, words, folder):
    empty(database, folder / "bare.sqlite")
    _, output = timed([program, database, words, folder / "bare.sqlite", BATCH])
    rows, seconds = output.split()
    return int(rows) / float(seconds)


def script(lines, folder):
    """Rows a second of the script, one process a core, each with its own share and its own file."""
    share = SCRIPT_ROWS // CORES
    processes = []
    with lines.open(encoding="utf-8") as file:
        for core in range(CORES):
            part = folder / f"part{core}.jsonl"
            part.write_text("".join(islice(file, share)), encoding="utf-8")
            processes.append(subprocess.Popen(
                [PYTHON, BENCH / "peers" / "spacy_script.py", part, folder / f"script{core}.sqlite"],
                env=ENVIRONMENT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True))
    for process in processes:
        if process.stdout.readline() != "ready\n":
            raise SystemExit("bench: the spaCy script did not start")
    for process in processes:
        process.stdin.write("\n")
        process.stdin.flush()
    ended = [process.communicate()[0].split() for process in processes]
    return sum(int(rows) for rows, _ in ended) / max(float(seconds) for _, seconds in ended)


def compiled():
    program = CACHE / "bare_sqlite"
    subprocess.run(["cc", "-O2", "-o", program, BENCH / "peers" / "bare_sqlite.c", "-lsqlite3"], check=True)
    return program


def told(rates):
    """Says and keeps what is known so far: a run that is cut has measured something."""
    for name, rate in rates.items():
        say(f"import: {name} {rate.median:,.0f} a second (best {rate.most:,.0f})")
    keep("import", {
        "rows": ROWS, "script_rows": SCRIPT_ROWS, "cores": CORES, "rounds": len(rates["plain"].values),
        "median": {name: rate.median for name, rate in rates.items()},
        "best": {name: rate.most for name, rate in rates.items()}})


def main():
    lines, program = mentions(ROWS), compiled()
    rates = {name: Rounds() for name in ("plain", "bare", "analysed", "script")}
    for turn in range(ROUNDS):
        with tempfile.TemporaryDirectory(dir=CACHE) as name:
            folder = Path(name)
            rates["plain"].add(imported(lines, folder / "plain", "--no-analysis"))
            database = folder / "plain" / "resonance.sqlite"
            if turn == 0:
                (CACHE / "stems.sqlite").unlink(missing_ok=True)
                stems(database, CACHE / "stems.sqlite")
            rates["bare"].add(bare(program, database, CACHE / "stems.sqlite", folder))
            shutil.rmtree(folder / "plain")
            rates["analysed"].add(imported(lines, folder / "analysed"))
            rates["script"].add(script(lines, folder))
        told(rates)
    (CACHE / "stems.sqlite").unlink()


if __name__ == "__main__":
    main()
