"""A patient gives a review on a telephone; a moderator publishes it; everybody reads it without the names."""
import re

import pytest
from conftest import LOOKS, MANAGER, at, faults, until

TEXT = "Le Dr Martin m'a mal parlé. J'ai attendu cinq heures, chambre 214."


def write(page, house, text, look="fr light phone"):
    page.goto(at(house, "/avis/nouveau", look))
    page.locator("#text").fill(text)


def send_from_phone(page):
    for _ in range(3):
        page.locator("[data-next]").click()
    page.locator("[data-send]").click()
    page.locator("#link").wait_for()


def test_a_review_travels_from_a_telephone_to_the_public_page(house, open_page, visit):
    phone = open_page(house, "fr light phone")
    write(phone, house, TEXT)
    assert phone.locator("[data-send]").is_hidden(), "one question a screen"
    assert faults(phone, "fr light phone") == []
    phone.locator("[data-next]").click()
    phone.locator("label.big-choice.bad").click()
    # Left and come back to: what was typed is there.
    phone.reload()
    assert phone.locator("#text").input_value().strip() == TEXT
    send_from_phone(phone)
    assert phone.context.cookies() == []
    assert faults(phone) == []
    link = phone.locator("#link").input_value()
    assert len(link.split("/")[-1]) >= 22
    assert phone.evaluate("sessionStorage.length") == 0
    phone.goto(link)
    assert "À lire" in phone.locator("main").inner_text()
    assert faults(phone) == []

    desk = visit("/reviews/moderation", who=MANAGER)
    desk.locator("article", has_text="mal parlé").get_by_role("link").first.click()
    assert "Dr Martin" in desk.locator("[data-original]").inner_text()
    assert faults(desk) == []
    desk.locator("form[action$='/publish'] button").click()
    desk.wait_for_url(re.compile("/reviews/moderation/"))

    phone.goto(at(house, "/avis", "fr light phone"))
    page = phone.content()
    assert "cinq heures" in page
    assert "Martin" not in page and "214" not in page.split("<article")[1]
    assert faults(phone, "fr light phone") == []
    feed = phone.request.get(house.url + "/avis/flux.atom").text()
    assert "cinq heures" in feed and "Martin" not in feed

    phone.goto(link)
    phone.locator("summary", has_text="Tout effacer").click()
    phone.locator("form[action*='/oublier'] button").click()
    phone.goto(at(house, "/avis"))
    assert "cinq heures" not in phone.content()


def test_a_review_is_given_without_a_script_by_a_plain_question(house, open_page):
    page = open_page(house, "en dark phone", javascript=False)
    write(page, house, "Very kind people at the desk.", "en dark phone")
    asked = page.locator("label[for=sum]").inner_text()
    numbers = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5}
    total = sum(numbers[word] for word in re.findall(r"\w+", asked) if word in numbers)
    page.locator("#sum").fill(str(total + 1))
    page.wait_for_timeout(4500)
    page.locator("[data-send]").click()
    assert "Very kind people" in page.locator("#text").input_value(), "nothing is lost"
    asked = page.locator("label[for=sum]").inner_text()
    total = sum(numbers[word] for word in re.findall(r"\w+", asked) if word in numbers)
    page.locator("#sum").fill(str(total))
    page.wait_for_timeout(4500)
    page.locator("[data-send]").click()
    assert "Thank you" in page.locator("h1").inner_text()


def test_danger_shows_who_helps_at_once(house, open_page):
    page = open_page(house, "fr light desk")
    write(page, house, "Je veux mourir depuis ma sortie.", "fr light desk")
    page.locator("[data-send]").focus()
    page.keyboard.press("Enter")
    page.locator("#link").wait_for()
    for number in ["15", "112", "114", "3114", "119", "3919", "3977"]:
        assert page.locator(f"a[href='tel:{number}']").is_visible()


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("path", ["/avis", "/avis/nouveau", "/avis/regles"])
def test_public_pages_are_for_everybody(house, open_page, path, look):
    page = open_page(house, look)
    page.goto(at(house, path, look))
    assert faults(page, look) == []
    assert page.context.cookies() == []


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize(
    "path", ["/reviews/moderation", "/reviews/links", "/reviews/claims", "/reviews/fairness", "/reviews/settings"])
def test_moderators_pages_are_for_everybody(visit, path, look):
    assert faults(visit(path, look=look), look) == []


def test_the_page_is_read_aloud_by_a_voice_of_the_device(house, open_page):
    page = open_page(house, "fr light desk")
    page.add_init_script("""
      const said = window.said = []
      Object.defineProperty(window, 'speechSynthesis', {value: {
        speaking: false, getVoices: () => [{localService: false, lang: 'fr-FR', name: 'far'}, {localService: true, lang: 'fr-FR', name: 'near'}],
        speak: each => said.push(each), cancel() {}, addEventListener() {}}})
      window.SpeechSynthesisUtterance = class extends EventTarget { constructor(text) { super(); this.text = text } }
    """)
    page.goto(at(house, "/avis/nouveau"))
    page.locator("[data-speak]").click()
    assert page.evaluate("said[0].voice.name") == "near"
    assert "Racontez" in page.evaluate("said[0].text")
