"""Running sample hospitals, one on each engine, and a real Chromium, for the tests of the pages.

The server is the debug binary that `swift build` made, on a free loopback port and an empty folder. Every test that
asks for `house` or `visit` runs on SQLite, and on PostgreSQL when RESONANCE_TEST_POSTGRES is set.
"""
import email.utils
import http.server
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
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

ROOT = pathlib.Path(__file__).resolve().parents[2]
BINARY = pathlib.Path(os.environ.get("RESONANCE_BINARY", ROOT / ".build/debug/resonance"))
PASSWORD = "valmont-demonstration"
ENGINES = ["sqlite", "postgresql"]
LOOKS = ["fr light desk", "en dark phone"]
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
    # What passes need not be told node by node: that takes longer than to find what fails.
    "resultTypes": ["violations"],
}
TEAM, MANAGER = "communication@valmont.example", "direction@valmont.example"


class Server:
    """One `resonance serve`, stopped by its own process id."""

    def __init__(self, database=None, sample=True):
        self.folder = tempfile.mkdtemp(prefix="resonance-browser-")
        environment = {k: v for k, v in os.environ.items() if not k.startswith("RESONANCE_")}
        environment["RESONANCE_WIRE_ALLOW"] = "127.0.0.1"
        environment["RESONANCE_WIRE_PAUSE"] = "0"
        # A debug build is slow at it, and pages show the same judgements without.
        environment["RESONANCE_ENCODER"] = "none"
        if database:
            environment["RESONANCE_DATABASE"] = database
        command = [str(BINARY), "serve", "--data", self.folder, "--port", "0"] + (["--sample"] if sample else [])
        self.process = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)
        self.log = []
        self.url = self.setup = self.networks = None
        self.ready = threading.Event()
        threading.Thread(target=self._read, daemon=True).start()
        if not self.ready.wait(240) or not self.url:
            self.stop()
            raise RuntimeError("the server did not start: " + "".join(self.log[-20:]))

    def _read(self):
        for line in self.process.stderr:
            self.log.append(line)
            if found := re.search(r"Résonance is at (http\S+)", line):
                self.url = found[1]
            if found := re.search(r"First administrator: (http\S+)", line):
                self.setup = found[1]
            if found := re.search(r"Its networks are played at (http\S+)", line):
                self.networks = found[1]
            if self.url and not self.ready.is_set():
                time.sleep(0.2)
                self.ready.set()
        self.ready.set()

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)
        return self.process.returncode


def pytest_collection_modifyitems(config, items):
    """Every look is tried on one engine; on the other, one: the same templates draw what another store has read."""
    def again(item):
        chosen = item.callspec.params if hasattr(item, "callspec") else {}
        return chosen.get("house") == "postgresql" and chosen.get("look", LOOKS[0]) != LOOKS[0]

    config.hook.pytest_deselected(items=[item for item in items if again(item)])
    items[:] = [item for item in items if not again(item)]


