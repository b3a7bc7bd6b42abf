"""The inbox over 200,000 conversations, on both engines: how long its pages take to open, one after the other.

The conversations are written by SQL, with the shape that a large hospital's have after three years: nine in ten settled
or archived, twenty services, the languages and themes of real reviews, one in five with an answer. The texts are those
of real lengths, since a page reads forty of them."""
import http.client
import os
import pathlib
import random
import re
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse

from hospital import EMAIL, PASSWORD
from machine import BINARY, ENVIRONMENT, keep, ours, say

CONVERSATIONS = int(os.environ.get("BENCH_CONVERSATIONS", 200_000))
OPENINGS = int(os.environ.get("BENCH_OPENINGS", 60))
PAGES = {
    "open": "/inbox",
    "due": "/inbox?order=due",
    "resolved": "/inbox?view=resolved",
    "deep": None,
    "service": "/inbox?view=all&service=7",
    "theme": "/inbox?view=all&theme=billing",
    "network": "/inbox?view=all&network=threads&polarity=negative",
    "overdue": "/inbox?overdue=1",
    "times": "/hours/replies",
    "search": "/inbox?view=all&q=facture",
}
NETWORKS = ["google"] * 8 + ["facebook"] * 6 + ["own"] * 4 + ["instagram"] * 2 + ["x", "mastodon", "bluesky", "threads"]
STATES = ["unread"] * 2 + ["open"] * 2 + ["waiting"] * 4 + ["resolved"] * 42 + ["archived"] * 50
THEMES = ["welcome", "care", "waiting", "waiting", "information", "organisation", "room", "meals", "access", "billing"]
WORDS = "attente accueil équipe merci urgences médecin infirmière parking repas chambre douleur téléphone dossier".split()


def rows():
    """Mentions and conversations, the same on each run."""
    dice = random.Random(4)
    now = int(time.time() * 1e6)
    for number in range(CONVERSATIONS):
        id = 1_000_000_000_000 + number * 64
        at = now - (CONVERSATIONS - number) * 470_000_000
        state = dice.choice(STATES)
        urgent = "distress" if state == "open" and dice.random() < 0.003 else "none"
        polarity = dice.choices(["negative", "positive", "mixed", "neutral"], [4, 4, 1, 1])[0]
        text = " ".join(dice.choices(WORDS, k=dice.randint(8, 90))) + (" facture" if dice.random() < 0.01 else "")
        waits = state in ("unread", "open")
        yield dict(
            id=id, network=dice.choice(NETWORKS), at=at, state=state, urgency=urgent, polarity=polarity, text=text,
            person=dice.choice([None, 1, 2, 3]), due=at + 172_800_000_000 if waits else None,
            answered=at + 90_000_000_000 if state in ("waiting", "resolved") and dice.random() < 0.5 else None,
            services=dice.sample(range(1, 21), dice.choice([0, 1, 1, 1, 2])), themes=set(dice.choices(THEMES, k=2)))


def month(at):
    """Year and month as one number, 202611, as the store keeps them."""
    day = time.gmtime(at / 1e6)
    return day.tm_year * 100 + day.tm_mon


