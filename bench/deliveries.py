"""Ten thousand messages due at the same minute, on Facebook and LinkedIn as the sample hospital plays them: how many
leave in a second, the memory at its highest, and whether each left once. Beside it, the least that anybody could do:
a loop over one kept connection that posts the same texts to the same networks and remembers nothing.

The posts are written by SQL, approved and due; everything else is what happens in earnest: each text is checked again,
armed in the store, sent, and its answer kept. The played networks live in the server's own process: their processor and
their memory count as ours."""
import http.client
import json
import os
import pathlib
import shutil
import sqlite3
import subprocess
import tempfile
import time
import urllib.parse

from machine import BINARY, ENVIRONMENT, keep, processor, resident, say

MESSAGES = int(os.environ.get("BENCH_DELIVERIES", 10_000))
NETWORKS = ["facebook", "linkedin"]
PAGE = "104500000000001"


class Hospital:
    """The sample hospital over a folder, with its networks beside it."""

    def __init__(self, folder):
        port = 21_000 + os.getpid() % 8_000
        self.process = subprocess.Popen(
            [str(BINARY), "serve", "--data", folder, "--port", str(port), "--sample"],
            env=ENVIRONMENT, stderr=subprocess.PIPE, text=True)
        self.address, self.networks = f"127.0.0.1:{port}", None
        for line in self.process.stderr:
            if "networks are played at" in line:
                self.networks = line.split()[-1]
                break
        if not self.networks:
            raise SystemExit("bench: the sample hospital did not start")
        self.pipe = subprocess.Popen(["cat"], stdin=self.process.stderr, stdout=subprocess.DEVNULL)

    def control(self, question):
        link = http.client.HTTPConnection(urllib.parse.urlsplit(self.networks).netloc, timeout=60)
        link.request("GET", question)
        body = link.getresponse().read()
        link.close()
        return json.loads(body)

    def rest(self, meanwhile, longest=120):
        """Until the sample's own messages have been read and learned from: two seconds with hardly any work."""
        until = time.monotonic() + longest
        while time.monotonic() < until:
            before = processor(self.process.pid)
            time.sleep(2)
            if processor(self.process.pid) - before < 0.2:
                return
            meanwhile()

    def stop(self):
        self.process.terminate()
        self.process.wait(60)


def text(number):
    return f"Conférence n° {number + 1_000} ouverte à tous, jeudi à 18 h, dans le hall de l’hôpital."


