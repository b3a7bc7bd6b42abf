"""What a communication team does in a day, in a real browser."""
import re
import time

from conftest import MANAGER, add_source, give_file, until
from playwright.sync_api import expect


def test_every_number_of_today_opens_its_mentions(visit):
    page = visit("/today")
    assert re.search(r"\d\d,\d.°C", page.locator(".heat").inner_text())
    page.locator(".heat a.button.primary").click()
    page.wait_for_url(re.compile(r"/stream\?"))
    assert page.locator(".voices > *").count() > 0


def test_a_chart_has_its_table(visit):
    page = visit("/today")
    assert page.locator(".charts section").count() >= 2
    for chart in page.locator(".charts section").all():
        assert chart.locator("table").count() >= 1
    days = page.locator("#columns .plot-y span").all_inner_texts()
    assert all("," not in day for day in days), "nobody gives half an opinion"


def test_search_without_accents_or_plurals(visit):
    page = visit("/stream?q=urgences")
    some = page.locator(".voices > *").count()
    assert some > 0
    page.locator("#q").fill("urgence")
    page.locator("form.search button").click()
    page.wait_for_url(re.compile("q=urgence(&|$)"))
    assert page.locator(".voices > *").count() == some


def test_a_table_is_imported_through_the_mapping_screen(house, visit):
    rows = ["Date;Commentaire;Note;Pseudo"]
    rows += [f"{day:02d}/10/2026;Très bon accueil à la maternité, merci à l'équipe numéro {day};5/5;maman{day}" for day in range(1, 21)]
    rows += ["32/13/2026;Une date impossible;1/5;personne"]
    page = visit("/imports")
    give_file(page, house, "avis octobre.csv", "\n".join(rows).encode("cp1252"))
    body = page.locator("main").inner_text()
    assert "avis octobre.csv" in body and "20" in body
    with page.expect_navigation():
        page.get_by_role("button", name="Importer", exact=True).click()
    until(page, lambda: "Terminé" in page.locator("main").inner_text())
    text = page.locator("dl.facts").inner_text()
    assert re.search(r"Nouvelles\s+20", text), text
    assert re.search(r"Refusées\s+1", text), text
    assert "Ligne 22\u00a0:" in page.locator("main").inner_text()
    page.goto(house.url + "/stream?q=maternité+numéro")
    assert page.locator(".voices > *").count() > 0


def test_what_a_person_corrects_is_heard_by_the_next_arrivals(house, visit):
    page = visit("/imports")

    def arrive(day, text):
        give_file(page, house, "bonnets.csv", f"Date;Commentaire\n{day}/10/2026;{text}\n".encode())
        with page.expect_navigation():
            page.get_by_role("button", name="Importer", exact=True).click()
        until(page, lambda: "Terminé" in page.locator("main").inner_text())
        page.goto(house.url + "/stream?q=bonnets&lang=fr")
        return page.locator("[data-voice]").first

    card = arrive("03", "Encore un bonnet tricoté, la semaine des bonnets")
    blamed = "tone-bad" in card.get_attribute("class")
    page.keyboard.press("j")
    page.keyboard.press("p" if blamed else "n")
    wanted = re.compile("tone-good" if blamed else "tone-bad")
    expect(card).to_have_class(wanted)
    expect(card.locator("mark.why.bad" if blamed else "mark.why.good")).to_have_count(0)
    next_one = arrive("04", "La semaine des bonnets, encore un bonnet tricoté hier")
    expect(next_one).to_have_class(wanted)
    assert "d’après vos corrections" in next_one.inner_text()


def test_a_feed_is_added_read_and_shown(house, visit, press):
    page = visit("/sources")
    add_source(page, house, press.address())
    assert "Le Courrier de Valmont" in page.locator("main").inner_text()
    page.goto(house.url + '/stream?q="maison des parents"')
    until(page, lambda: page.locator(".voices > *").count() > 0)
    assert "alert(1)" not in page.locator(".voices").inner_html()
    assert "formidable" in page.locator(".voices").inner_text()


def test_a_source_without_purpose_is_refused(visit):
    page = visit("/sources/new?address=http%3A%2F%2F127.0.0.1%3A9%2Fnothing")
    assert page.locator("[role=alert]").count() >= 1


