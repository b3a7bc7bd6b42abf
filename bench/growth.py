"""The same questions to ten thousand, a hundred thousand, a million and, with FULL=1, ten million mentions:
milliseconds of processor for one request, since the clock also counts the machine's other work."""
import os
import urllib.parse

from hospital import Server, folder
from machine import BINARY, Rounds, keep, processor, say, timed_cpu

SIZES = [10_000, 100_000, 1_000_000] + ([10_000_000] if os.environ.get("FULL") == "1" else [])
ROUNDS = 3


def search(words):
    return "/stream?q=" + urllib.parse.quote(words)


QUESTIONS = {
    "today": "/today",
    "stream": "/stream",
    "filtered": "/stream?polarity=negative&network=google",
    "theme": "/stream?theme=waiting",
    "rare": "/stream?urgency=distress",
    "word": search("attente"),
    "words": search("médecin téléphone"),
    "phrase": search('"salle d\'attente"'),
    "beginning": search("rembours*"),
    "short beginning": search("con*"),
}


def cost(server, path, line, requests=8):
    """Milliseconds of processor that a request takes; kept connection, several requests, since a clock has ticks."""
    before = processor(server.process.pid)
    for _ in range(requests):
        server.get(path, line)
    return (processor(server.process.pid) - before) / requests * 1000


def main():
    result = {}
    for size in SIZES:
        place = folder(size)
        with Server(place) as server:
            server.sign_in()
            line = server.connection()
            figures = {}
            for name, path in QUESTIONS.items():
                for _ in range(3):
                    server.get(path, line)
                figures[name] = Rounds(cost(server, path, line) for _ in range(ROUNDS))
        figures["temperature"] = Rounds(
            timed_cpu([BINARY, "temperature", "--data", place, "--json"])[0] * 1000 for _ in range(ROUNDS))
        result[str(size)] = {name: {"median": f.median, "least": f.least} for name, f in figures.items()}
        say(f"growth: {size:,}: " + ", ".join(f"{name} {f.median:.1f}" for name, f in figures.items()))
    keep("growth", result)


if __name__ == "__main__":
    main()
