"""Pages under load over a million mentions, beside nginx giving a file of the same size."""
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import urllib.parse

from hospital import Server, folder
from machine import BENCH, ENVIRONMENT, Rounds, keep, processor, resident, say

MENTIONS = 1_000_000
ROUNDS, SECONDS, CONNECTIONS = 3, 5, 8
KEYS = ("rate", "p50", "p99", "processor")
WORDS = ["attente", "urgences", "infirmière", "parking", "accueil", "téléphone", "médecin", "merci", "repas", "douleur",
         "assurance", "rendez-vous", "remboursement", "propreté", "hopitaux", "sage-femme", "scanner", "facture"]


def quoted(words):
    return "/stream?q=" + urllib.parse.quote(words)


SEARCHES = [quoted(word) for word in WORDS] + [quoted(f"{one} {two}") for one, two in zip(WORDS, WORDS[1:])] \
    + [quoted(start) for start in ("rembours*", "infirm*", "attent*", "con*")] + [quoted('"salle d\'attente"')]


def wrk(port, pid, paths, cookie=""):
    """Requests a second, milliseconds under which half and 99 of a hundred were answered, and of processor for one."""
    before = processor(pid)
    ended = subprocess.run(
        ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "--timeout", "30s", "-s", BENCH / "load.lua",
         f"http://127.0.0.1:{port}"], capture_output=True, text=True, check=True,
        env=ENVIRONMENT | {"BENCH_PATHS": " ".join(paths), "BENCH_COOKIE": cookie})
    requests, microseconds, p50, p99, errors = map(int, re.search(r"FIGURES (.*)", ended.stdout)[1].split())
    if errors or not requests:
        raise SystemExit(f"bench: {errors} errors under load: {ended.stdout}")
    return {"rate": requests / microseconds * 1e6, "p50": p50 / 1000, "p99": p99 / 1000,
            "processor": (processor(pid) - before) / requests * 1000}


class Nginx:
    """nginx giving one file a page, each of the size of that page."""

    def __init__(self, place, pages):
        self.place = pathlib.Path(place)
        for name, body in pages.items():
            (self.place / name).write_bytes(body)
        os.chmod(self.place, 0o755)
        self.port = 18_000 + os.getpid() % 2_000
        (self.place / "nginx.conf").write_text(f"""
            worker_processes {os.cpu_count()}; daemon off; pid {place}/pid; error_log {place}/log;
            events {{ worker_connections 512; }}
            http {{ access_log off; sendfile on; keepalive_requests 10000000; default_type text/html;
              client_body_temp_path {place}/a; proxy_temp_path {place}/b; fastcgi_temp_path {place}/c;
              uwsgi_temp_path {place}/d; scgi_temp_path {place}/e;
              server {{ listen 127.0.0.1:{self.port}; root {place}; }} }}""")
        self.process = subprocess.Popen(
            ["nginx", "-p", place, "-c", f"{place}/nginx.conf"], env=ENVIRONMENT | {"PATH": "/usr/sbin:/usr/bin:/bin"})

    def stop(self):
        self.process.terminate()
        self.process.wait(20)


def views(server):
    """The pages that a team opens all day."""
    stream, _ = server.get("/stream")
    mentions = re.findall(r'href="(/mentions/\d+)"', stream.decode())
    return {
        "today": ["/today"],
        "stream": ["/stream"],
        "filtered": ["/stream?polarity=negative&network=google", "/stream?theme=waiting",
                     "/stream?kind=review&polarity=negative&theme=care"],
        "search": SEARCHES,
        "mention": sorted(set(mentions))[:20],
    }


def measure(server):
    """Each page and its file in nginx in turn, several rounds."""
    pages = views(server)
    bodies = {name: server.get(paths[0])[0] for name, paths in pages.items()}
    result = {}
    with tempfile.TemporaryDirectory() as place:
        nginx = Nginx(place, bodies)
        try:
            for name, paths in pages.items():
                rounds = [(wrk(server.port, server.process.pid, paths, server.cookie),
                           wrk(nginx.port, nginx.process.pid, ["/" + name]))
                          for _ in range(ROUNDS)]
                result[name] = {
                    "bytes": len(bodies[name]),
                    **{side: {key: Rounds(pair[index][key] for pair in rounds).median for key in KEYS}
                       for index, side in enumerate(("ours", "nginx"))}}
                mine, peer = result[name]["ours"], result[name]["nginx"]
                say(f"pages: {name} {mine['rate']:,.0f}/s p50 {mine['p50']:.2f} p99 {mine['p99']:.2f} ms, "
                    f"processor {mine['processor']:.1f} ms; "
                    f"nginx {peer['rate']:,.0f}/s p50 {peer['p50']:.2f} p99 {peer['p99']:.2f} ms")
            result["nginx_memory"] = resident(nginx.process.pid)
        finally:
            nginx.stop()
    return result


def main():
    mentions = int(sys.argv[1]) if len(sys.argv) > 1 else MENTIONS
    with Server(folder(mentions)) as server:
        server.sign_in()
        result = measure(server)
        # One at a time: what a person waits for a search, no queue before it.
        line = server.connection()
        waits = Rounds(min(server.get(path, line)[1] for _ in range(3)) * 1000 for path in SEARCHES)
        result |= {"mentions": mentions, "connections": CONNECTIONS, "loaded_memory": server.memory,
                   "search_median": waits.median, "search_worst": waits.most}
        say(f"pages: a search alone takes {waits.median:.1f} ms, {waits.most:.1f} at worst")
    keep("pages", result)


if __name__ == "__main__":
    main()
