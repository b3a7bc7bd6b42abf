"""A running sample hospital and a real Chromium, for the tests of the pages.

The server is the debug binary that `swift build` made, on a free loopback port and an empty folder; when
RESONANCE_TEST_POSTGRES is set, `engine` gives the same house on PostgreSQL too.
"""
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import threading
import time
import uuid

import pytest
from playwright.sync_api import sync_playwright

ROOT = pathlib.Path(__file__).resolve().parents[2]
BINARY = pathlib.Path(os.environ.get("RESONANCE_BINARY", ROOT / ".build/debug/resonance"))
PASSWORD = "valmont-demonstration"


class Server:
    """One `resonance serve --sample`, stopped by its own process id."""

    def __init__(self, database=None, sample=True, settings=()):
        self.folder = tempfile.mkdtemp(prefix="resonance-browser-")
        environment = {k: v for k, v in os.environ.items() if not k.startswith("RESONANCE_")}
        environment["RESONANCE_WIRE_ALLOW"] = "127.0.0.1"
        environment["RESONANCE_WIRE_PAUSE"] = "0"
        if database:
            environment["RESONANCE_DATABASE"] = database
        command = [str(BINARY), "serve", "--data", self.folder, "--port", "0"] + (["--sample"] if sample else [])
        for setting in settings:
            command += ["--set", setting]
        self.process = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)
        self.log = []
        self.url = self.setup = None
        self.ready = threading.Event()
        threading.Thread(target=self._read, daemon=True).start()
        if not self.ready.wait(120):
            self.stop()
            raise RuntimeError("the server did not start: " + "".join(self.log[-20:]))

    def _read(self):
        for line in self.process.stderr:
            self.log.append(line)
            if found := re.search(r"Résonance is at (http\S+)", line):
                self.url = found[1]
            if found := re.search(r"First administrator: (http\S+)", line):
                self.setup = found[1]
            if self.url and not self.ready.is_set():
                time.sleep(0.2)
                self.ready.set()
        self.ready.set()

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)
        return self.process.returncode


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=["--no-sandbox", "--lang=fr-FR"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def house():
    server = Server()
    yield server
    assert server.stop() == 0, "the server did not stop gracefully"


@pytest.fixture(scope="session")
def postgres_house():
    url = os.environ.get("RESONANCE_TEST_POSTGRES")
    if not url:
        pytest.skip("RESONANCE_TEST_POSTGRES is not set")
    name = "browser_" + uuid.uuid4().hex[:12]
    subprocess.run(["psql", "-q", url, "-c", f"CREATE DATABASE {name}"], check=True)
    base, _, options = url.partition("?")
    server = Server(database=re.sub(r"/[^/]*$", "/" + name, base) + ("?" + options if options else ""))
    yield server
    server.stop()
    subprocess.run(["psql", "-q", url, "-c", f"DROP DATABASE {name} WITH (FORCE)"], check=False)


def sign_in(page, server, who="communication@valmont.example", tongue="fr"):
    page.goto(f"{server.url}/sign-in?lang={tongue}")
    page.locator("input[name=email]").fill(who)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main form button.primary").click()
    page.wait_for_url(re.compile(r"/(today|stream|account|\?|$)"))


@pytest.fixture(scope="session")
def passes(chromium):
    """Sessions by server and account, so that each signs in once."""
    kept = {}

    def get(server, who):
        if (server.url, who) not in kept:
            context = chromium.new_context(locale="fr-FR")
            sign_in(context.new_page(), server, who)
            kept[server.url, who] = context.storage_state()
            context.close()
        return kept[server.url, who]

    return get


@pytest.fixture
def visit(chromium, house, passes):
    """Opens signed-in pages: visit(path, who=…, tongue=…, phone=…, dark=…). Complains of anything the console says, and
    of any request that leaves the server."""
    contexts = []
    complaints = []

    def open(path="/today", who="communication@valmont.example", tongue="fr", phone=False, dark=False, server=None, javascript=True):
        server = server or house
        context = chromium.new_context(
            viewport={"width": 390, "height": 844} if phone else {"width": 1280, "height": 900}, is_mobile=phone,
            has_touch=phone, color_scheme="dark" if dark else "light", locale="fr-FR" if tongue == "fr" else "en-GB",
            timezone_id="Europe/Paris", java_script_enabled=javascript, storage_state=passes(server, who))
        contexts.append(context)
        page = context.new_page()
        # A form that is refused answers 400, which Chromium notes as if it were a fault.
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" and "status of 400" not in message.text else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda request: None if request.url.startswith((server.url, "data:", "about:")) else complaints.append("leaves the house: " + request.url))
        page.goto(f"{server.url}{path}{'&' if '?' in path else '?'}lang={tongue}")
        return page

    open.complaints = complaints
    yield open
    for context in contexts:
        context.close()
    assert complaints == []
