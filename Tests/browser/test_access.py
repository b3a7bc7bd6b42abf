"""Every page there is, in both languages, light and dark, on a desk and in a hand, has no fault that axe can see (WCAG
2.2 AA). The pages are those of docs/routes.md, which the unit tests hold to be the route table: a new page that is not
visited here fails."""
import base64
import hashlib
import hmac
import re
import struct
import time

import pytest
from conftest import LOOKS, MANAGER, ROOT, TEAM, Server, add_source, at, faults, give_file, sign_in, until

# Path of the route table → what is opened. A name in braces is found by `things`.
PAGES = {
    "/today": ["/today", "/today?theme=waiting", "/today?days=28", "/today?network=google&days=90"],
    "/stream": ["/stream", "/stream?q=parking", "/stream?polarity=negative&theme=waiting", "/stream?q=zzzz"],
    "/mentions/:id": ["{mention}", "{article}"],
    "/mentions/:id/amend": ["{mention}/amend"],
    "/alerts": ["/alerts"],
    "/alerts/ladder": ["/alerts/ladder"],
    "/watches": ["/watches"],
    "/watches/new": ["/watches/new?query=repas"],
    "/watches/:id": ["{watch}"],
    "/watches/:id/edit": ["{watch}/edit"],
    "/sources": ["/sources"],
    "/sources/new": ["/sources/new", "/sources/new?address={feed}", "/sources/new?address=http%3A%2F%2F127.0.0.1%3A9%2F"],
    "/sources/:id": ["{source}"],
    "/imports": ["/imports"],
    "/imports/:id": ["{mapping}", "{done}"],
    "/oncall": ["/oncall"],
    "/oncall/calls/:id": ["{call}"],
    "/hours": ["/hours"],
    "/inbox": ["/inbox", "/inbox?view=all&q=zzzz", "/inbox?view=resolved"],
    "/inbox/:id": ["{conversation}"],
    "/inbox/:id/reply": ["{conversation}/reply"],
    "/replies/waiting": ["/replies/waiting"],
    "/replies/contact": ["/replies/contact"],
    "/replies/models": ["/replies/models"],
    "/replies/models/new": ["/replies/models/new"],
    "/replies/models/:id": ["{model}"],
    "/deliveries": ["/deliveries"],
    "/channels": ["/channels"],
    "/channels/applications": ["/channels/applications"],
    "/posts": ["/posts"],
    "/posts/new": ["/posts/new"],
    "/posts/budget": ["/posts/budget"],
    "/posts/templates": ["/posts/templates"],
    "/comprendre": ["/comprendre"],
    "/posts/calendar": ["/posts/calendar", "/posts/calendar?view=week", "/posts/calendar?view=list"],
    "/posts/queues": ["/posts/queues"],
    "/posts/queues/:id": ["{queue}"],
    "/sendings": ["/sendings"],
    "/posts/figures": ["/posts/figures", "/posts/figures?days=30&kind=news&order=rate"],
    "/library": ["/library", "/library?q=zzzz"],
    "/library/releases": ["/library/releases"],
    "/library/releases/new": ["/library/releases/new"],
    "/press": ["/press"],
    "/press/new": ["/press/new"],
    "/press/list": ["/press/list"],
    "/press/subscribe": ["/press/subscribe"],
    "/press-room": ["/press-room"],
    "/channels/:id": ["{channel}"],
    "/reviews/moderation": ["/reviews/moderation"],
    "/reviews/moderation/:id": ["{review}"],
    "/reviews/claims": ["/reviews/claims"],
    "/reviews/fairness": ["/reviews/fairness"],
    "/reviews/settings": ["/reviews/settings"],
    "/reviews/links": ["/reviews/links"],
    "/avis": ["/avis"],
    "/avis/nouveau": ["/avis/nouveau"],
    "/avis/s/:code": ["{printed}"],
    "/avis/regles": ["/avis/regles"],
    "/avis/:id/signaler": ["{flag}", "{flag}?kind=reply"],
    "/improvements": ["/improvements"],
    "/improvements/new": ["/improvements/new"],
    "/improvements/:id": ["{improvement}"],
    "/improvements/:id/edit": ["{improvement}/edit"],
    "/improvements/committee": ["/improvements/committee"],
    "/nous-avons-fait": ["/nous-avons-fait"],
    "/hours/replies": ["/hours/replies"],
    "/account": ["/account"],
    "/account/factor": ["/account/factor"],
    "/account/factor/remove": ["/account/factor/remove"],
    "/people": ["/people"],
    "/people/new": ["/people/new"],
    "/people/:id": ["{person}"],
    "/organisation": ["/organisation"],
    "/organisation/services/new": ["/organisation/services/new"],
    "/organisation/services/:id": ["{service}"],
    "/audit": ["/audit", "/audit?kind=service&from=2030-01-01"],
}
# Seen by the tests below, one by one, and by those of the dialogue: a private link, a reply to decide on.
ELSEWHERE = {
    "/library/:id", "/library/:id/captions", "/library/:id/transcript", "/library/releases/:id", "/library/releases/:id/edit",
    "/avis/suivi/:token", "/replies/:id", "/deliveries/:id", "/channels/choose/:state", "/posts/:id", "/posts/:id/edit",
    "/comprendre/:slug",
    "/posts/:id/correct", "/posts/:id/record", "/relecture/:token",
    "/press/:id", "/press/:id/edit", "/press/confirm/:token", "/press/leave/:token", "/press-room/:slug",
    "/protection", "/protection/snapshots/:id", "/protection/reports/new", "/protection/reports/:id",
    "/protection/requests", "/protection/requests/new", "/protection/requests/:id", "/reviews/posters",
    "/setup", "/sign-in", "/sign-in/code", "/welcome/:token"}
