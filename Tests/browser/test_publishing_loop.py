"""From an idea to what came of it: an explainer on MRI, read by a doctor and by communication, on five networks and on the
hospital's own page; one network fails half-way and is finished without a double. On a telephone, on both engines."""
import random
import re

from conftest import MANAGER, at, faults
from playwright.sync_api import expect
from test_publishing import control, live, until

DOCTOR = "validation@valmont.example"
PHONE = "fr light phone"
NETWORKS = ["Facebook", "Threads", "X", "LinkedIn", "Google"]


def face(page, network):
    return page.locator(".face", has=page.locator("strong", has_text=re.compile(f"^{network}$")))


def fill(page, room):
    """The template, with what the service knows in the place of the brackets."""
    for name in ["text", "page_before", "page_during", "page_after", "page_questions"]:
        box = page.locator(f"[name={name}]")
        words = re.sub(r"\[à compléter[^\]]*\]", "à l’accueil du service", box.input_value())
        box.fill(words + (f" {room}" if name == "text" else ""))


def approve(visit, address, who):
    page = visit(address, who, PHONE)
    page.locator("form[action$='/approve'] button.primary").click()
    expect(page.locator("[data-said]")).to_be_visible()


def test_an_explainer_goes_from_idea_to_five_networks_and_our_own_page(house, visit, open_page):
    room = f"Fiche {random.randint(10**7, 10**8)}."
    page = visit("/posts/templates", look=PHONE)
    page.locator("article", has_text="IRM").locator("a.button").first.click()
    page.wait_for_url(re.compile("template="))
    page.locator("summary", has_text="Page de notre site").scroll_into_view_if_needed()
    # What stands between brackets keeps it at home.
    for network in NETWORKS:
        face(page, network).locator("input[name=face]").check()
    page.locator("button[value=check]").click()
    expect(page.locator("[data-checked]")).to_contain_text("à compléter")
    fill(page, room)
    # X gets a thread: the second part is what fails.
    x = face(page, "X")
    x.locator("summary").click()
    x.locator("textarea[name^=text_]").fill(f"Une IRM ne fait pas mal et n’utilise pas de rayons X. {room}")
    x.locator("textarea[name^=thread_]").fill(f"L’appareil est bruyant : on vous donne un casque. {room}")
    behind = page.locator("details", has=page.locator("[name=source]"))
    if behind.get_attribute("open") is None:
        behind.locator("summary").first.click()
    page.locator("[name=source]").fill("https://www.has-sante.fr")
    page.locator("[name=source_date]").fill("2026-03-01")
    page.locator("[name=read_by]").fill("Dr Le Guennec")
    page.locator("[name=read_on]").fill("2026-11-20")
    page.locator("details", has=page.locator("[name=interests_said]")).locator("summary").first.click()
    page.locator("[name=interests_said]").select_option("none")
    page.locator("button[value=keep]").click()
    page.wait_for_url(re.compile(r"/posts/\d+$"))
    assert faults(page) == []
    address = re.search(r"/posts/\d+", page.url)[0]
    page.locator("form[action$='/submit'] button.primary").click()
    expect(page.locator("[data-said]")).to_be_visible()

    # X publishes the first part of the thread and says nothing; LinkedIn's connection ends before it does anything.
    control(house, "faults", {"network": "x", "operation": "publish", "fault": "drop_after", "times": 1})
    control(house, "faults", {"network": "linkedin", "operation": "publish", "fault": "drop_before", "times": 1})
    approve(visit, address, DOCTOR)
    assert all(live(house, network.lower(), room) == 0 for network in NETWORKS)
    approve(visit, address, MANAGER)
    for network, parts in [("facebook", 1), ("google", 1), ("x", 2), ("threads", 1)]:
        # Threads asks for half a minute between a container and its publication.
        assert until(lambda: live(house, network, room) == parts, 120), (network, sendings(visit, address))
    # What nobody can tell is looked for, and asked of a person.
    assert until(lambda: visit(address, MANAGER).locator("form[action$='/send']").count() == 1, 60), sendings(
        visit, address)
    assert live(house, "linkedin", room) == 0
    visit(address, MANAGER, PHONE).locator("form[action$='/send'] button").click()
    assert until(lambda: live(house, "linkedin", room) == 1)
    assert until(lambda: visit(address, MANAGER, PHONE).locator(".page-head .pill.good").count() == 1), sendings(
        visit, address)
    assert [live(house, network.lower(), room) for network in NETWORKS] == [1, 1, 2, 1, 1]

    # Our own page, for whoever scans the card.
    page = visit(address, MANAGER, PHONE)
    assert faults(page) == []
    own = page.locator("a[href^='/comprendre/']").get_attribute("href")
    visitor = open_page(house, PHONE)
    visitor.goto(at(house, own, PHONE))
    expect(visitor.locator("h1")).to_have_text("Comment se passe une IRM ?")
    expect(visitor.locator("main")).to_contain_text("une poire dans votre main")
    assert faults(visitor) == []
    session = visit(address, MANAGER).context
    cards = session.request.get(at(house, address + "/cards.pdf"))
    assert cards.ok and cards.body().startswith(b"%PDF-")


def sendings(visit, address):
    """Where each message stands, for a failure's line."""
    return visit(address, MANAGER).locator(".sendings").first.inner_text()
