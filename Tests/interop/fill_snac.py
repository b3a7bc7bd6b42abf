#!/usr/bin/env python3
"""Gives the snac of the tests something to read: fill_snac.py URL BASEDIR STATE. Leaves access tokens in
STATE/token (the hospital's) and STATE/patient-token."""
import json, os, re, subprocess, sys, time, urllib.parse, urllib.request

url, base, state = sys.argv[1:]


def snac(*arguments):
    subprocess.run(["snac", *arguments[:1], base, *arguments[1:]], check=True, capture_output=True)


def call(path, form=None, token=None):
    data = urllib.parse.urlencode(form).encode() if form else None
    request = urllib.request.Request(url + path, data, {"Authorization": f"Bearer {token}"} if token else {})
    return json.load(urllib.request.urlopen(request))


def sign_in(who):
    password = re.search(r"User password is (\S+)", open(f"{state}/{who}.txt").read()).group(1)
    back = "urn:ietf:wg:oauth:2.0:oob"
    app = call("/api/v1/apps", {"client_name": "tests", "redirect_uris": back, "scopes": "read write"})
    form = {"login": who, "passwd": password, "redir": back, "cid": app["client_id"], "state": "", "x-snac-token": "1"}
    page = urllib.request.urlopen(url + "/oauth/x-snac-get-token", urllib.parse.urlencode(form).encode()).read().decode()
    return re.search(r"[0-9a-f]{32,}|[A-Za-z0-9_-]{32,}", re.sub(r"<style.*?</style>|<[^>]*>", " ", page, flags=re.S)).group(0)


for index in range(5):
    snac("note", "hospital", f"Message {index} du CHU : les **urgences** sont ouvertes #chu https://exemple.fr/{index}")
snac("note_unlisted", "hospital", "Discret mais lisible & utile")
snac("note_mention", "hospital", "Ceci est privé")
snac("note", "patient", "Merci aux infirmières du #chu, trois heures d'attente quand même")
time.sleep(1.5)
for who, name in (("hospital", "token"), ("patient", "patient-token")):
    try:
        token = sign_in(who)
    except Exception as problem:
        print(f"no token from snac: {problem}", file=sys.stderr)
        token = ""
    open(os.path.join(state, name), "w").write(token)
