"""The calendar: a post is moved with the mouse, a finger, the keyboard and a plain form, by the hospital's clock."""

import datetime
import itertools
import json
import pathlib
import re
import sqlite3
import subprocess
import time
import urllib.request
import zoneinfo

import icalendar
import pytest

from conftest import TEAM, at, dress, faults

DAY = "2031-05-14"  # a Wednesday; far enough to be empty
NUMBERS = itertools.count(4_000_001)


def run(server, statement):
    """One statement on the server's own database."""
    environment = pathlib.Path(f"/proc/{server.process.pid}/environ").read_bytes().split(b"\0")
    database = [line for line in environment if line.startswith(b"RESONANCE_DATABASE=")]
    if database:
        url = database[0].split(b"=", 1)[1].decode()
        subprocess.run(["psql", "-q", "-v", "ON_ERROR_STOP=1", url, "-c", statement], check=True)
        return
    file = next(file for file in pathlib.Path(server.folder).iterdir() if file.suffix in (".sqlite", ".db"))
    with sqlite3.connect(file, timeout=30) as connection:
        connection.execute(statement)
    connection.close()


@pytest.fixture
def planned(house):
    """A post planned for that day at 10:00 on the hospital's clock; gives its path."""
    def make(day=DAY):
        number = next(NUMBERS)
        moment = datetime.datetime.fromisoformat(f"{day}T10:00").replace(tzinfo=zoneinfo.ZoneInfo("Europe/Paris"))
        content = json.dumps({
            "title": f"Portes ouvertes {day}", "kind": "news", "audience": "everybody", "text": "Samedi matin.",
            "language": "fr", "media": [], "faces": [], "facts": dict.fromkeys(["isMedical", "isPaid", "isMadeByMachine", "reusesReview"], False)})
        now = int(time.time()) * 10**6
        run(house, f"""INSERT INTO post (id, content, title, kind, version, state, stage, author, due_at, local, zone,
            created_at, changed_at) VALUES ({number}, '{content}', 'Portes ouvertes {day}', 'news', 1, 'scheduled', 1, 1,
            {int(moment.timestamp()) * 10**6}, '{day}T10:00', 'Europe/Paris', {now}, {now})""")
        return f"/posts/{number}"
    return make


def cell(page, day):
    return page.locator(f"td[data-day='{day}']")


def test_a_post_is_dragged_moved_by_keys_and_by_a_form(house, planned, visit):
    path = planned()
    page = visit(f"/posts/calendar?date={DAY}", who=TEAM)
    page.locator(f"[data-post='{path}']").hover()
    page.mouse.down()
    # The second move is the one that a page under a drag hears of.
    for _ in range(2):
        cell(page, "2031-05-16").locator(".month-number").hover(force=True)
    page.wait_for_selector("td.over[data-day='2031-05-16']")
    with page.expect_navigation():
        page.mouse.up()
    post = cell(page, "2031-05-16").locator(f"[data-post='{path}']")
    assert "10" in post.inner_text()
    # What was moved has the keyboard.
    assert post.evaluate("node => node === document.activeElement")
    with page.expect_navigation():
        page.keyboard.press("Alt+ArrowDown")
    assert cell(page, "2031-05-23").locator(f"[data-post='{path}']").count() == 1
    plain = visit("/posts/calendar?date=2031-05-23", who=TEAM, javascript=False)
    plain.locator(f"[data-post='{path}'] + .month-move").click()
    assert plain.locator("input[name=time]").input_value() == "10:00"
    plain.locator("input[name=time]").fill("25:00")
    plain.locator("form[action$='/move'] button.primary").click()
    assert plain.locator("[role=alert]").is_visible() and plain.locator("input[name=time]").input_value() == "25:00"
    plain.locator("[data-move-one] input[name=day]").fill("2031-05-27")
    plain.locator("input[name=time]").fill("18:45")
    plain.locator("form[action$='/move'] button.primary").click()
    assert "18" in cell(plain, "2031-05-27").locator(f"[data-post='{path}']").inner_text()


