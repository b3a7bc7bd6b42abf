"""Replies that leave for a network, by the whole binary: killed between the network's yes and our commit, restored from a
backup, and against a real snac (Tests/interop/peers).

No browser is needed: forms are posted as one would. Every test runs on SQLite, and on PostgreSQL when
RESONANCE_TEST_POSTGRES is set.
"""
import contextlib
import http.cookiejar
import http.server
import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid

import pytest

from conftest import BINARY

WHO, PASSWORD, TOKEN = "administration@chu.example", "une phrase longue et secrète", "token-of-the-hospital-0123456789"
REPLY = "Merci de votre message. Pour en parler, écrivez-nous à usagers@chu.example."


class Node:
    """An installation with one account, started, killed and started again."""

    def __init__(self, engine):
        self.folder = tempfile.mkdtemp(prefix="resonance-delivery-")
        self.environment = {k: v for k, v in os.environ.items() if not k.startswith("RESONANCE_")}
        self.environment |= {
            "RESONANCE_WIRE_ALLOW": "127.0.0.1", "RESONANCE_WIRE_PAUSE": "0", "RESONANCE_ENCODER": "none"}
        self.database = self.process = None
        if engine == "postgresql":
            url = os.environ.get("RESONANCE_TEST_POSTGRES")
            if not url:
                pytest.skip("RESONANCE_TEST_POSTGRES is not set")
            name = "delivery_" + uuid.uuid4().hex[:12]
            subprocess.run(["psql", "-q", url, "-c", f"CREATE DATABASE {name}"], check=True)
            self.server, self.name = url, name
            self.database = re.sub(r"/[^/]*$", "/" + name, url)
            self.environment["RESONANCE_DATABASE"] = self.database
        self.command("user", "add", WHO, "--name", "Anne", "--role", "administrator", given=PASSWORD + "\n")
        self.log = []

    def command(self, *arguments, given=None):
        done = subprocess.run(
            [str(BINARY), *arguments, "--data", self.folder], env=self.environment, input=given, text=True,
            capture_output=True)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def start(self):
        self.process = subprocess.Popen(
            [str(BINARY), "serve", "--data", self.folder, "--port", "0"], env=self.environment, stderr=subprocess.PIPE,
            text=True)
        for line in self.process.stderr:
            self.log.append(line)
            if found := re.search(r"Résonance is at (http\S+)", line):
                self.url = found[1]
                threading.Thread(target=lambda: self.log.extend(self.process.stderr), daemon=True).start()
                break
        else:
            raise RuntimeError("the server did not start: " + "".join(self.log[-20:]))
        self.jar = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
        self.post("/sign-in", {"email": WHO, "password": PASSWORD}, page="/sign-in")

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(20)

    def stop(self):
        self.process.terminate()
        self.process.wait(60)

    def end(self):
        if self.process and self.process.poll() is None:
            self.kill()
        if self.database:
            subprocess.run(["psql", "-q", self.server, "-c", f"DROP DATABASE {self.name} WITH (FORCE)"], check=False)
        shutil.rmtree(self.folder, ignore_errors=True)

    # What people do

    def get(self, path):
        return self.jar.open(self.url + path, timeout=60).read().decode()

    def post(self, path, fields, page=None):
        proof = re.search(r'data-csrf="([0-9a-f]+)"', self.get(page or path))
        body = urllib.parse.urlencode(fields | ({"csrf": proof[1]} if proof else {})).encode()
        return self.jar.open(self.url + path, body, timeout=60).read().decode()

    # The store

    def sql(self, text):
        """One statement; rows as lists of texts."""
        if self.database:
            out = subprocess.run(
                ["psql", "-X", "-q", "-t", "-A", "-F", "\t", "-d", self.database, "-c", text], check=True, text=True,
                capture_output=True).stdout
            return [line.split("\t") for line in out.splitlines() if line]
        with contextlib.closing(sqlite3.connect(self.folder + "/resonance.sqlite", timeout=30)) as store, store:
            return [[str(value) if value is not None else "" for value in row] for row in store.execute(text)]

    def wait(self, text, seconds=120):
        end = time.time() + seconds
        while time.time() < end:
            if rows := self.sql(text):
                return rows
            time.sleep(0.3)
        raise AssertionError(f"never: {text}\n" + "".join(self.log[-20:]))

    def approve(self, mention):
        """An approved reply on its way, as its approval leaves it."""
        now = int(time.time() * 1_000_000)
        # The server makes the conversation, too, at a moment of its own: whoever is first.
        self.sql(f"""INSERT INTO conversation (id, network, root, state, first_at, last_at, messages)
            SELECT {now}, 'mastodon', {mention}, 'open', {now}, {now}, 1
            WHERE NOT EXISTS (SELECT 1 FROM conversation_message WHERE mention = {mention}) ON CONFLICT DO NOTHING""")
        self.sql(f"""INSERT INTO conversation_message (mention, conversation, own, published_at)
            SELECT {mention}, id, 0, {now} FROM conversation WHERE root = {mention} ON CONFLICT DO NOTHING""")
        talk = int(self.sql(f"SELECT conversation FROM conversation_message WHERE mention = {mention}")[0][0])
        reply = now + 1
        self.sql(f"""INSERT INTO reply (id, conversation, answers, author, text, state, seen, created_at, changed_at)
            VALUES ({reply}, {talk}, {mention}, 1, '{REPLY}', 'approved', '', {now}, {now})""")
        self.sql(f"""INSERT INTO delivery (reply, state, key, queued_at, due_at)
            VALUES ({reply}, 'ready', '{uuid.uuid4()}', {now}, {now})""")
        self.sql(f"""INSERT INTO job (kind, key, payload, run_at, priority, state)
            VALUES ('reply.deliver', '{reply}', '{{"reply":{reply}}}', 0, 0, 'ready')""")
        return reply

    def delivery(self, reply):
        return self.sql(f"SELECT state, reason, tries FROM delivery WHERE reply = {reply}")[0]


