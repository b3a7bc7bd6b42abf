"""Installations full of mentions, made once by `resonance import` and kept in bench/.cache; servers over them."""
import http.client
import json
import re
import shutil
import sqlite3
import subprocess
import time
import urllib.parse

from inputs import mentions
from machine import BINARY, CACHE, ENVIRONMENT, ours, resident, say

EMAIL, PASSWORD = "bench@hopital.example", "une-phrase-pour-mesurer"
LARGEST_IMPORT = 1_000_000


def folder(count):
    """The data folder of an installation with `count` judged mentions."""
    place = CACHE / f"hospital-{count}"
    lines = mentions(min(count, LARGEST_IMPORT))
    if (place / "ready").exists() and (place / "ready").stat().st_mtime > lines.stat().st_mtime:
        return place
    shutil.rmtree(place, ignore_errors=True)
    if count > LARGEST_IMPORT:
        multiply(folder(LARGEST_IMPORT), place, count // LARGEST_IMPORT)
    else:
        say(f"importing {count:,} mentions")
        seconds, output = ours("import", lines, "--data", place, "--json")
        new = json.loads(output.splitlines()[-1])["new"]
        if new != count:
            raise SystemExit(f"bench: {new} of {count} mentions were kept")
        say(f"imported {count:,} mentions in {seconds:,.0f} s")
        ours("user", "add", EMAIL, "--name", "Mesure", "--role", "communication", "--data", place,
             stdin=PASSWORD.encode() + b"\n")
    settle(place)
    (place / "ready").touch()
    return place


def settle(place):
    """The text index gathered, as a server does after a large import, and the log written back into the database."""
    with Server(place), sqlite3.connect(place / "resonance.sqlite", timeout=60) as store:
        store.execute("UPDATE job SET run_at = 0 WHERE kind = 'search.upkeep'")
        store.commit()
        while store.execute("SELECT 1 FROM job WHERE kind = 'search.upkeep' AND run_at = 0").fetchone():
            time.sleep(0.2)
    with sqlite3.connect(place / "resonance.sqlite") as store:
        store.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def multiply(source, place, times):
    """A larger installation out of a smaller one: each mention `times` over, some milliseconds later each time, with
    its words, themes and sums. By SQL, since an import of ten millions takes an hour."""
    place.mkdir(parents=True)
    say(f"multiplying {source.name} by {times}")
    shutil.copy(source / "resonance.sqlite", place)
    for key in source.glob("*.key"):
        shutil.copy(key, place)
    store = sqlite3.connect(place / "resonance.sqlite", isolation_level=None)
    store.executescript("""
        PRAGMA synchronous = OFF; PRAGMA journal_mode = OFF; PRAGMA cache_size = -2000000; PRAGMA foreign_keys = OFF;
        CREATE VIRTUAL TABLE temp.word USING fts5vocab(main, mention_text, instance);
        CREATE TEMP TABLE words AS SELECT doc AS id, group_concat(term, ' ') AS stems
          FROM (SELECT doc, term FROM temp.word ORDER BY doc, offset) GROUP BY doc;
        CREATE TEMP TABLE original AS SELECT id FROM mention;
    """)
    columns = [row[1] for row in store.execute("PRAGMA table_info(mention)")]
    changed = {"id": "id + :shift", "external_id": "external_id || '-' || :turn",
               "published_at": "published_at + 1000 * :turn",
               "folded_into": "folded_into + :shift"}
    for turn in range(1, times):
        values = {"shift": turn << 21, "turn": turn}
        store.execute("BEGIN")
        store.execute(
            f"INSERT INTO mention ({', '.join(columns)}) SELECT "
            f"{', '.join(changed.get(column, column) for column in columns)} FROM mention "
            "WHERE id IN (SELECT id FROM original)", values)
        for table, others in (("mention_theme", "theme, score"), ("mention_service", "service"), ("author", "handle")):
            store.execute(
                f"INSERT INTO {table} (mention, {others}) SELECT mention + :shift, {others} FROM {table} "
                "WHERE mention IN (SELECT id FROM original)", values)
        store.execute("INSERT INTO mention_text (rowid, stems) SELECT id + :shift, stems FROM words", values)
        store.execute("COMMIT")
        say(f"{turn + 1} of {times}")
    sums = ("mentions", "opinions", "positive", "negative", "mixed")
    store.execute(f"UPDATE tally SET {', '.join(f'{c} = {c} * {times}' for c in sums)}")
    store.execute("UPDATE mention_text_known SET held = held * ?", (times,))
    store.executescript("PRAGMA journal_mode = WAL;")
    store.close()


class Server:
    """`resonance serve` over a folder, with somebody signed in; stopped by its own process id."""

    def __init__(self, place):
        began = time.perf_counter()
        # A file, as a service manager keeps it: a pipe that nobody empties would stop the server at its first 64 kB.
        log = CACHE / "serve.log"
        with log.open("w", encoding="utf-8") as file:
            self.process = subprocess.Popen(
                [BINARY, "serve", "--data", place, "--port", "0"], env=ENVIRONMENT, stderr=file,
                stdout=subprocess.DEVNULL)
        self.cookie, self.port = None, None
        while self.port is None:
            if found := re.search(r"is at http://127\.0\.0\.1:(\d+)", log.read_text(encoding="utf-8")):
                self.port = int(found[1])
            elif self.process.poll() is not None or time.perf_counter() - began > 300:
                raise SystemExit("bench: the server did not start: " + log.read_text(encoding="utf-8")[-500:])
            else:
                time.sleep(0.005)
        self.get("/healthz")
        self.start_seconds = time.perf_counter() - began

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(60)

    @property
    def memory(self):
        return resident(self.process.pid)

    def connection(self):
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)

    def get(self, path, connection=None):
        """The body of a page that must be there, and the seconds it took."""
        line = connection or self.connection()
        began = time.perf_counter()
        line.request("GET", path, headers={"Cookie": self.cookie, "Accept-Language": "fr"} if self.cookie else {})
        answer = line.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise SystemExit(f"bench: {path} answered {answer.status}")
        return body, time.perf_counter() - began

    def sign_in(self):
        line = self.connection()
        form = urllib.parse.urlencode({"email": EMAIL, "password": PASSWORD})
        line.request("POST", "/sign-in", form, {"Content-Type": "application/x-www-form-urlencoded"})
        answer = line.getresponse()
        answer.read()
        cookie = answer.getheader("Set-Cookie")
        if answer.status not in (302, 303) or not cookie:
            raise SystemExit(f"bench: signing in answered {answer.status}")
        self.cookie = cookie.split(";")[0]
        return self
