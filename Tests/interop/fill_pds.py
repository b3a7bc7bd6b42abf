#!/usr/bin/env python3
"""Gives the Bluesky PDS of the tests something to read: fill_pds.py URL."""
import json, sys, urllib.request

url = sys.argv[1] + "/xrpc/"


def call(method, body, token=None):
    headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
    return json.load(urllib.request.urlopen(urllib.request.Request(url + method, json.dumps(body).encode(), headers)))


session = call("com.atproto.server.createSession", {"identifier": "hospital.test", "password": "app-pass-1"})


def post(text, when, **more):
    record = {"$type": "app.bsky.feed.post", "text": text, "createdAt": when, "langs": ["fr"]} | more
    body = {"repo": session["did"], "collection": "app.bsky.feed.post", "record": record}
    return call("com.atproto.repo.createRecord", body, session["accessJwt"])


first = post("Les urgences pédiatriques déménagent", "2026-11-20T08:00:00.000Z")
link = "https://exemple.fr/urgences/pediatriques/demenagement"
text = "Tout savoir : exemple.fr/urgences…"
start = len("Tout savoir : ".encode())
facet = {"index": {"byteStart": start, "byteEnd": len(text.encode())},
         "features": [{"$type": "app.bsky.richtext.facet#link", "uri": link}]}
reference = {"uri": first["uri"], "cid": first["cid"]}
post(text, "2026-11-20T09:00:00.000Z", facets=[facet], reply={"root": reference, "parent": reference})