class Mastodon:
    """A server with our account, one patient's message, and what our account publishes."""

    def __init__(self):
        self.posts, self.at_post = [], lambda: None
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def say(self, value, status=200):
                body = json.dumps(value).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def do_GET(self):
                if self.headers.get("Authorization") != f"Bearer {TOKEN}":
                    return self.say({"error": "no"}, 401)
                self.say(*outer.answer(self.path.split("?")[0]))

            def do_POST(self):
                body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
                is_json = "json" in self.headers.get("Content-Type", "")
                fields = json.loads(body) if is_json else dict(urllib.parse.parse_qsl(body))
                outer.posts.append(fields | {"key": self.headers.get("Idempotency-Key")})
                outer.at_post()
                try:
                    self.say(outer.status(len(outer.posts) - 1))
                except BrokenPipeError:
                    pass

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def said(self):
        return {"id": "7", "uri": self.url + "/patient/7", "url": self.url + "/patient/7", "visibility": "public",
                "created_at": self.moment(-600), "content": "<p>Le parking est plein</p>", "in_reply_to_id": None,
                "account": {"id": "2", "acct": "patient@elsewhere.example"}, "language": "fr"}

    def status(self, index):
        post = self.posts[index]
        return {"id": str(100 + index), "uri": f"{self.url}/chu/{100 + index}", "visibility": "public",
                "created_at": self.moment(), "content": f"<p>{post['status']}</p>",
                "in_reply_to_id": post.get("in_reply_to_id"), "account": {"id": "1", "acct": "chu"}}

    @staticmethod
    def moment(seconds=0):
        return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + seconds))

    def answer(self, path):
        if path == "/api/v1/accounts/verify_credentials":
            return ({"id": "1", "acct": "chu", "display_name": "CHU"},)
        if path == "/api/v1/accounts/1/statuses":
            return ([self.status(index) for index in reversed(range(len(self.posts)))],)
        if path == "/api/v1/notifications":
            return ([{"id": "50", "type": "mention", "created_at": self.moment(-600), "status": self.said()}],)
        if path == "/api/v2/search":
            return ({"statuses": [self.said()]},)
        if path == "/api/v1/statuses/7":
            return (self.said(),)
        return ({"error": "no such thing"}, 404)


@pytest.fixture(params=["sqlite", "postgresql"])
def node(request):
    node = Node(request.param)
    yield node
    node.end()


@pytest.fixture
def mastodon():
    server = Mastodon()
    yield server
    server.server.shutdown()


def connected(node, server, token=TOKEN):
    node.start()
    shown = node.post("/channels/token", {"own_server": server, "token": token}, page="/channels")
    assert "⟦" not in shown and token not in shown
    return node