def test_a_finger_that_rests_moves_a_post(house, planned, visit):
    path = planned("2031-06-04")
    page = visit("/posts/calendar?date=2031-06-04", who=TEAM, look="en dark phone")
    post = page.locator(f"[data-post='{path}']")
    post.evaluate("node => node.scrollIntoView({ block: 'center' })")
    box = post.bounding_box()
    wire = page.context.new_cdp_session(page)
    where = {"x": box["x"] + 20, "y": box["y"] + 8}
    wire.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [where]})
    page.wait_for_selector("table.moving")
    there = page.evaluate("""() => {
        for (let y = 100; y < innerHeight - 100; y += 10) {
            const day = document.elementFromPoint(120, y)?.closest("td[data-day]")
            if (day && day.dataset.day !== "2031-06-04") return { x: 120, y }
        }
    }""")
    wire.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [there]})
    page.wait_for_selector("td.over")
    over = page.locator("td.over").get_attribute("data-day")
    with page.expect_navigation():
        wire.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    assert cell(page, over).locator(f"[data-post='{path}']").count() == 1 and over != "2031-06-04"


def test_the_hour_is_the_hospitals_in_any_browser(house, planned, passes, chromium):
    path = planned("2031-07-02")
    for zone in ["Indian/Reunion", "America/Cayenne", "Europe/Paris"]:
        context = chromium.new_context(storage_state=passes(house, TEAM), **{**dress("fr light desk"), "timezone_id": zone})
        page = context.new_page()
        page.goto(at(house, path))
        assert page.locator("form[action$='/plan'] input[name=when]").input_value() == "2031-07-02T10:00"
        with page.expect_navigation():
            page.locator("form[action$='/plan'] button").click()
        page.goto(at(house, "/posts/calendar?date=2031-07-02"))
        assert "10" in cell(page, "2031-07-02").locator(f"[data-post='{path}']").inner_text()
        context.close()


def test_the_calendar_of_a_telephone_is_read_by_a_real_parser(house, planned, visit):
    path = planned("2027-01-13")
    page = visit("/posts/calendar", who=TEAM)
    page.locator("details.card summary").click()
    page.locator("form[action='/calendar/feed'] button").click()
    address = page.locator("code").inner_text()
    feed = house.url + re.search(r"/calendar/feed/\w+\.ics", address)[0]
    with urllib.request.urlopen(feed) as answer:
        calendar = icalendar.Calendar.from_ical(answer.read())
    events = {str(event["UID"]).split("@")[0]: event for event in calendar.walk("VEVENT")}
    event = events["post-" + path.split("/")[-1]]
    assert str(event["SUMMARY"]) == "Portes ouvertes 2027-01-13" and "DESCRIPTION" in event
    assert event["DTSTART"].dt.isoformat() == "2027-01-13T09:00:00+00:00"


@pytest.mark.parametrize("look", ["fr light desk", "en dark phone"])
@pytest.mark.parametrize("view", ["month", "week", "list"])
def test_the_views_are_for_everybody(planned, visit, look, view):
    path = planned("2031-08-06")
    number = path.split("/")[-1]
    page = visit(f"/posts/calendar?view={view}&date=2031-08-06&move={number}", who=TEAM, look=look)
    assert faults(page, look) == []


def draft(page, house, title):
    """A post without an account of any network that cannot be undone; gives its page's address."""
    page.goto(at(house, "/posts/new"))
    page.locator("input[name=title]").fill(title)
    page.locator("textarea[name=text]").fill(
        f"Conférence n° {next(NUMBERS)} ouverte à tous, jeudi à 18 h, dans le hall de l’hôpital.")
    page.locator("fieldset label", has_text="Facebook").first.locator("input[type=checkbox]").check()
    page.locator("form button.primary").last.click()
    page.wait_for_url(re.compile(r"/posts/\d+"))
    return re.search(r"/posts/\d+", page.url).group()


