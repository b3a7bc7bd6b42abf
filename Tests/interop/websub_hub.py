"""A WebSub hub and a publisher that others wrote (Flask-WebSub), for the tests of our subscriber.

    websub_hub.py PORT

Publishes /feed with a Link to the hub at /hub; POST /say with a title adds an item and has the hub tell its
subscribers. GET /state says who is subscribed. Everything runs in this process: Celery's tasks are eager.
"""

import os
import sys
import tempfile

from celery import Celery
from flask import Flask, Response, jsonify, request
from flask_websub.hub import Hub, SQLite3HubStorage

port = int(sys.argv[1])
base = f"http://127.0.0.1:{port}"
folder = tempfile.mkdtemp()
app = Flask(__name__)
app.config["PUBLISH_SUPPORTED"] = True
celery = Celery("hub", broker="memory://")
celery.conf.task_always_eager = True
storage = SQLite3HubStorage(os.path.join(folder, "hub.sqlite"))
hub = Hub(storage, celery, BACKOFF_BASE=0.01, MAX_ATTEMPTS=1, SIGNATURE_ALGORITHM="sha256", REQUEST_TIMEOUT=5)
app.register_blueprint(hub.build_blueprint(url_prefix="/hub"))
items = ["Premier article"]


@app.get("/feed")
def feed():
    lines = "".join(
        f"<item><guid isPermaLink='false'>urn:hub:{n}</guid><title>{title}</title>"
        f"<description>Un article de la presse sur le CHU, numéro {n}.</description></item>"
        for n, title in enumerate(items)
    )
    body = f"<?xml version='1.0'?><rss version='2.0'><channel><title>Hub</title><link>{base}/</link>{lines}</channel></rss>"
    headers = {"Link": f'<{base}/hub>; rel="hub", <{base}/feed>; rel="self"'}
    return Response(body, mimetype="application/rss+xml", headers=headers)


@app.post("/say")
def say():
    items.append(request.form["title"])
    hub.send_change_notification.delay(f"{base}/feed")
    return "", 204


@app.get("/state")
def state():
    return jsonify([[callback, bool(secret)] for callback, secret in storage.get_callbacks(f"{base}/feed")])


app.run(port=port, threaded=True)
