"""Opening hours, and somebody who may be in danger, in a real browser."""
import re
import time

import pytest
from conftest import LOOKS, MANAGER, at, faults, give_file, until
from playwright.sync_api import expect

DANGER = "Je suis sorti hier, j'ai toutes mes boîtes devant moi et plus envie de vivre."


def cry(page, house):
    """Somebody writes today that they want to die; the page is left where it was."""
    path = page.url
    table = f"Date;Commentaire\n{time.strftime('%d/%m/%Y')};{DANGER} {time.time_ns()}\n"
    give_file(page, house, f"appel {time.time_ns()}.csv", table.encode())
    with page.expect_navigation():
        page.get_by_role("button", name="Importer", exact=True).click()
    until(page, lambda: "Terminé" in page.locator("main").inner_text())
    page.goto(path)


def test_the_banner_comes_to_an_open_page_and_is_taken_with_the_keyboard(house, visit):
    watching = visit("/hours/replies")
    before = watching.locator("#notices .notice.grave").count()
    cry(visit("/imports"), house)
    expect(watching.locator("#notices .notice.grave")).to_have_count(before + 1, timeout=30_000)
    banner = watching.locator("#notices .notice.grave", has=watching.get_by_role("button", name="Je m’en occupe")).last
    banner.get_by_role("button", name="Je m’en occupe").focus()
    watching.keyboard.press("Enter")
    watching.wait_for_url(re.compile(r"/oncall/calls/\d+"))
    body = watching.locator("main").inner_text()
    assert "Vous vous en occupez" in body and "plus envie de vivre" in body and "3114" in body
    assert "d’astreinte" in body or "équipe communication" in body
    call = watching.url
    until(watching, lambda: watching.locator("button[form='answer-ready-suicide']").count() == 1)
    watching.locator("button[form='answer-ready-suicide']").click()
    expect(watching.locator("#reply-text")).to_have_value(re.compile("3114"))
    watching.goto(call)
    watching.locator("#note").fill("Message privé envoyé, le 15 est prévenu.")
    watching.get_by_label("Quelqu’un a agi").check()
    watching.get_by_role("button", name="Terminer l’appel").focus()
    watching.keyboard.press("Enter")
    watching.wait_for_url(re.compile(r"/oncall(\?|$)"))
    assert "L’appel est terminé" in watching.locator("main").inner_text()


@pytest.mark.parametrize("look", LOOKS)
def test_the_banner_and_the_pages_of_this_room_have_no_fault(house, visit, look):
    cry(visit("/imports"), house)
    page = visit("/today", look=look)
    until(page, lambda: page.locator("#notices .notice.grave form").count() > 0)
    assert faults(page, look) == []
    page.goto(at(house, page.locator("#notices .notice.grave a").last.get_attribute("href"), look))
    assert faults(page, look) == []
    manager = visit("/oncall", who=MANAGER, look=look)
    for path in ["/oncall", "/hours", "/hours?place=1", "/hours/replies"]:
        manager.goto(at(house, path, look))
        assert faults(manager, look) == [], path


def test_somebody_is_put_on_call_and_the_gaps_are_said(house, visit):
    page = visit("/oncall", who=MANAGER)
    page.locator("#weekly").check()
    page.get_by_role("button", name="Ajouter au tableau").click()
    page.wait_for_url(re.compile("/oncall"))
    text = page.locator("main").inner_text()
    assert "chaque semaine" in text and "Personne du" in text
    page.locator("section", has_text="Ce qui est inscrit").get_by_role("button", name="Retirer").last.click()
    page.wait_for_url(re.compile("/oncall"))


def test_hours_are_set_and_the_preview_follows(house, visit):
    page = visit("/hours", who=MANAGER)
    before = page.locator(".previews").inner_text()
    page.locator("#network_google").fill("3")
    page.get_by_role("button", name="Enregistrer les objectifs").click()
    page.wait_for_url(re.compile("/hours"))
    after = page.locator(".previews").inner_text()
    assert before != after and "3\u00a0h d’ouverture" in after.replace("\u202f", "\u00a0").replace("3 h", "3\u00a0h")
    page.locator("#day_0").fill("18-9")
    page.get_by_role("button", name="Enregistrer les heures").click()
    expect(page.locator("[role=alert]").first).to_contain_text("9:00-12:30")
    assert page.locator("#day_0").input_value() == "18-9"