# Not pages: a redirection, streams, downloads, what machines call.
NO_PAGE = {
    "/posts/figures.csv", "/posts/:id/record.json",
    "/library/:id/captions.vtt", "/library/:id/thumbnail", "/library/:id/view", "/library/:id/still/:moment", "/library/:id/rendition/:network", "/library/:id/file",
    "/library/releases/:id/proof", "/shared/:name",
    "/press-room/feed.atom",
    "/protection/snapshots/:id/file.json", "/protection/snapshots/:id/sheet.pdf",
    "/protection/requests/register.csv", "/reviews/posters/:id/poster-a4.pdf", "/reviews/posters/:id/poster-a5.pdf",
    "/reviews/posters/:id/cards.pdf", "/posts/:id/cards.pdf",
    "/hooks/meta", "/inbox/live", "/inbox/:id/suggestions", "/avis/flux.atom", "/avis/suivi/:token/rappel.ics", "/nous-avons-fait.atom",
    "/improvements/committee.pdf", "/reviews", "/channels/connect/:state", "/channels/callback",
    "/", "/stream/live", "/calendar/feed/:file", "/stream/export.csv", "/stream/export.ndjson", "/sources/opml", "/audit.csv", "/websub/:id",
    "/healthz", "/metrics", "/oncall/live", "/oncall/mentions/:id", "/hours/replies.csv", "/assets/:fingerprint/:domain/:name",
}
MANAGED = (
    "/people", "{person}", "/organisation", "{service}", "/audit", "/channels", "{channel}", "/channels/applications")
TABLE = "Date;Commentaire;Note\n03/10/2026;Très bon accueil, merci;5/5\n04/10/2026;Trois heures d'attente;1/5\n99/99/2026;?;9\n"


def test_every_page_of_the_route_table_is_visited():
    table = (ROOT / "docs/routes.md").read_text()
    rows = re.findall(r"^\| ([A-Z, ]+) \| `([^`]+)` \|", table, re.M)
    gets = {path for methods, path in rows if "GET" in methods}
    assert len(gets) > 30
    assert gets - set(PAGES) - ELSEWHERE - NO_PAGE == set(), "these pages are never looked at"
    assert (set(PAGES) | ELSEWHERE | NO_PAGE) - gets == set(), "these pages are no more"