@pytest.mark.parametrize("look", ["fr light desk", "en dark phone"])
def test_a_post_is_put_into_a_queue_without_script_and_the_queue_is_ordered_paused_and_resumed(house, visit, look):
    page = visit("/posts/queues", who=TEAM, look=look, javascript=False)
    name = f"Essai {next(NUMBERS)}"
    page.locator("input[name=name]").fill(name)
    for day in range(7):
        page.locator(f"input[name=day_{day}]").fill("25:00" if day == 2 else "9:00 17h30")
    page.locator("form[action='/posts/queues'] button.primary").click()
    # What is not understood is said, with all that was typed.
    assert page.locator("[role=alert]").count() == 1
    assert page.locator("input[name=day_2]").input_value() == "25:00"
    assert page.locator("input[name=day_6]").input_value() == "9:00 17h30"
    page.locator("input[name=day_2]").fill("9:00 17h30")
    page.locator("form[action='/posts/queues'] button.primary").click()
    queue = re.search(r"/posts/queues/\d+", page.url).group()
    posts = []
    for number in ("Premier", "Second"):
        path = draft(page, house, f"{number} {name}")
        page.locator(f"form[action='{path}/submit'] select[name=queue]").select_option(queue.split("/")[-1])
        page.locator(f"form[action='{path}/submit'] button.primary").click()
        posts.append(path)
    page.goto(at(house, queue))
    titles = lambda: [text.split(" ")[0] for text in page.locator(".queue-line a").all_inner_texts()]
    assert titles() == ["Premier", "Second"]
    before = page.locator(".queue-line time").all_inner_texts()
    page.locator(".queue-line li").nth(1).locator("button").first.click()
    assert titles() == ["Second", "Premier"]
    assert page.locator(".queue-line time").all_inner_texts() == before
    # The calendar shows what is still free in it.
    week = visit(f"/posts/calendar?view=week&date={datetime.date.today() + datetime.timedelta(days=7)}", look=look)
    free = week.locator(f"a.month-free[href='{queue}']")
    assert free.count() >= 1 and name in free.first.inner_text()
    assert faults(week, look) == []
    page.locator("form[action$='/pause'] button").click()
    assert page.locator(".queue-line time").count() == 0 and titles() == ["Second", "Premier"]
    assert faults(visit(queue, who=TEAM, look=look), look) == []
    page.locator("form[action$='/resume'] button").click()
    assert page.locator(".queue-line time").all_inner_texts() == before
    assert faults(visit(queue, who=TEAM, look=look), look) == []
    # The post's own form shows its queue, and no hour that nobody typed.
    page.goto(at(house, posts[0]))
    assert faults(visit(posts[0], who=TEAM, look=look), look) == []


@pytest.mark.parametrize("look", ["fr light desk", "en dark phone"])
def test_a_post_comes_back_a_date_is_left_out_and_the_series_ends(house, visit, look):
    page = visit("/posts/new", who=TEAM, look=look, javascript=False)
    path = draft(page, house, f"Chaque semaine {next(NUMBERS)}")
    form = page.locator(f"form[action='{path}/submit']")
    form.locator("input[name=when]").fill("2031-03-25T09:00")
    form.locator("details.repeat summary").click()
    form.locator("select[name=repeat]").select_option("weekly")
    form.locator("input[name=repeat_count]").fill("4")
    form.locator("input[name=repeat_until]").fill("2031-05-01")
    form.locator("button.primary").click()
    # Two ends are refused, with what was typed.
    assert page.locator("[role=alert]").count() == 1
    assert form.locator("input[name=when]").input_value() == "2031-03-25T09:00"
    assert form.locator("select[name=repeat]").input_value() == "weekly"
    form.locator("input[name=repeat_until]").fill("")
    form.locator("button.primary").click()
    dates = page.locator("#series li")
    assert dates.count() >= 3
    # The clock changes on 30 March 2031: 9 o'clock stays 9 o'clock.
    said = dates.all_inner_texts()
    assert all(re.search(r"\b0?9(:00|\sh\s00)", text) for text in said), said
    planned = dates.count()
    dates.nth(1).locator("button").click()
    assert page.locator("#series li").count() == planned - 1
    shown = visit(path, who=TEAM, look=look)
    for summary in shown.locator("details.repeat summary").all():
        summary.click()
    assert faults(shown, look) == []
    page.locator("form[action$='/repeat/end'] button").click()
    assert page.locator("form[action$='/repeat/end']").count() == 0
