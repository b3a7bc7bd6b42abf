"""Writing a reply: what the check says while one types, the sentence that may leave, the second person."""
import re

from conftest import MANAGER, at, faults
from playwright.sync_api import expect
import pytest

LOOKS = ["fr light desk", "en dark phone"]
BETRAYING = "Bonjour, lors de votre séjour aux urgences, l'équipe a fait de son mieux."
FINE = "Bonjour, merci pour ce message. Il est transmis aux équipes."


def conversation(page, server):
    """A conversation of the inbox that nobody has answered."""
    page.goto(server.url + "/inbox?lang=fr")
    links = page.locator("main a[href^='/inbox/']").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    for path in dict.fromkeys(found[0] for link in links if (found := re.match(r"/inbox/\d+", link))):
        page.goto(f"{server.url}{path}/reply?lang=fr")
        # Whoever may be in danger is answered otherwise.
        if page.locator(".reply-line, main > .note.bad, .replies .note.bad").count() == 0 and page.locator("#reply-text").count() == 1:
            return path
    raise AssertionError("the inbox holds nothing to answer")


def contact(page, server):
    page.goto(server.url + "/replies/contact?lang=fr")
    page.locator("#email").fill("usagers@valmont.example")
    page.locator("main form button.primary").click()
    page.wait_for_load_state()


def test_what_betrays_is_underlined_while_one_types_and_one_click_rewrites_it(house, visit):
    page = visit("/replies/contact")
    contact(page, house)
    path = conversation(page, house)
    page.locator("#reply-text").fill("")
    page.locator("#reply-text").press_sequentially(BETRAYING)
    finding = page.locator(".finding", has_text="SECRET-REPLY")
    expect(finding).to_contain_text("a été soignée ici")
    expect(page.locator(".mirror mark.mark-block").first).to_contain_text("lors de votre séjour")
    expect(page.locator("[data-state]")).to_have_text("Brouillon gardé")
    page.get_by_role("button", name="Utiliser cette phrase").click()
    expect(page.locator("#reply-text")).to_have_value(re.compile("usagers@valmont.example"))
    expect(page.locator(".check-head")).to_have_text("Rien à signaler")
    assert page.locator(".mirror mark").count() == 0
    page.goto(f"{house.url}{path}/reply?lang=fr")
    expect(page.locator("#reply-text")).to_have_value(re.compile("votre séjour|secret professionnel"))


def test_it_is_stopped_without_scripts_too(house, visit):
    page = visit("/replies/contact", javascript=False)
    contact(page, house)
    conversation(page, house)
    page.locator("#reply-text").fill(BETRAYING)
    page.get_by_role("button", name="Envoyer").click()
    expect(page.locator("[role=alert]")).to_contain_text("ne peut pas partir en l’état")
    expect(page.locator(".marked mark.mark-block").first).to_contain_text("lors de votre séjour")
    page.get_by_role("button", name="Utiliser cette phrase").click()
    expect(page.locator("#reply-text")).to_have_value(re.compile("usagers@valmont.example"))
    expect(page.locator(".check-head")).to_have_text("Rien à signaler")


def test_the_keyboard_alone_writes_mends_and_asks_a_second_person(house, visit):
    page = visit("/replies/contact", who=MANAGER)
    path = conversation(page, house)
    page.locator("#reply-text").focus()
    page.keyboard.press("Control+A")
    page.keyboard.type(BETRAYING)
    expect(page.locator(".finding").first).to_be_visible()
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.value") == "ask":
            break
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.goto(f"{house.url}{path}/reply?lang=fr")
    expect(page.locator(".reply-line")).to_contain_text("Attend l’approbation")
    other = visit("/replies/waiting")
    other.locator(".waiting-card", has_text="votre séjour").get_by_role("link").click()
    expect(other.locator("main")).to_contain_text("Un blocage subsiste")
    other.locator("summary", has_text="Renvoyer").click()
    other.locator("#note").fill("Sans parler de séjour, s’il vous plaît")
    other.get_by_role("button", name="Renvoyer à l’auteur").click()
    expect(other.locator("[data-said]")).to_contain_text("renvoyée")
    page.reload()
    expect(page.locator("main")).to_contain_text("Sans parler de séjour")


@pytest.mark.parametrize("look", LOOKS)
def test_the_pages_of_replies_are_open_to_everybody(house, visit, look):
    page = visit("/replies/contact", look=look)
    path = conversation(page, house)
    page.goto(at(house, path + "/reply", look))
    page.locator("#reply-text").fill(BETRAYING)
    page.locator(".finding").first.wait_for()
    assert faults(page, look) == []
    for other in ["/replies/waiting", "/replies/contact", "/replies/models", "/replies/models/new"]:
        page.goto(at(house, other, look))
        assert faults(page, look) == [], other
