"""A reader from outside: invited on a post's page, reads and answers behind a signed link, without an account."""

import itertools
import re

import pytest

from conftest import TEAM, at, faults

NUMBERS = itertools.count(5_000_001)


@pytest.mark.parametrize("look", ["fr light desk", "en dark phone"])
def test_a_reader_from_outside_is_invited_answers_without_script_and_the_team_reads_it(house, visit, open_page, look):
    page = visit("/posts/new", who=TEAM, look=look)
    number = next(NUMBERS)
    page.locator("input[name=title]").fill("Titre de la maison")
    page.locator("textarea[name=text]").fill(f"Conférence n° {number} ouverte à tous, jeudi à 18 h, dans le hall.")
    page.locator("fieldset label", has_text="Facebook").first.locator("input[type=checkbox]").check()
    page.locator("form button.primary").last.click()
    page.wait_for_url(re.compile(r"/posts/\d+"))
    post = re.search(r"/posts/\d+", page.url).group()
    page.locator("#outside summary").first.click()
    page.locator("#outside input[name=reader_name]").fill("Mme Roux, association")
    page.locator("#outside input[name=reader_email]").fill("roux@association.example")
    with page.expect_navigation(url=re.compile("said=")):
        page.locator("#outside form[action$='/outside'] button").click()
    page.locator("#outside li summary").click()
    link = re.search(r"/relecture/\S+", page.locator("#outside li code").inner_text()).group()
    assert faults(page, look) == []

    outside = open_page(house, look)
    outside.goto(at(house, link, look))
    assert f"n° {number}" in outside.locator("main").inner_text()
    assert "Titre de la maison" not in outside.content() and outside.locator("nav.side").count() == 0
    assert faults(outside, look) == []

    plain = open_page(house, look, None, False)
    plain.goto(at(house, link, look))
    plain.locator("button[value=changes]").click()
    assert plain.locator("[role=alert]").count() == 1
    plain.locator("#note").fill("Préciser le numéro de la salle.")
    plain.locator("button[value=changes]").click()
    assert plain.locator("[data-said], .said").count() == 1
    plain.locator("#remark").fill("Belle initiative.")
    plain.locator("form[action*='/remark'] button").click()
    assert "Belle initiative." in plain.locator(".remarks").inner_text()

    page.goto(at(house, post, look))
    assert "Préciser le numéro" in page.locator("#outside").inner_text()
    assert "Belle initiative." in page.locator(".remarks").last.inner_text() + page.locator("main").inner_text()
    assert faults(page, look) == []
    with page.expect_navigation(url=re.compile("said=")):
        page.locator("#outside form[action$='/revoke'] button").click()
    outside.goto(at(house, link, look))
    assert "Conférence" not in outside.content() and faults(outside, look) == []
