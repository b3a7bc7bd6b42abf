"""The peer of the inbox: django-helpdesk over the same conversations, on SQLite, served by gunicorn. What is timed is
what a person waits for when its list opens: the page, then the request by which the page fills its table.

An unread or open conversation is an open ticket, one that waits or is resolved a resolved one, an archived one a closed
one: when it opens, the list holds the same conversations as ours. A service is a queue. A ticket has exactly one: the
first of its services, or one in turn where it has none. An answer is a follow-up."""
import datetime
import importlib.util
import itertools
import json
import os
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse

from hospital import EMAIL, PASSWORD
from inbox import CONVERSATIONS, OPENINGS, Site, rows
from machine import ENVIRONMENT, say

# The addresses that its "Apply Filters" makes.
FILTERS = "/tickets/?sort=created&{}queue=7&date_from=&date_to=&q="
PAGES = {
    "open": "/tickets/",
    "service": FILTERS.format("status=1&status=2&"),
    "service_all": FILTERS.format(""),
}
STATUSES = {"unread": 1, "open": 1, "waiting": 3, "resolved": 3, "archived": 4}
# Seconds after which the openings of a page stop short of their number.
PATIENCE = 300
# The cache holds the whole store, sixteen times what ours is given: a scan of it is what its list costs.
SETTINGS = """
SECRET_KEY = "a measure needs no secret"
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1"]
INSTALLED_APPS = [
    "django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions", "django.contrib.messages",
    "django.contrib.staticfiles", "django.contrib.sites", "django.contrib.admin", "django.contrib.humanize",
    "rest_framework", "helpdesk"]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware", "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware", "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware", "django.middleware.clickjacking.XFrameOptionsMiddleware"]
TEMPLATES = [{
    "BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True,
    "OPTIONS": {"context_processors": [
        "django.template.context_processors.request", "django.contrib.auth.context_processors.auth",
        "django.contrib.messages.context_processors.messages"]}}]
ROOT_URLCONF = "desk_addresses"
DATABASES = {"default": {
    "ENGINE": "django.db.backends.sqlite3", "NAME": "desk.sqlite", "CONN_MAX_AGE": None,
    "OPTIONS": {"init_command": "PRAGMA journal_mode=WAL; PRAGMA cache_size=-256000; PRAGMA temp_store=MEMORY"}}}
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
SITE_ID = 1
STATIC_URL = "/static/"
MEDIA_ROOT = "media"
LOGIN_URL = "helpdesk:login"
LANGUAGE_CODE = "fr"
TIME_ZONE = "UTC"
USE_TZ = True
HELPDESK_TEAMS_MODE_ENABLED = False
"""
ADDRESSES = """
from django.urls import include, path

urlpatterns = [path("", include("helpdesk.urls", namespace="helpdesk"))]
"""


def question():
    """What DataTables asks besides the address: its columns, as the page declares them, and its first rows."""
    fields = [("draw", 1)]
    names = "id ticket priority queue status created due_date assigned_to submitter last_followup time_spent kbitem"
    for number, name in enumerate(names.split()):
        column = f"columns[{number}]"
        fields += [(f"{column}[data]", name), (f"{column}[name]", ""), (f"{column}[searchable]", "true"),
                   (f"{column}[orderable]", "false" if name == "id" else "true"), (f"{column}[search][value]", ""),
                   (f"{column}[search][regex]", "false")]
    fields += [("start", 0), ("length", 25), ("search[value]", ""), ("search[regex]", "false")]
    return urllib.parse.urlencode(fields)


def moment(microseconds):
    return microseconds and datetime.datetime.fromtimestamp(microseconds / 1e6, datetime.timezone.utc)