@pytest.fixture(scope="session")
def things(house, chromium, passes, press):
    """One of each thing that has a page of its own."""
    team = chromium.new_context(locale="fr-FR", storage_state=passes(house, TEAM))
    page = team.new_page()

    def first(path, selector):
        page.goto(at(house, path))
        return page.locator(selector).first.get_attribute("href")

    found = {
        "mention": first("/stream?polarity=negative", ".voice-when"),
        "article": first("/stream?kind=article", ".voice-when"), "watch": first("/watches", ".card h2 a"),
        "call": first("/oncall", ".calls a"), "model": first("/replies/models", ".card h2 a"),
        "queue": first("/posts/queues", ".post-lines a"),
        "review": first("/reviews/moderation?tab=published", "main h2 a[href^='/reviews/moderation/']"),
        "flag": first("/avis", "a[href*='/signaler']").split("?")[0], "printed": first("/reviews/links", "a[href*='/avis/s/']"),
    }
    # What the sample's inbox and board hold comes a moment after its start.
    for name, path, selector in (
            ("conversation", "/inbox", "[data-talks] [data-open]"),
            ("improvement", "/improvements", "article h3 a[href^='/improvements/']")):
        page.goto(at(house, path))
        until(page, lambda: page.locator(selector).count() > 0)
        found[name] = page.locator(selector).first.get_attribute("href")
    add_source(page, house, press.address("things"))
    found["source"] = first("/sources", "table a")
    found["feed"] = press.address("other").replace(":", "%3A").replace("/", "%2F")
    found["done"] = give_file(page, house, "avis lus.csv", TABLE.encode())
    with page.expect_navigation():
        page.get_by_role("button", name="Importer", exact=True).click()
    until(page, lambda: "Terminé" in page.locator("main").inner_text())
    found["mapping"] = give_file(page, house, "avis à lire.csv", TABLE.replace("2026;", "2025;").encode())
    team.close()
    manager = chromium.new_context(locale="fr-FR", storage_state=passes(house, MANAGER))
    page = manager.new_page()
    found["person"] = first("/people", "table a")
    found["service"] = first("/organisation", "table a")
    page.goto(at(house, "/channels"))
    page.locator("summary", has_text="Ouvrir une porte").click()
    page.locator("form[action='/channels/hooks'] input[name=label]").fill("Bornes de sortie")
    page.locator("form[action='/channels/hooks'] button").click()
    page.wait_for_load_state()
    found["channel"] = first("/channels", "h3 a[href^='/channels/']")
    manager.close()
    return found


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("path", [path for paths in PAGES.values() for path in paths])
def test_page_has_no_fault(house, things, visit, path, look):
    address = path.format(**things)
    page = visit(address, who=MANAGER if path.startswith(MANAGED) else TEAM, look=look)
    assert address.split("?")[0] in page.url, "it leads elsewhere"
    assert faults(page, look) == []


@pytest.mark.parametrize("look", LOOKS)
def test_error_pages_have_no_fault(house, visit, look):
    page = visit("/today", look=look)
    for path, status in (("/people", 403), ("/nowhere", 404), ("/mentions/12", 404), ("/alerts/1/take", 405)):
        assert page.goto(at(house, path, look)).status == status
        assert faults(page, look) == []
        assert page.locator("main a.button.primary").count() == 1, "nowhere to go from here"
    page.goto(at(house, "/watches/new", look))
    page.evaluate("document.querySelectorAll('main [name=csrf]').forEach(field => field.value = 'forged')")
    page.locator("main form button").last.evaluate("button => { button.form.noValidate = true; button.click() }")
    page.wait_for_selector(".failure")
    assert faults(page, look) == []


@pytest.mark.parametrize("look", LOOKS)
def test_refused_forms_have_no_fault_and_say_where(house, visit, things, look):
    for path, who in (("/watches/new", TEAM), ("/people/new", MANAGER), ("/organisation/services/new", MANAGER)):
        page = visit(path, who=who, look=look)
        page.locator("main form button.primary").last.evaluate("button => { button.form.noValidate = true; button.click() }")
        page.wait_for_selector("main [role=alert]")
        assert page.evaluate("document.activeElement.matches('[role=alert]')"), "the reproach has no focus"
        assert page.locator("[aria-invalid=true]").count() >= 1 or path == "/watches/new"
        assert faults(page, look) == []


@pytest.mark.parametrize("look", LOOKS)
def test_what_a_form_answers_has_no_fault(house, visit, press, look):
    page = visit("/watches/new?query=repas", look=look)
    page.locator("button[name=try]").click()
    page.wait_for_selector("#found-title")
    assert faults(page, look) == []
    page.locator("[name=query]").fill("")
    page.locator("button[name=try]").click()
    page.wait_for_selector("[name=query][aria-invalid=true]")
    page.goto(at(house, "/sources", look))
    opml = f'<opml version="2.0"><body><outline text="Un" xmlUrl="{press.address("opml")}"/><outline text="Non" xmlUrl="ftp://x"/></body></opml>'
    page.locator("#opml").set_input_files({"name": "flux.opml", "mimeType": "text/x-opml", "buffer": opml.encode()})
    page.locator("form[action='/sources/opml'] button").click()
    page.wait_for_selector("textarea[name=feeds]", state="attached")
    assert faults(page, look) == []
    page = visit("/stream?polarity=negative", look=look)
    if "phone" not in look:
        page.locator("body").press("j")
        page.keyboard.press("t")
        page.wait_for_selector("dialog[open]")
        assert faults(page, look) == []
        page.keyboard.press("Escape")
        page.keyboard.press("?")
        assert faults(page, look) == []
    page.goto(at(house, "/stream", look))
    page.locator("[data-filters] summary").click()
    page.locator("details.menu.judge summary").first.click()
    assert faults(page, look) == []