def test_killed_between_the_networks_yes_and_our_commit(node, mastodon):
    connected(node, mastodon.url)
    mention = node.wait("SELECT id FROM mention WHERE network = 'mastodon'")[0][0]
    mastodon.at_post = node.kill
    reply = node.approve(mention)
    end = time.time() + 60
    while node.process.poll() is None and time.time() < end:
        time.sleep(0.1)
    assert node.process.poll() is not None and len(mastodon.posts) == 1
    assert node.delivery(reply)[0] == "armed"

    mastodon.at_post = lambda: None
    node.start()
    node.wait(f"SELECT reply FROM delivery WHERE reply = {reply} AND state = 'sent'", 150)
    assert node.delivery(reply)[1] == "found"
    assert len(mastodon.posts) == 1, "it left twice"
    assert node.sql(f"SELECT state FROM reply WHERE id = {reply}") == [["sent"]]
    # Nothing of what opens the account is in what the server says.
    assert TOKEN not in "".join(node.log)
    for page in ["/channels", "/deliveries", f"/deliveries/{reply}", "/audit"]:
        shown = node.get(page)
        assert TOKEN not in shown and "⟦" not in shown
    node.stop()


def test_a_restored_backup_sends_nothing(node, mastodon):
    connected(node, mastodon.url)
    mention = node.wait("SELECT id FROM mention WHERE network = 'mastodon'")[0][0]
    node.post("/deliveries/stop", {}, page="/deliveries")
    reply = node.approve(mention)
    backup = node.folder + "/backup-of-it"
    node.command("backup", backup)
    node.stop()
    said = node.command("restore", backup, "--force")
    assert "1 replies that were on their way are held" in said
    assert node.delivery(reply)[:2] == ["held", "restored"]
    node.start()
    node.post("/deliveries/resume", {}, page="/deliveries")
    time.sleep(5)
    assert mastodon.posts == []
    shown = node.get(f"/deliveries/{reply}")
    assert "sauvegarde" in shown and "Elle est partie" in shown
    node.post(f"/deliveries/{reply}/send", {}, page=f"/deliveries/{reply}")
    node.wait(f"SELECT reply FROM delivery WHERE reply = {reply} AND state = 'sent'")
    assert len(mastodon.posts) == 1
    node.stop()


PEERS = json.loads(os.environ.get("RESONANCE_PEERS") or "{}")


@pytest.mark.skipif("snac" not in PEERS, reason="start Tests/interop/peers and set RESONANCE_PEERS")
def test_a_reply_to_our_post_is_heard_and_answered_in_the_thread_on_a_real_server(node):
    """snac: connect, hear the answer to our post, answer it, see it there."""
    snac = PEERS["snac"]

    def call(path, form=None, token=snac["token"]):
        data = urllib.parse.urlencode(form).encode() if form else None
        request = urllib.request.Request(snac["url"] + path, data, {"Authorization": f"Bearer {token}"})
        return json.load(urllib.request.urlopen(request))

    mine = call("/api/v1/accounts/verify_credentials")["id"]
    post = call(f"/api/v1/accounts/{mine}/statuses")[-1]
    words = f"Bonjour, le parking est complet {uuid.uuid4().hex[:8]}"
    there = {each["uri"]: each["id"] for each in call("/api/v1/timelines/public?limit=40", token=snac["patient_token"])}
    said = call("/api/v1/statuses", {"status": f"@hospital {words}", "in_reply_to_id": there[post["uri"]]},
                token=snac["patient_token"])
    connected(node, snac["url"], snac["token"])
    mention, parent = node.wait(f"SELECT id, parent FROM mention WHERE external_id = '{said['uri']}'", 90)[0]
    assert parent == post["uri"], "it does not stand under our post"
    own = node.wait(f"SELECT own FROM mention WHERE external_id = '{post['uri']}'")
    assert own == [["1"]], "our own post came in as somebody else's"
    reply = node.approve(mention)
    node.wait(f"SELECT reply FROM delivery WHERE reply = {reply} AND state = 'sent'")
    network, url = node.sql(f"SELECT network_id, url FROM delivery WHERE reply = {reply}")[0]
    latest = call(f"/api/v1/accounts/{mine}/statuses")[0]
    assert latest["uri"] == network and "usagers@chu.example" in latest["content"]
    number = next(n["status"]["id"] for n in call("/api/v1/notifications") if (n.get("status") or {}).get("uri") == said["uri"])
    assert latest["in_reply_to_id"] == number
    assert "usagers@chu.example" in urllib.request.urlopen(url).read().decode()
    # Its echo is ours, under what it answers.
    channel = node.sql("SELECT id FROM channel")[0][0]
    node.post(f"/channels/{channel}/check", {}, page=f"/channels/{channel}")
    own, parent = node.wait(f"SELECT own, parent FROM mention WHERE external_id = '{network}'", 90)[0]
    assert (own, parent) == ("1", said["uri"])
    node.stop()