class Loader:
    """Writes rows; a subclass says how."""
    TABLES = {
        "mention": "id network external_id kind text language published_at collected_at day polarity urgency judged_by "
                   "erase_at origin own unsure erased",
        "mention_service": "service mention",
        "conversation": "id network root state handled person polarity urgency language first_at last_at answered_at "
                        "due_at messages version joined",
        "conversation_message": "mention conversation own published_at urgency erased",
        "conversation_service": "service conversation state last_at",
        "conversation_theme": "theme conversation polarity state last_at",
        "hours_reply": "conversation month network asked_at due_at answered_at waited within closed",
    }

    def load(self, origin):
        waiting = {table: [] for table in self.TABLES}
        for row in rows():
            id, at, state = row["id"], row["at"], row["state"]
            waiting["mention"].append((
                id, row["network"], f"bench-{id}", "review", row["text"], "fr", at, at, at // 86_400_000_000,
                row["polarity"], row["urgency"], "machine", at + 10**15, origin, 0, 0, 0))
            waiting["conversation"].append((
                id + 1, row["network"], id, state, 1, row["person"], row["polarity"], row["urgency"], "fr", at, at,
                row["answered"], row["due"], 1, 1, 0))
            waiting["conversation_message"].append((id, id + 1, 0, at, row["urgency"], 0))
            waited = 90_000 if row["answered"] else None
            waiting["hours_reply"].append((
                id + 1, month(at), row["network"], at, row["due"], row["answered"], waited and waited + id % 9_000,
                waited and 1, int(waited is None and row["due"] is None)))
            for service in row["services"]:
                waiting["mention_service"].append((service, id))
                waiting["conversation_service"].append((service, id + 1, state, at))
            for theme in row["themes"]:
                waiting["conversation_theme"].append((theme, id + 1, row["polarity"], state, at))
            if len(waiting["mention"]) == 20_000:
                self.write(waiting)
        self.write(waiting)

    def write(self, waiting):
        for table, columns in self.TABLES.items():
            self.insert(table, columns.split(), waiting[table])
            waiting[table].clear()


class SQLite(Loader):
    name = "sqlite"

    def __init__(self, folder):
        self.store = sqlite3.connect(pathlib.Path(folder) / "resonance.sqlite", isolation_level=None)
        self.store.execute("PRAGMA synchronous=OFF")

    def one(self, sql):
        return self.store.execute(sql).fetchone()[0]

    def run(self, sql):
        self.store.execute(sql)

    def insert(self, table, columns, rows):
        self.store.execute("BEGIN")
        self.store.executemany(
            f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})", rows)
        self.store.execute("COMMIT")

    def close(self):
        self.store.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self.store.close()


class PostgreSQL(Loader):
    name = "postgresql"

    def __init__(self, url):
        self.url = url

    def psql(self, sql, data=None):
        ended = subprocess.run(
            ["psql", "-X", "-q", "-t", "-A", "-v", "ON_ERROR_STOP=1", "-d", self.url, "-c", sql], input=data, text=True,
            capture_output=True, check=False)
        if ended.returncode:
            raise SystemExit(f"bench: psql: {ended.stderr[-500:]}")
        return ended.stdout.strip()

    def one(self, sql):
        return self.psql(sql).splitlines()[0]

    def run(self, sql):
        self.psql(sql)

    def insert(self, table, columns, rows):
        lines = "".join("\t".join("\\N" if cell is None else str(cell) for cell in row) + "\n" for row in rows)
        self.psql(f"COPY {table} ({', '.join(columns)}) FROM STDIN", lines)

    def close(self):
        # What autovacuum does by itself in the first minutes.
        self.psql("VACUUM ANALYZE")


class Site:
    """A server over an installation, and somebody signed in."""

    def __init__(self, folder, environment):
        self.port = 20_000 + os.getpid() % 9_000
        self.process = subprocess.Popen(
            [str(BINARY), "serve", "--data", folder, "--port", str(self.port)], env=environment,
            stderr=subprocess.PIPE, text=True)
        for line in self.process.stderr:
            if "Résonance is at" in line:
                break
        else:
            raise SystemExit("bench: the server did not start")
        self.pipe = subprocess.Popen(["cat"], stdin=self.process.stderr, stdout=subprocess.DEVNULL)
        self.cookie = ""
        self.request("GET", "/sign-in")
        form = urllib.parse.urlencode({"email": EMAIL, "password": PASSWORD})
        headers, _ = self.request("POST", "/sign-in", form)
        self.cookie = re.match(r"[^;]+", headers.get("Set-Cookie", ""))[0]

    def request(self, method, path, body=None):
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        headers = {"Accept": "text/html", "Cookie": self.cookie, "Sec-Fetch-Site": "same-origin"}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        link.request(method, path, body, headers)
        answer = link.getresponse()
        text = answer.read().decode()
        link.close()
        if answer.status >= 400:
            raise SystemExit(f"bench: {path} answered {answer.status}")
        return answer.headers, text

    def openings(self, path):
        """Milliseconds, sorted."""
        for _ in range(5):
            self.request("GET", path)
        took = []
        for _ in range(OPENINGS):
            began = time.perf_counter()
            _, text = self.request("GET", path)
            took.append((time.perf_counter() - began) * 1000)
        if path.startswith("/inbox") and 'data-talk="' not in text:
            raise SystemExit(f"bench: {path} shows no conversation")
        return sorted(took)

    def stop(self):
        self.process.terminate()
        self.process.wait(60)