def project(folder):
    """A Django project in `folder`: its tables made, its people and its queues."""
    place = pathlib.Path(folder)
    (place / "desk_settings.py").write_text(SETTINGS.replace('"desk.sqlite"', repr(str(place / "desk.sqlite"))))
    (place / "desk_addresses.py").write_text(ADDRESSES)
    sys.path.insert(0, folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "desk_settings"
    import django
    django.setup()
    from django.contrib.auth import get_user_model
    from django.core.management import call_command
    call_command("migrate", verbosity=0)
    from helpdesk.models import Queue
    for number in range(1, 4):
        get_user_model().objects.create_user(
            EMAIL if number == 1 else f"{number}@hopital.example", password=PASSWORD, is_staff=True)
    for number in range(1, 21):
        Queue.objects.create(title=f"Service {number}", slug=f"service-{number}")


def ticket(number, row):
    """Fields of the ticket, and of the answer where there is one."""
    at, answered = moment(row["at"]), moment(row["answered"])
    fields = dict(
        id=number, title=row["text"][:80], description=row["text"], created=at, modified=answered or at,
        due_date=moment(row["due"]), queue_id=row["services"][0] if row["services"] else number % 20 + 1,
        status=STATUSES[row["state"]], priority=1 if row["urgency"] == "distress" else 3, assigned_to_id=row["person"],
        submitter_email=f"{number}@patient.example")
    answer = dict(
        ticket_id=number, date=answered, title="Réponse", comment="Merci de votre avis.", public=True, user_id=1)
    return fields, answer if answered else None


def fill():
    from django.db import connection, transaction
    from helpdesk.models import FollowUp, Ticket
    # The days are those of the rows, not today.
    Ticket._meta.get_field("created").auto_now_add = Ticket._meta.get_field("modified").auto_now = False
    made = (ticket(number, row) for number, row in enumerate(rows(), 1))
    while some := list(itertools.islice(made, 20_000)):
        with transaction.atomic():
            Ticket.objects.bulk_create(Ticket(**fields) for fields, _ in some)
            FollowUp.objects.bulk_create(FollowUp(**answer) for _, answer in some if answer)
    # No ANALYZE: Django runs none, and with it the list takes twice as long.
    connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


class Desk(Site):
    """The peer's server, and somebody signed in."""

    def __init__(self, folder):
        self.port = 29_000 + os.getpid() % 3_000
        self.cookie = ""
        self.question = question()
        with open(pathlib.Path(folder) / "log", "wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "gunicorn", f"--bind=127.0.0.1:{self.port}", "--workers=1", "--threads=4",
                 "--timeout=120", "--no-control-socket", "django.core.wsgi:get_wsgi_application()"],
                cwd=folder, stdout=log, stderr=log,
                env=ENVIRONMENT | {"PYTHONPATH": folder, "DJANGO_SETTINGS_MODULE": "desk_settings"})
        try:
            self.sign_in(self.first(pathlib.Path(folder) / "log"))
        except BaseException:
            self.stop()
            raise

    def first(self, log):
        """The page for signing in, as soon as the server gives it."""
        for _ in range(300):
            try:
                return self.request("GET", "/login/")
            except ConnectionRefusedError:
                if self.process.poll() is not None:
                    break
                time.sleep(0.2)
        raise SystemExit(f"bench: the server of django-helpdesk did not start: {log.read_text()[-500:]}")

    def sign_in(self, answer):
        headers, text = answer
        self.keep_cookies(headers)
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', text)[1]
        form = {"csrfmiddlewaretoken": token, "username": EMAIL, "password": PASSWORD, "next": "/tickets/"}
        headers, _ = self.request("POST", "/login/", urllib.parse.urlencode(form))
        self.keep_cookies(headers)

    def keep_cookies(self, headers):
        self.cookie = "; ".join(re.match(r"[^;]+", cookie)[0] for cookie in headers.get_all("Set-Cookie", []))

    def opening(self, path):
        """Milliseconds of the page and of what fills its table; the table."""
        began = time.perf_counter()
        _, text = self.request("GET", path)
        shown = time.perf_counter()
        table = re.search(r'"(/datatables_ticket_list/[^"]+)"', text)
        if not table:
            raise SystemExit(f"bench: django-helpdesk's {path} has no table: is somebody signed in?")
        asked = time.perf_counter()
        _, text = self.request("GET", f"{table[1]}?{self.question}")
        return (shown - began + time.perf_counter() - asked) * 1000, json.loads(text)

    def openings(self, path):
        """Milliseconds, sorted, and how many tickets the list has."""
        ends = time.monotonic() + PATIENCE
        for _ in range(5):
            self.opening(path)
        took = []
        while len(took) < OPENINGS and (time.monotonic() < ends or not took):
            milliseconds, table = self.opening(path)
            took.append(milliseconds)
        if len(table["data"]) != min(25, table["recordsTotal"]) or not table["data"]:
            raise SystemExit(f"bench: django-helpdesk's {path} shows no ticket")
        return sorted(took), table["recordsTotal"]

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(20)


def measure():
    """Figures of the peer's pages; none where it is not installed."""
    missing = [name for name in ("django", "helpdesk", "gunicorn") if not importlib.util.find_spec(name)]
    if missing:
        say(f"django-helpdesk is not measured: {', '.join(missing)} not installed (bench/requirements.txt)")
        return None
    with tempfile.TemporaryDirectory(prefix="resonance-helpdesk-") as folder:
        began = time.perf_counter()
        project(folder)
        fill()
        say(f"helpdesk: {CONVERSATIONS:,} tickets written in {time.perf_counter() - began:.0f} s")
        desk = Desk(folder)
        try:
            figures = {}
            for name, path in PAGES.items():
                took, count = desk.openings(path)
                figures[name] = {"p50": statistics.median(took), "p95": took[int(len(took) * 0.95)]}
                say(f"helpdesk {name}: p50 {figures[name]['p50']:.1f} ms, p95 {figures[name]['p95']:.1f} ms, "
                    f"{len(took)} openings of a list of {count:,}")
            return figures
        finally:
            desk.stop()


if __name__ == "__main__":
    print(json.dumps(measure(), indent=1))