@pytest.mark.parametrize("look", LOOKS)
def test_the_door_has_no_fault(house, open_page, look):
    page = open_page(house, look)
    page.goto(at(house, "/sign-in", look))
    assert faults(page, look) == []
    page.locator("input[name=email]").fill("nobody@valmont.example")
    page.locator("input[name=password]").fill("not the password")
    page.locator("main form button.primary").click()
    page.wait_for_selector("main [role=alert]")
    assert faults(page, look) == []
    page.goto(at(house, "/welcome/nothing", look))
    assert faults(page, look) == []


def code(key, moment):
    """RFC 6238, with SHA-1, six digits and thirty seconds."""
    digest = hmac.new(base64.b32decode(key.replace(" ", "")), struct.pack(">Q", int(moment) // 30), hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start:start + 4])[0] & 0x7fffffff) % 1_000_000:06d}"


@pytest.mark.parametrize("look", LOOKS)
def test_a_newcomer_is_invited_and_turns_the_second_factor_on(house, visit, open_page, look):
    """The link, the welcome, the code to scan, the recovery codes, the second step at the door, and its end."""
    tongue = look.split()[0]
    who = f"nouvelle-{tongue}-{time.monotonic_ns()}@valmont.example"
    page = visit("/people/new", who=MANAGER, look=look)
    page.locator("[name=name]").fill("Zoé Nouvelle")
    page.locator("[name=email]").fill(who)
    page.locator("select#tongue").select_option(tongue)
    page.locator("#role-communication").check()
    page.locator("main form button.primary").click()
    link = page.locator("#link").input_value()
    assert link.startswith(house.url + "/welcome/"), "a link to send is a whole address"
    assert faults(page, look) == []

    page = open_page(house, look)
    page.goto(f"{link}?lang={tongue}")
    assert faults(page, look) == []
    page.locator("input[type=password]").fill("court")
    page.locator("main form button.primary").click()
    page.wait_for_selector("main [role=alert]")
    assert faults(page, look) == []
    secret = "une phrase que moi seule dirais"
    page.locator("input[type=password]").fill(secret)
    page.locator("main form button.primary").click()
    page.wait_for_url(re.compile("/(today|account)"))

    page.goto(at(house, "/account/factor", look))
    assert faults(page, look) == []
    key = page.locator(".factor code").first.inner_text()
    began = time.time()
    page.locator("main form input:not([type=hidden])").last.fill(code(key, began))
    page.locator("main form button.primary").click()
    page.wait_for_selector(".codes")
    spare = page.locator(".codes li").first.inner_text()
    assert faults(page, look) == []
    page.goto(at(house, "/account/factor/remove", look))
    assert faults(page, look) == []

    page = open_page(house, look)
    sign_in(page, house, who, tongue, secret)
    assert "/sign-in/code" in page.url
    assert faults(page, look) == []
    page.locator("main form input:not([type=hidden])").last.fill(spare)
    page.locator("main form button.primary").click()
    page.wait_for_url(re.compile("/today"))


EMPTY = [
    "/today", "/stream", "/alerts", "/watches", "/sources", "/imports", "/people", "/organisation", "/audit", "/inbox",
    "/reviews/moderation", "/reviews/posters", "/channels", "/posts", "/posts/figures", "/posts/budget",
    "/posts/templates", "/posts/calendar", "/posts/queues", "/library", "/library/releases", "/press", "/sendings"]


def test_the_first_day_has_no_fault(open_page):
    """An empty folder: the door before anybody, the set-up, and every page with nothing on it yet."""
    server = Server(sample=False)
    try:
        for look in LOOKS:
            page = open_page(server, look)
            page.goto(at(server, "/sign-in", look))
            assert faults(page, look) == []
            page.goto(f"{server.setup}&lang={look.split()[0]}")
            assert faults(page, look) == []
        page = open_page(server)
        page.goto(server.setup + "&lang=fr")
        for name, value in {
            "organisation": "Clinique neuve", "name": "Ana", "email": "ana@neuve.example", "password": "une phrase bien à moi",
        }.items():
            page.locator(f"[name={name}]").fill(value)
        page.locator("main form button.primary").click()
        page.wait_for_url(re.compile("/(account|today)"))
        state = page.context.storage_state()
        page.goto("about:blank")  # what is live asks no server that is no more
        for look in LOOKS:
            page = open_page(server, look, state)
            for path in EMPTY:
                page.goto(at(server, path, look))
                assert (path, faults(page, look)) == (path, [])
            page.goto("about:blank")
        # Nobody has said where this server is: what needs a public address says what to set.
        page.goto(at(server, "/reviews/posters"))
        assert "public-address" in page.locator(".note.bad").inner_text()
        assert page.locator("a[href$='.pdf']").count() == 0
        page.goto(server.setup)
        assert page.locator("main form [name=organisation]").count() == 0, "the set-up is open twice"
        page.goto("about:blank")
    finally:
        assert server.stop() == 0