# The pages that the test at hand has opened.
OPEN = []


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Tells, with a fault, what each page of the test said at that moment."""
    report = yield
    if report.when == "call" and report.failed:
        for page in OPEN:
            report.sections.append((page.url, said(page)))
    return report


def said(page):
    try:
        return page.locator("body").inner_text(timeout=2000)[:3000]
    except Exception as fault:
        return f"it cannot be read: {fault}"


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), 
            args=["--no-sandbox", "--lang=fr-FR", "--disable-gpu", "--disable-dev-shm-usage"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def houses():
    """Starts the sample hospital of an engine when it is first asked for, and keeps it to the end."""
    started, made = {}, []

    def get(engine):
        if engine in started:
            return started[engine]
        if engine == "sqlite":
            started[engine] = Server()
            return started[engine]
        url = os.environ.get("RESONANCE_TEST_POSTGRES")
        if not url:
            pytest.skip("RESONANCE_TEST_POSTGRES is not set")
        name = "browser_" + uuid.uuid4().hex[:12]
        subprocess.run(["psql", "-q", url, "-c", f"CREATE DATABASE {name}"], check=True)
        made.append((url, name))
        base, _, options = url.partition("?")
        started[engine] = Server(database=re.sub(r"/[^/]*$", "/" + name, base) + ("?" + options if options else ""))
        return started[engine]

    yield get
    codes = {engine: server.stop() for engine, server in started.items()}
    for url, name in made:
        subprocess.run(["psql", "-q", url, "-c", f"DROP DATABASE {name} WITH (FORCE)"], check=False)
    assert set(codes.values()) <= {0}, f"a server did not stop gracefully: {codes}"


# Both engines, one after the other: all that is seen on one, then all that is seen on the other.
@pytest.fixture(scope="session", params=ENGINES)
def house(request, houses):
    return houses(request.param)


def sign_in(page, server, who=TEAM, tongue="fr", password=PASSWORD):
    page.goto(f"{server.url}/sign-in?lang={tongue}")
    page.locator("input[name=email]").fill(who)
    page.locator("input[name=password]").fill(password)
    page.locator("main form button.primary").click()
    page.wait_for_url(re.compile(r"/(today|stream|account|sign-in/code|\?|$)"))


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


def dress(look):
    """What a context needs to look like "fr light desk" or "en dark phone"."""
    tongue, light, size = look.split()
    phone = size == "phone"
    return dict(
        viewport={"width": 390, "height": 844} if phone else {"width": 1280, "height": 900}, is_mobile=phone,
        has_touch=phone, color_scheme=light, locale="fr-FR" if tongue == "fr" else "en-GB", timezone_id="Europe/Paris")


@pytest.fixture
def open_page(chromium):
    """Pages in any look, with or without a session. Complains of anything the console says, and of any request that
    leaves the server."""
    contexts, complaints = [], []
    OPEN.clear()

    def open(server, look="fr light desk", state=None, javascript=True):
        context = chromium.new_context(java_script_enabled=javascript, storage_state=state, **dress(look))
        contexts.append(context)
        page = context.new_page()
        OPEN.append(page)
        # An answer of 4xx is noted by Chromium as if it were a fault; each test says which status it expects.
        page.on("console", lambda message: complaints.append(message.text)
                if message.type == "error" and "the server responded with a status of 4" not in message.text else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda request: None if request.url.startswith((server.url, "data:", "about:"))
                else complaints.append("leaves the house: " + request.url))
        return page

    yield open
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def visit(house, open_page, passes):
    """Opens signed-in pages of the house at hand."""

    def open(path="/today", who=TEAM, look="fr light desk", javascript=True):
        page = open_page(house, look, passes(house, who), javascript)
        page.goto(at(house, path, look))
        return page

    return open


def at(server, path, look="fr light desk"):
    return f"{server.url}{path}{'&' if '?' in path else '?'}lang={look.split()[0]}"


def faults(page, look="fr light desk"):
    """What axe, a reader and a telephone find wrong with a page."""
    found = []
    if page.locator("h1").count() != 1:
        found.append(f"{page.locator('h1').count()} titles")
    # What answers a form is in the account's language.
    if "lang=" in page.url and page.locator("html").get_attribute("lang") != look.split()[0]:
        found.append("another language")
    if "⟦" in page.content():
        found.append("a word is missing: " + page.content().split("⟦")[1].split("⟧")[0])
    overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if overflow > 0:
        found.append(f"{overflow} pixels too wide")
    # What the bar at the top half covers, once a page is scrolled, is not a small target.
    page.evaluate("scrollTo(0, 0)")
    result = Axe().run(page, options=RULES)
    return found + [
        f"{fault['id']}: {fault['help']} → {[node['target'] for node in fault['nodes']][:3]}"
        for fault in result.response["violations"]
    ]


class Press:
    """A newspaper on the loopback address, with one article."""
    FEED = """<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Le Courrier de Valmont</title>
<link>http://127.0.0.1/</link><item><guid>c-1</guid><title>Le CHU ouvre une maison des parents</title><link>http://127.0.0.1/1</link>
<pubDate>%s</pubDate><description>Les familles saluent l'accueil &lt;b&gt;formidable&lt;/b&gt; &lt;script&gt;alert(1)&lt;/script&gt; de la pédiatrie du CHU.</description></item>
</channel></rss>"""

    def __init__(self):
        document = (self.FEED % email.utils.formatdate()).encode()

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(200)
                self.send_header("Content-Type", "application/rss+xml")
                self.end_headers()
                self.wfile.write(document)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def address(self, name="feed"):
        return f"http://127.0.0.1:{self.server.server_port}/{name}.xml"


@pytest.fixture(scope="session")
def press():
    press = Press()
    yield press
    press.server.shutdown()


def add_source(page, server, address):
    """Follows an address by the form; leaves the page of the sources."""
    page.goto(server.url + "/sources?lang=fr")
    page.locator("#address").fill(address)
    page.locator("main form button.primary").first.click()
    page.locator("textarea[name=purpose]").fill("Suivre la presse locale")
    page.locator("input[name=retention]").fill("90")
    page.locator("main form.stack button.primary").last.click()
    page.wait_for_url(re.compile(r"/sources(\?|$|/\d)"))


def give_file(page, server, name, content):
    """Gives a file to the import page; leaves the page of that import."""
    page.goto(server.url + "/imports?lang=fr")
    page.locator("input[type=file]").set_input_files({"name": name, "mimeType": "text/plain", "buffer": content})
    page.locator("main form button.primary").first.click()
    page.wait_for_url(re.compile(r"/imports/\d+"))
    return re.search(r"/imports/\d+", page.url)[0]


def until(page, condition, seconds=60, reload=True):
    """Looks again until `condition()` holds."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"it did not come: {page.url}\n{page.locator('main').inner_text()[:3000]}"
        page.wait_for_timeout(250)
        if reload:
            page.reload()
