"""All of it works where no script runs."""
import re

from conftest import PASSWORD, TEAM, at, give_file, until

TABLE = "Date;Commentaire;Note\n" + "".join(
    f"{day:02d}/09/2026;Sans script aussi, merci à l'équipe numéro {day};5/5\n" for day in range(1, 6))


def test_one_signs_in_and_reads_today(house, open_page):
    page = open_page(house, javascript=False)
    page.goto(at(house, "/today"))
    assert "/sign-in" in page.url
    page.locator("input[name=email]").fill(TEAM)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main form button.primary").click()
    assert "/today" in page.url, "one comes back to what one asked for"
    assert "°C" in page.locator(".heat").inner_text()
    page.locator("#f-theme").select_option("waiting")
    page.locator("form.place button").click()
    assert "theme=waiting" in page.url
    page.locator("header details.menu summary").click()
    page.locator("form[action='/sign-out'] button").click()
    assert "/sign-in" in page.url


def test_the_stream_is_filtered_and_turned(visit):
    page = visit("/stream", javascript=False)
    page.locator("[data-filters] summary").click()
    page.locator("[data-filters] [name=polarity]").select_option("negative")
    page.locator("[data-filters] button.primary").click()
    assert "polarity=negative" in page.url
    page.wait_for_load_state()
    assert page.locator(".voice").count() == page.locator(".voice.tone-bad").count() > 0
    page.locator(".pages [rel=next]").click()
    page.wait_for_load_state()
    assert "before=" in page.url and page.locator(".voice").count() > 0


def test_a_judgement_is_corrected(house, visit):
    page = visit("/stream?polarity=negative", javascript=False)
    path = page.locator(".voice-when").first.get_attribute("href")
    page.locator(".voice details.judge summary").first.click()
    page.locator(".voice details.judge button[value=mixed]").first.click()
    page.goto(at(house, path))
    assert "jugé par une personne" in page.locator(".whole").inner_text()
    page.goto(at(house, path + "/amend"))
    page.locator("input[name=theme]").first.check()
    page.locator("#amend button.primary").click()
    page.goto(at(house, path))
    assert page.locator(".history li").count() >= 2


def test_a_file_is_imported(house, visit):
    page = visit("/imports", javascript=False)
    path = give_file(page, house, "sans script.csv", TABLE.encode())
    page.get_by_role("button", name="Importer", exact=True).click()
    until(page, lambda: page.goto(at(house, path)) and "Terminé" in page.locator("main").inner_text(), reload=False)
    assert re.search(r"Nouvelles\s+5", page.locator("dl.facts").inner_text())