def plan(store, count):
    """Approved posts, due now, each on both networks."""
    channels = dict(store.execute("SELECT network, id FROM channel").fetchall())
    faces = [channels[network] for network in NETWORKS]
    # A post of the sample that has been approved gives the shape.
    shape, author = store.execute("SELECT content, author FROM post WHERE state IN ('scheduled', 'sending', 'published')").fetchone()
    shape = json.loads(shape) | {"faces": [{"channel": face, "thread": []} for face in faces]}
    now = int(time.time() * 1e6)
    store.execute("BEGIN")
    store.execute("UPDATE sending SET state = 'cancelled' WHERE state = 'ready'")
    for number in range(count // len(faces)):
        post = 1_000_000_000 + number * 64
        content = json.dumps(shape | {"text": text(number), "title": f"Conférence {number}"}, ensure_ascii=False)
        store.execute(
            "INSERT INTO post (id, content, title, kind, version, state, stage, author, due_at, created_at, changed_at) "
            "VALUES (?, ?, ?, ?, 1, 'scheduled', 1, ?, ?, ?, ?)",
            (post, content, f"Conférence {number}", shape["kind"], author, now, now, now))
        store.execute("INSERT INTO post_version VALUES (?, 1, ?, ?, ?)", (post, content, author, now))
        for index, channel in enumerate(faces):
            store.execute(
                "INSERT INTO sending (id, post, version, channel, ordinal, role, text, state, key, due_at) "
                "VALUES (?, ?, 1, ?, 0, 'post', ?, 'ready', ?, ?)",
                (post + 1 + index, post, channel, text(number), f"bench-{post + index}", now))
    for channel in faces:
        store.execute("DELETE FROM job WHERE kind = 'post.send' AND key = ?", (str(channel),))
        store.execute(
            "INSERT INTO job (kind, key, payload, priority, run_at, state) VALUES ('post.send', ?, ?, 0, ?, 'ready')",
            (str(channel), json.dumps({"channel": channel}), now))
    store.execute("COMMIT")


def counts(store):
    return dict(store.execute("SELECT state, COUNT(*) FROM sending WHERE id < 100000000000 GROUP BY state").fetchall())


def deliver(count):
    """Seconds, processor and memory for `count` messages."""
    folder = tempfile.mkdtemp(prefix="resonance-deliveries-")
    path = pathlib.Path(folder) / "resonance.sqlite"
    Hospital(folder).stop()
    with sqlite3.connect(path, timeout=60, isolation_level=None) as store:
        plan(store, count)
    hospital = Hospital(folder)
    store = sqlite3.connect(path, timeout=60, isolation_level=None)
    try:
        quiet, began, spent = resident(hospital.process.pid), time.perf_counter(), processor(hospital.process.pid)
        first = counts(store).get("ready", 0)
        while (left := counts(store)).get("ready", 0) + left.get("armed", 0) > 0:
            if time.perf_counter() - began > 1_800 or hospital.process.poll() is not None:
                raise SystemExit(f"bench: after {time.perf_counter() - began:.0f} s there are still {left}")
            time.sleep(0.2)
        seconds = time.perf_counter() - began
        figures = {
            "messages": first, "seconds": seconds, "per second": first / seconds,
            "processor ms": (processor(hospital.process.pid) - spent) * 1000 / first,
            "quiet MB": quiet, "peak MB": resident(hospital.process.pid, peak=True), "states": left,
            "doubles": doubles(hospital)}
    finally:
        store.close()
        hospital.stop()
        shutil.rmtree(folder)
    return figures


def bare():
    """Posts a second of a loop that sends as many texts to the played Facebook over one kept connection, and keeps
    nothing; and by how much the memory of the played networks grows with them."""
    folder = tempfile.mkdtemp(prefix="resonance-bare-")
    hospital = Hospital(folder)
    try:
        address = urllib.parse.urlsplit(hospital.networks)
        quiet = resident(hospital.process.pid)
        link, began = http.client.HTTPConnection(address.netloc, timeout=60), time.perf_counter()
        for number in range(MESSAGES):
            form = urllib.parse.urlencode({"message": text(number), "access_token": f"simulated-facebook-{PAGE}"})
            link.request("POST", f"/facebook/v24.0/{PAGE}/feed", form,
                         {"Content-Type": "application/x-www-form-urlencoded"})
            answer = link.getresponse()
            said = answer.read()
            if answer.status != 200:
                raise SystemExit(f"bench: the played Facebook answered {answer.status}: {said[:200]}")
        return {
            "per second": MESSAGES / (time.perf_counter() - began),
            "grown MB": resident(hospital.process.pid, peak=True) - quiet}
    finally:
        hospital.stop()
        shutil.rmtree(folder)


def doubles(hospital):
    """Texts that a visitor of the played networks sees more than once."""
    seen = {}
    for network in NETWORKS:
        for post in hospital.control(f"/_control/published?network={network}")["published"]:
            key = (network, post["text"])
            seen[key] = seen.get(key, 0) + 1
    return sum(1 for times in seen.values() if times > 1)


def main():
    few, many, loop = deliver(200), deliver(MESSAGES), bare()
    for figures in (few, many):
        if figures["doubles"] or figures["states"].get("sent") != figures["messages"]:
            raise SystemExit(f"bench: not every message left once: {figures}")
        say(f"{figures['messages']} deliveries: {figures['per second']:.0f} a second, "
            f"{figures['processor ms']:.1f} ms of processor each, {figures['peak MB']:.0f} MB at most")
    say(f"a bare loop: {loop['per second']:.0f} a second; the networks grew by {loop['grown MB']:.0f} MB")
    keep("deliveries", {"few": few, "many": many, "bare": loop})


if __name__ == "__main__":
    main()
