"""The inbox from end to end without the mouse, on a screen and on a telephone."""
import re
import time

import pytest
from conftest import LOOKS, faults
from playwright.sync_api import expect


def ready(page):
    """The past becomes conversations in the background: wait for the first."""
    for _ in range(120):
        if page.locator("[data-talks] [data-talk]").count() > 3:
            return page
        time.sleep(1)
        page.reload()
    raise AssertionError("no conversation came")


def focus(page):
    return page.evaluate("document.activeElement.closest('[data-talk]')?.dataset.talk ?? null")


@pytest.mark.parametrize("look", LOOKS)
def test_the_inbox_and_a_conversation_are_in_order(visit, look):
    page = ready(visit("/inbox", look=look))
    assert faults(page, look) == []
    page.goto(page.url.split("/inbox")[0] + page.locator("[data-talks] [data-open]").first.get_attribute("href")
              + f"?lang={look.split()[0]}")
    expect(page.locator(".notes")).to_be_visible()
    assert faults(page, look) == []


def test_one_triages_by_keyboard(visit):
    page = ready(visit("/inbox"))
    order = [talk.get_attribute("data-talk") for talk in page.locator("[data-talk]").all()]
    page.keyboard.press("j")
    assert focus(page) == order[0]
    page.keyboard.press("j")
    page.keyboard.press("k")
    assert focus(page) == order[0]
    first, second = [talk.get_attribute("data-talk") for talk in page.locator("[data-talks] [data-talk]").all()[:2]]
    page.locator(f"#c{first}").focus()
    page.keyboard.press("x")
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.locator("#bulk-title")).to_contain_text("2")
    page.keyboard.press("e")
    expect(page.locator("[data-said]")).to_be_visible()
    assert page.locator(f"#c{first}").count() + page.locator(f"#c{second}").count() == 0
    page.goto(page.url.split("/inbox")[0] + "/inbox?view=resolved")
    expect(page.locator(f"#c{first}")).to_be_visible()
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()


def test_a_note_and_a_state_need_no_mouse_and_leave_their_history(visit):
    page = ready(visit("/inbox"))
    page.locator("[data-talks] [data-talk]").first.focus()
    page.keyboard.press("o")
    page.wait_for_url(re.compile(r"/inbox/\d+"))
    page.keyboard.press("n")
    assert page.evaluate("document.activeElement.id") == "note"
    page.keyboard.type("Vu avec le cadre du service")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".inner-note")).to_contain_text("Vu avec le cadre du service")
    assert page.locator("#reply").inner_text().count("Vu avec le cadre") == 0
    page.keyboard.press("w")
    expect(page.locator(".page-head")).to_contain_text("En attente")
    page.locator("summary", has_text="Historique").click()
    expect(page.locator(".steps")).to_contain_text("Conversation mise en attente")
    expect(page.locator(".steps")).to_contain_text("Note interne écrite")


def test_two_people_see_one_another(house, visit):
    page = ready(visit("/inbox"))
    address = page.locator("[data-talks] [data-open]").first.get_attribute("href")
    other = visit(address, who="direction@valmont.example")
    expect(other.locator("#note")).to_be_visible()
    other.locator("#note").type("je rédige")
    other.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.goto(house.url + address)
    expect(page.locator("[data-here]")).not_to_be_empty(timeout=20_000)


def test_what_somebody_else_changes_is_said_on_an_open_inbox(house, visit):
    page = ready(visit("/inbox"))
    address = page.locator("[data-talks] [data-open]").last.get_attribute("href")
    other = visit(address, who="direction@valmont.example")
    other.locator("form.acts button[value=waiting]").click()
    expect(other.locator(".page-head")).to_contain_text("En attente")
    news = page.locator("[data-arrivals] a")
    expect(news).to_be_visible(timeout=20_000)
    page.keyboard.press("n")
    expect(news).to_have_count(0, timeout=20_000)
    assert page.locator(f"[data-talks] a[href='{address}']").count() == 0 or "En attente" in page.locator("main").inner_text()
