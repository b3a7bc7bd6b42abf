"""Publishing: written by one, read by another, sent to networks that are played on this machine, each message once."""
import json
import random
import re
import time
import urllib.request

import pytest
from conftest import LOOKS, MANAGER, TEAM, at, faults
from playwright.sync_api import expect


def control(house, path, body=None):
    """What the played networks have got, or what they are to do next."""
    request = urllib.request.Request(
        f"{house.networks}/_control/{path}", data=None if body is None else json.dumps(body).encode(),
        headers={"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=10) as answer:
        return json.load(answer)


def live(house, network, words):
    """How many posts with these words visitors of a network see."""
    published = control(house, f"published?network={network}")["published"]
    return sum(words in post["text"] and post.get("deletedAt") is None for post in published)


def until(what, seconds=40):
    """Waits for what the server does by itself."""
    end = time.monotonic() + seconds
    while not (found := what()) and time.monotonic() < end:
        time.sleep(0.3)
    return found


def write(page, text, networks, title="Conférence"):
    page.locator("input[name=title]").fill(title)
    page.locator("textarea[name=text]").fill(text)
    for network in networks:
        page.locator(".face", has=page.locator("strong", has_text=re.compile(f"^{network}$"))).locator(
            "input[name=face]").check()


def submitted(visit, text, networks):
    """A post that its author has handed in; gives its address."""
    page = visit("/posts/new", TEAM)
    write(page, text, networks)
    page.locator("button[value=keep]").click()
    page.wait_for_url(re.compile(r"/posts/\d+"))
    assert faults(page) == []
    page.locator("form[action$='/submit'] button.primary").click()
    expect(page.locator("[data-said]")).to_be_visible()
    return "/posts/" + re.search(r"/posts/(\d+)", page.url)[1]


def fresh():
    """Words that nobody has published before."""
    return f"Conférence n° {random.randint(10**7, 10**8)} ouverte à tous, jeudi à 18 h, dans le hall de l’hôpital."


def test_a_post_is_written_read_by_somebody_else_and_sent_once_to_each_network(house, visit, open_page):
    text = fresh()
    address = submitted(visit, text, ["Facebook", "X", "LinkedIn"])
    # Nobody approves what they wrote.
    assert visit(address, TEAM).locator("form[action$='/approve']").count() == 0
    assert live(house, "facebook", text) == 0
    page = visit(address, MANAGER)
    page.locator("form[action$='/approve'] button.primary").click()
    expect(page.locator("[data-said]")).to_be_visible()
    for network in ["facebook", "x", "linkedin"]:
        assert until(lambda: live(house, network, text)) == 1
    assert until(lambda: visit(address, MANAGER).locator(".page-head .pill.good").count() == 1)
    page = visit(address, MANAGER)
    assert faults(page) == []
    # Its address leads to what visitors see.
    seen = page.locator(f"a[href^='{house.networks}/see/facebook']").first.get_attribute("href")
    with urllib.request.urlopen(seen, timeout=10) as answer:
        assert text in answer.read().decode()


def test_a_network_that_publishes_and_says_no_is_looked_at_and_nothing_leaves_twice(house, visit):
    text = fresh()
    control(house, "faults", {"network": "facebook", "operation": "publish", "fault": "drop_after", "times": 1})
    address = submitted(visit, text, ["Facebook", "LinkedIn"])
    visit(address, MANAGER).locator("form[action$='/approve'] button.primary").click()
    assert until(lambda: live(house, "linkedin", text)) == 1
    # The connection ended without a word: it is looked for, found, and not sent again.
    assert until(lambda: visit(address, MANAGER).locator(".page-head .pill.good").count() == 1, 90)
    assert live(house, "facebook", text) == 1


def test_the_composer_counts_as_each_network_does_while_one_types(visit):
    page = visit("/posts/new", TEAM)
    write(page, "👩‍⚕️" * 150, ["X", "LinkedIn"])
    face = page.locator(".face", has=page.locator("strong", has_text=re.compile("^X$")))
    # Two for an emoji, whatever it is made of.
    expect(face.locator(".face-count")).to_contain_text(re.compile(r"300\s*/\s*280"), timeout=15000)
    expect(face.locator(".face-count")).to_have_class(re.compile("over"))
    assert faults(page) == []


@pytest.mark.parametrize("look", LOOKS)
def test_what_the_public_will_see_follows_while_one_types(visit, look):
    page = visit("/posts/new", TEAM, look)
    write(page, "Une première phrase.", ["Facebook", "LinkedIn"])
    page.locator(".face", has=page.locator("strong", has_text="LinkedIn")).locator("summary").click()
    page.locator(".face", has=page.locator("strong", has_text="LinkedIn")).locator("textarea").first.fill("Pour nos pairs.")
    seen = page.locator(".face-check", has=page.locator("h3", has_text="Facebook")).locator("[data-preview]")
    seen.locator("summary").click()
    expect(seen.locator(".preview-text")).to_have_text("Une première phrase.")
    page.locator("textarea[name=text]").fill("Une première phrase.\nEt une autre.")
    # What somebody looks at stays open, with the new words.
    expect(seen.locator(".preview-text")).to_have_text("Une première phrase.\nEt une autre.", timeout=15000)
    expect(seen.locator(".preview")).to_be_visible()
    other = page.locator(".face-check", has=page.locator("h3", has_text="LinkedIn")).locator("[data-preview]")
    expect(other.locator(".preview")).to_be_hidden()
    other.locator("summary").click()
    expect(other.locator(".preview-text")).to_have_text("Pour nos pairs.")
    assert faults(page, look) == []


def test_what_a_patient_could_be_known_by_is_said_before_anybody_else_reads_it(visit):
    page = visit("/posts/new", TEAM)
    write(page, "Bravo à Mme Josiane Lemercier, chambre 214, sortie hier après sa chimiothérapie.", ["Facebook"])
    page.locator("button[value=check]").click()
    expect(page.locator("[data-checked]")).to_contain_text("Lemercier")
    expect(page.locator("textarea[name=text]")).to_have_value(re.compile("Lemercier"))


def test_one_button_stops_everything_and_nothing_leaves_until_it_is_let_go(house, visit):
    page = visit("/sendings", MANAGER)
    page.locator("summary", has_text="arrêter").or_(page.locator("details.card summary")).first.click()
    page.locator("input[name=reason]").fill("Plan blanc")
    page.locator("form[action='/sendings/stop'] button").click()
    expect(page.locator(".note.bad")).to_contain_text("Plan blanc")
    assert faults(page) == []
    text = fresh()
    address = submitted(visit, text, ["LinkedIn"])
    visit(address, MANAGER).locator("form[action$='/approve'] button.primary").click()
    time.sleep(3)
    assert live(house, "linkedin", text) == 0
    visit("/sendings", MANAGER).locator("form[action='/sendings/resume'] button").click()
    assert until(lambda: live(house, "linkedin", text)) == 1


def test_an_account_is_connected_by_the_page_of_a_played_network(house, chromium, passes):
    # Not by `visit`: the browser goes to another server and comes back.
    context = chromium.new_context(locale="fr-FR", storage_state=passes(house, MANAGER))
    page = context.new_page()
    page.goto(at(house, "/channels"))
    way = page.locator("details", has=page.locator("input[name=network][value=facebook]"))
    way.locator("summary").click()
    way.locator("button.primary").click()
    page.wait_for_url(re.compile("/channels/connect/"))
    assert faults(page) == []
    page.locator("main a.button.primary").click()
    page.get_by_role("button", name="Autoriser").click()
    page.wait_for_url(re.compile(re.escape(house.url)))
    # The person speaks for two pages; one is chosen.
    expect(page.locator("main")).to_contain_text("Les Tilleuls")
    assert faults(page) == []
    page.locator("label", has_text="Les Tilleuls").click()
    page.locator("main form button.primary").click()
    page.wait_for_url(re.compile(r"/channels/\d+"))
    expect(page.locator("h1")).to_contain_text("Les Tilleuls")
    page.locator("summary", has_text="Retirer").click()
    page.locator("form[action$='/remove'] button").click()
    expect(page.locator("[data-said]")).to_be_visible()
    context.close()
