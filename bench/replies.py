"""How soon the check answers somebody who types a reply, over HTTP, and how soon replies are proposed among 20,000 past
ones."""
import random
import re
import shutil
import sqlite3
import statistics
import tempfile
import time
import urllib.parse

from hospital import Server, folder
from machine import ENVIRONMENT, ROOT, keep, say

ROUNDS, PAST = 300, 20_000
TEXT = ("Bonjour, merci d'avoir pris le temps de nous écrire. Nous regrettons l'attente que vous décrivez. Lors de votre "
        "séjour aux urgences, l'équipe a fait de son mieux. Nous restons à votre écoute pour en parler en privé. ")


def timed(act, rounds):
    spent = []
    for turn in range(rounds):
        began = time.perf_counter()
        act(turn)
        spent.append((time.perf_counter() - began) * 1000)
    return {"p50": round(statistics.median(spent), 1), "p95": round(statistics.quantiles(spent, n=20)[-1], 1)}


def conversations(store):
    """A conversation of our own making about a real mention, and another in which past replies stand."""
    text = ("SELECT id, published_at FROM mention WHERE length(text) > 120 AND language = 'fr' AND erased = 0 "
            "AND id NOT IN (SELECT mention FROM conversation_message) LIMIT 2")
    made = []
    for mention, at in store.execute(text).fetchall():
        store.execute("INSERT INTO conversation (id, network, root, state, language, first_at, last_at, messages) "
                      "VALUES (?, 'google', ?, 'open', 'fr', ?, ?, 1)", (mention, mention, at, at))
        store.execute("INSERT INTO conversation_message (mention, conversation, own, published_at) VALUES (?, ?, 0, ?)",
                      (mention, mention, at))
        made.append(mention)
    return made


def remember(store, conversation):
    """Past replies, each to a review made of the stems that real ones are made of."""
    random.seed(7)
    texts = [row[0] for row in store.execute("SELECT text FROM mention WHERE length(text) > 80 LIMIT 5000")]
    stems = [sorted({word for word in re.findall(r"[a-z]{3,12}", text.lower())})[:80] for text in texts]
    for place in range(PAST):
        number = 1_000_000 + place
        words = sorted(set(random.choice(stems)) | set(random.choice(stems)[:8]))[:80]
        store.execute("INSERT INTO reply (id, conversation, answers, author, text, state, created_at, changed_at) "
                      "VALUES (?, ?, ?, 1, ?, 'sent', 1, 1)",
                      (number, conversation, number, f"Bonjour, merci pour ce message.{' Il est lu.' * (place % 9)}"))
        store.execute("INSERT INTO reply_memory VALUES (?, ?, 'fr', NULL, 'waiting', ?, 1)", (number, number, len(words)))
        store.executemany("INSERT INTO reply_memory_word VALUES (?, ?)", [(word, number) for word in words])


def main():
    # Slower than with wordings alone, and what a hospital has.
    weights = ROOT / ".cache/encoder/encoder.bin"
    ENVIRONMENT["RESONANCE_ENCODER"] = str(weights) if weights.exists() else "none"
    with tempfile.TemporaryDirectory() as place:
        home = shutil.copytree(folder(2_000), f"{place}/data")
        with Server(home):
            pass
        with sqlite3.connect(f"{home}/resonance.sqlite") as store:
            one, other = conversations(store)
            say(f"laying in {PAST:,} past replies")
            remember(store, other)
        with Server(home) as server:
            server.sign_in()
            keep("replies", measure(server, one))


def measure(server, conversation):
    line = server.connection()
    page = server.get(f"/inbox/{conversation}/reply", line)[0].decode()
    fields = {name: re.search(rf'name="{name}" value="([^"]*)"', page)[1] for name in ("csrf", "answers", "seen", "others")}
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": server.cookie,
               "Origin": f"http://127.0.0.1:{server.port}"}

    def type_on(turn):
        text = TEXT[:40 + turn % (len(TEXT) - 40)]
        line.request("POST", f"/inbox/{conversation}/check", urllib.parse.urlencode(fields | {"text": text}), headers)
        answer = line.getresponse()
        body = answer.read().decode()
        assert answer.status == 200 and "data-check-result" in body, answer.status

    def propose(_):
        assert "suggestion" in server.get(f"/inbox/{conversation}/suggestions", line)[0].decode()

    return {"check_ms": timed(type_on, ROUNDS), "proposals_ms": timed(propose, 60) | {"past_replies": PAST},
            "encoder": ENVIRONMENT["RESONANCE_ENCODER"] != "none"}


if __name__ == "__main__":
    main()
