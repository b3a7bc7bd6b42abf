"""The composer's checks, from the words as they are typed to what stands beside them: whole requests over one kept
connection, for a post on seven networks. Each checks the rules of ethics, what identifies a patient, every network's own
count and what it would cost. Each length is measured twice: while somebody types, when the last words alone are new, and
with a text of which every paragraph is new. Nothing at hand does the same to compare with."""
import http.client
import re
import shutil
import statistics
import tempfile
import time
import urllib.parse

from deliveries import Hospital
from machine import keep, say

CHECKS = 60
LENGTHS = [80, 280, 1_000, 3_000]
SENTENCES = [
    "Conférence n° {n} ouverte à tous, jeudi à 18 h, dans le hall de l’hôpital.",
    "Une IRM dure de vingt à quarante minutes, et l’on peut se faire accompagner jusqu’à la porte.",
    "Le service d’imagerie répond aux questions du lundi au vendredi, de 9 h à 17 h.",
    "Pensez à apporter votre ordonnance, votre carte Vitale et vos anciens examens.",
]


def words(length, number, typed):
    """An information post of about `length` characters, every paragraph of which is new, or none but the last words."""
    paragraphs = [" ".join(SENTENCES).format(n=number + 7 * turn if not typed else 1_000 + turn)
                  for turn in range(1 + length // 200)]
    text = "\n\n".join(paragraphs)[:length].rsplit(" ", 1)[0]
    return f"{text} {number}." if typed else text


class Composer:
    """Somebody signed in, with a new post open."""

    def __init__(self, address):
        self.link = http.client.HTTPConnection(address, timeout=60)
        self.headers = {"Accept": "text/html", "Accept-Language": "fr", "Sec-Fetch-Site": "same-origin"}
        _, cookie = self.ask("POST", "/sign-in", {
            "email": "communication@valmont.example", "password": "valmont-demonstration"})
        self.headers["Cookie"] = cookie.split(";")[0]
        page, _ = self.ask("GET", "/posts/new")
        self.form = re.search(r"<form[^>]*data-post-composer.*?</form>", page, re.S)[0]
        fixed = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', self.form)
        self.fields = dict(fixed) | {
            "title": "Conférence", "kind": "news", "audience": "everybody", "language": "fr",
            "face": re.findall(r'<input type="checkbox" name="face" value="(\d+)"', self.form)}

    def check(self, text):
        """Milliseconds of one check."""
        began = time.perf_counter()
        said, _ = self.ask("POST", "/posts/check", self.fields | {"text": text})
        took = (time.perf_counter() - began) * 1000
        if said.count("data-face-check") != len(self.fields["face"]):
            raise SystemExit("bench: the check does not speak of every account")
        return took

    def ask(self, method, path, form=None):
        body = urllib.parse.urlencode(form, doseq=True) if form else None
        kind = {"Content-Type": "application/x-www-form-urlencoded"} if form else {}
        self.link.request(method, path, body, self.headers | kind)
        answer = self.link.getresponse()
        text = answer.read().decode()
        if answer.status >= 400:
            raise SystemExit(f"bench: {path} answered {answer.status}")
        return text, answer.getheader("Set-Cookie") or ""


def main():
    folder = tempfile.mkdtemp(prefix="resonance-composer-")
    hospital, found, number = Hospital(folder), {}, 1_000
    try:
        composer = Composer(hospital.address)
        hospital.rest(lambda: composer.ask("GET", "/posts/new"))
        for length in LENGTHS:
            for way in ("typed", "new"):
                took = []
                for turn in range(CHECKS + 5):
                    number += 1_000
                    spent = composer.check(words(length, number, way == "typed"))
                    took += [spent] if turn >= 5 else []
                took.sort()
                one = found.setdefault(way, {})[length] = {
                    "p50": statistics.median(took), "p95": took[int(len(took) * 0.95)]}
                say(f"composer, {length} characters, {way}: p50 {one['p50']:.1f} ms, p95 {one['p95']:.1f} ms")
    finally:
        hospital.stop()
        shutil.rmtree(folder)
    keep("composer", {"networks": len(composer.fields["face"])} | found)


if __name__ == "__main__":
    main()