def measure(loader, folder, environment):
    loader.run("""INSERT INTO origin (id, kind, network, address, label, purpose, retention_days, state,
      interval_seconds, next_at, created_at) VALUES (1, 'files', 'google', 'bench', 'Mesure', 'Mesure', 3650, 'active',
      3600, 9000000000000000, 0)""")
    loader.run("""INSERT INTO setting (key, value) VALUES ('inbox.past', '"done"')""")
    began = time.perf_counter()
    loader.load(1)
    loader.close()
    say(f"{loader.name}: {CONVERSATIONS:,} conversations written in {time.perf_counter() - began:.0f} s")
    site = Site(folder, environment)
    try:
        figures = {}
        page = "/inbox?view=resolved"
        for _ in range(25):
            _, text = site.request("GET", page)
            page = re.search(r'rel="next" href="([^"]+)"', text)[1].replace("&amp;", "&")
        for name, path in PAGES.items():
            if name == "search" and not os.environ.get("BENCH_SEARCH"):
                continue  # The text index is Listening's, and is measured by bench/pages.py.
            took = site.openings(path or page)
            figures[name] = {"p50": statistics.median(took), "p95": took[int(len(took) * 0.95)]}
            say(f"{loader.name} {name}: p50 {figures[name]['p50']:.1f} ms, p95 {figures[name]['p95']:.1f} ms")
        _, text = site.request("GET", "/inbox")
        one = re.search(r'href="(/inbox/\d+)" data-open', text)[1]
        began = time.perf_counter()
        site.request("GET", one)
        figures["conversation"] = {"p50": (time.perf_counter() - began) * 1000}
        return figures
    finally:
        site.stop()


def people(folder, environment):
    subprocess.run(
        [str(BINARY), "user", "add", EMAIL, "--name", "Mesure", "--role", "communication", "--data", folder],
        input=PASSWORD + "\n", text=True, env=environment, check=True, capture_output=True)


def main():
    found = {}
    folder = tempfile.mkdtemp(prefix="resonance-inbox-")
    people(folder, ENVIRONMENT)
    found["sqlite"] = measure(SQLite(folder), folder, ENVIRONMENT)
    shutil.rmtree(folder)
    server = os.environ.get("RESONANCE_TEST_POSTGRES")
    if server:
        name = f"inbox_{os.getpid()}"
        PostgreSQL(server).psql(f"CREATE DATABASE {name}")
        url = re.sub(r"/[^/]*$", "/" + name, server)
        folder = tempfile.mkdtemp(prefix="resonance-inbox-")
        environment = ENVIRONMENT | {"RESONANCE_DATABASE": url}
        try:
            people(folder, environment)
            found["postgresql"] = measure(PostgreSQL(url), folder, environment)
        finally:
            PostgreSQL(server).psql(f"DROP DATABASE {name} WITH (FORCE)")
            shutil.rmtree(folder)
    keep("inbox", found | {"conversations": CONVERSATIONS})
    import peer_inbox  # Here, since it takes our rows.
    if peer := peer_inbox.measure():
        keep("inbox", found | {"helpdesk": peer, "conversations": CONVERSATIONS})
    slow = [f"{engine} {page}" for engine, pages in found.items() for page, took in pages.items()
            if took.get("p95", 0) >= 100]
    if slow:
        sys.exit("bench: over 100 ms: " + ", ".join(slow))


if __name__ == "__main__":
    main()
