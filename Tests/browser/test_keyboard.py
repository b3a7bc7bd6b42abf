"""The stream from end to end without the mouse."""
import re

from conftest import MANAGER
from playwright.sync_api import expect


def focus(page):
    return page.evaluate("document.activeElement.closest('[data-voice]')?.dataset.voice ?? null")


def said(page):
    expect(page.locator("[data-status]")).not_to_be_empty()
    return page.locator("[data-status]").inner_text()


def press_until(page, key, condition, most=60):
    for _ in range(most):
        if page.evaluate(condition):
            return
        page.keyboard.press(key)
    raise AssertionError(f"{most} times {key} do not lead to {condition}")


def test_one_walks_up_and_down(visit):
    page = visit("/stream")
    order = [voice.get_attribute("data-voice") for voice in page.locator("[data-voice]").all()[:3]]
    page.keyboard.press("j")
    assert focus(page) == order[0]
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert focus(page) == order[2]
    page.keyboard.press("k")
    assert focus(page) == order[1]
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline != "none", "the focus is not seen"


def test_the_last_leads_to_the_next_page(visit):
    page = visit("/stream")
    number = page.locator("[data-voice]").count()
    for _ in range(number + 1):
        page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("before="))
    assert page.locator("[data-voice]").count() > 0


def test_one_key_corrects_and_one_takes_back(house, visit):
    page = visit("/stream?polarity=positive")
    page.keyboard.press("j")
    voice = focus(page)
    page.keyboard.press("n")
    assert "corrig" in said(page).lower()
    tone = page.locator(f"[data-voice='{voice}']")
    expect(tone).to_have_class(re.compile("tone-bad"))
    assert focus(page) == voice, "the focus stays where it was"
    page.evaluate("document.querySelector('[data-status]').textContent = ''")
    page.keyboard.press("z")
    expect(tone).to_have_class(re.compile("tone-good"))
    assert tone.count() == 1
    trail = visit("/audit?kind=mention", who=MANAGER)
    text = trail.locator("main").inner_text()
    assert "Jugement corrigé" in text and "Correction annulée" in text
    assert "mention.corrected" not in text and "judgedBy" not in text and "{" not in text


def test_themes_are_corrected_in_a_dialog(visit):
    page = visit("/stream?polarity=negative")
    page.keyboard.press("j")
    voice = focus(page)
    page.keyboard.press("t")
    page.wait_for_selector("dialog[open] [data-group=t]")
    assert page.evaluate("document.activeElement.type") == "checkbox"
    page.keyboard.press("Space")
    press_until(page, "Tab", "document.activeElement.matches('dialog button.primary')")
    page.keyboard.press("Enter")
    assert "corrig" in said(page).lower()
    assert page.locator("dialog[open]").count() == 0
    assert focus(page) == voice


def test_one_opens_a_mention_and_comes_back(visit):
    page = visit("/stream")
    page.keyboard.press("j")
    page.keyboard.press("o")
    page.wait_for_url(re.compile(r"/mentions/\d+"))
    page.keyboard.press("j")
    assert focus(page) is not None
    page.go_back()
    page.wait_for_url(re.compile("/stream"))


def test_one_filters_searches_and_keeps_the_search_as_a_watch(visit):
    page = visit("/stream")
    page.keyboard.press("f")
    assert page.evaluate("document.activeElement.matches('[data-filters] select')")
    press_until(page, "Tab", "document.activeElement.name === 'polarity'")
    page.keyboard.press("ArrowDown")
    press_until(page, "Tab", "document.activeElement.matches('[data-filters] button.primary')")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"polarity=\w+"))
    page.locator("body").press("/")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.type("repas")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("q=repas"))
    page.goto(re.sub(r"polarity=\w+&?", "", page.url))
    page.locator("body").press("w")
    page.wait_for_url(re.compile("/watches/new"))
    assert page.locator("[name=query]").input_value() == "repas"
    press_until(page, "Tab", "document.activeElement.name === 'name'")
    page.keyboard.type("Repas du soir")
    press_until(page, "Tab", "document.activeElement.name === 'purpose'")
    page.keyboard.type("Suivre le nouveau prestataire")
    press_until(page, "Tab", "document.activeElement.matches('main form button.primary')")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/watches(\?|/\d|$)"))
    assert "Repas du soir" in page.locator("main").inner_text()


def test_help_lists_the_keys_and_they_can_be_turned_off(visit):
    page = visit("/stream")
    page.keyboard.press("?")
    dialog = page.locator("dialog[open]")
    keys = set(dialog.locator("kbd").all_inner_texts())
    assert keys >= set("jkopnumtszfr/?")
    page.locator("#keys-on").uncheck()
    page.keyboard.press("Escape")
    assert dialog.count() == 0
    page.keyboard.press("j")
    assert focus(page) is None, "they are turned off"
    page.keyboard.press("?")
    page.locator("#keys-on").check()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    assert focus(page) is not None


def test_keys_rest_while_somebody_types(visit):
    page = visit("/stream")
    page.keyboard.press("/")
    page.keyboard.type("jnp?")
    assert page.locator("#q").input_value() == "jnp?"
    assert page.locator("dialog[open]").count() == 0


def test_the_first_tab_skips_the_navigation(visit):
    page = visit("/today")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