def test_an_alert_shows_what_it_rose_with_and_is_taken_and_closed(house, visit):
    page = visit("/alerts")
    cards = page.locator("article.alert-card")
    assert cards.count() > 0
    assert len(cards.first.locator("blockquote").inner_text()) > 20
    # Those of danger are taken by the person on call.
    cards.get_by_role("button", name="Je m’en charge").first.click()
    page.wait_for_url(re.compile("/alerts"))
    assert "Suivi par" in page.locator("main").inner_text()
    card = page.locator("article.alert-card", has_text="Suivi par").first
    card.locator("summary").click()
    card.locator("textarea").fill("Réponse publiée, service prévenu")
    card.locator("details button").click()
    page.wait_for_selector("details.card summary")
    page.locator("details.card summary").last.click()
    assert "Réponse publiée, service prévenu" in page.locator("main").inner_text()
    trail = visit("/audit?kind=alert", who=MANAGER)
    text = trail.locator("main").inner_text()
    assert "Alerte close" in text and "alert.closed" not in text and "Réponse publiée" in text


def mention(text):
    """A line of the canonical form, said just now."""
    now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    return (f'{{"id":"live-{time.monotonic_ns()}","network":"mastodon","kind":"post","author":"a@b.example",'
            f'"text":"{text}","published_at":"{now}"}}\n').encode()


def test_what_arrives_while_the_stream_is_open_appears(house, visit):
    reader = visit("/stream")
    reader.wait_for_selector("[data-arrivals]", state="attached")
    number = str(time.monotonic_ns())
    other = visit("/imports")
    give_file(other, house, "direct.jsonl", mention(f"Merci à l’accueil du pavillon {number}"))
    other.get_by_role("button", name="Importer", exact=True).click()
    reader.wait_for_selector("[data-arrivals] a", timeout=60_000)
    assert number not in reader.locator(".voices").inner_text(), "nothing moves under the reader’s eyes"
    assert reader.title().startswith("(1)")
    reader.locator("body").press("r")
    expect(reader.locator(".voices")).to_contain_text(number)


def test_a_running_import_is_looked_at_again_by_itself(house, visit):
    page = visit("/imports")
    path = give_file(page, house, "direct.jsonl", mention("Merci pour la chambre au calme"))
    with page.expect_navigation():
        page.get_by_role("button", name="Importer", exact=True).click()
    until(page, lambda: "Terminé" in page.locator("main").inner_text())
    served = []

    def as_if_it_ran(route):
        answer = route.fetch()
        body, mark = answer.text(), 'aria-labelledby="progress-title"'
        served.append(body)
        # The page that is opened, and the first look again, are those of an import at work.
        route.fulfill(response=answer, body=body.replace(mark, mark + ' data-reload="0.2"', 1) if len(served) < 3 else body)

    page.route("**" + path, as_if_it_ran)
    page.goto(house.url + path)
    expect(page.locator("[data-reload]")).to_have_count(0)
    assert len(served) == 4, "opened, looked at twice, and opened again once it was over"


def test_a_large_file_shows_how_much_has_gone(house, visit):
    page = visit("/imports")
    page.locator("input[type=file]").set_input_files(
        {"name": "gros.jsonl", "mimeType": "text/plain", "buffer": mention("Un avis. " * 1000) * 800})
    seen = page.evaluate("""() => new Promise(done => {
        const panel = document.querySelector('[data-progress]')
        new MutationObserver(() => panel.hidden || done(true)).observe(panel, { attributes: true })
        document.querySelector('form[data-upload]').requestSubmit()
    })""")
    assert seen
    page.wait_for_url(re.compile(r"/imports/\d+"), timeout=60_000)
    page.goto(house.url + "/imports?lang=fr")
    page.locator("form[data-upload]").evaluate("form => { form.action = '/imports?lang=fr'; form.noValidate = true; form.requestSubmit() }")
    page.wait_for_selector("form[data-upload] [role=alert]")
    assert "Choisissez" in page.locator("form[data-upload] [role=alert]").inner_text()
