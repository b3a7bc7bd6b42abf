"""What a communication team does in a day, in a real browser."""
import http.server
import pathlib
import re
import threading

FEED = """<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Le Courrier de Valmont</title>
<link>http://127.0.0.1/</link><item><guid>c-1</guid><title>Le CHU ouvre une maison des parents</title><link>http://127.0.0.1/1</link>
<pubDate>%s</pubDate><description>Les familles saluent l'accueil &lt;b&gt;formidable&lt;/b&gt; &lt;script&gt;alert(1)&lt;/script&gt; de la pédiatrie du CHU.</description></item>
</channel></rss>"""


def test_every_number_of_today_opens_its_mentions(visit):
    page = visit("/today")
    assert re.search(r"\d\d,\d.°C", page.locator(".heat").inner_text())
    page.locator(".heat a.button.primary").click()
    assert "/stream?" in page.url
    assert page.locator(".voices > *").count() > 0


def test_a_chart_has_its_table(visit):
    page = visit("/today")
    for chart in page.locator(".charts section").all():
        assert chart.locator("table").count() >= 1


def test_search_without_accents_or_plurals(visit):
    page = visit("/stream?q=urgences")
    some = page.locator(".voices > *").count()
    assert some > 0
    page.locator("#q").fill("urgence")
    page.locator("form.search button").click()
    assert page.locator(".voices > *").count() == some


def test_the_stream_answers_to_the_keyboard(visit):
    page = visit("/stream")
    page.locator("body").press("j")
    assert page.evaluate("document.activeElement.closest('.voices') !== null")
    page.keyboard.press("?")
    assert page.locator("dialog[open]").count() == 1
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "q"


def test_a_judgement_is_corrected_by_one_key(visit):
    page = visit("/stream?polarity=positive")
    page.locator("body").press("j")
    page.keyboard.press("n")
    for _ in range(40):
        page.wait_for_timeout(250)
        if page.locator("[data-status]").inner_text().strip():
            break
    assert page.locator("[data-status]").inner_text().strip() != ""
    trail = visit("/audit", who="direction@valmont.example")
    assert "mention.corrected" in trail.content() or "corrig" in trail.locator("main").inner_text().lower()


def test_the_stream_works_without_scripts(visit):
    page = visit("/stream?polarity=negative", javascript=False)
    assert page.locator(".voices > *").count() > 0
    page.locator("nav.pagination a, a[rel=next]").first.click()
    assert page.locator(".voices > *").count() > 0


def test_a_table_is_imported_through_the_mapping_screen(visit, tmp_path):
    rows = ["Date;Commentaire;Note;Pseudo"]
    rows += [f"{day:02d}/10/2026;Très bon accueil à la maternité, merci à l'équipe numéro {day};5/5;maman{day}" for day in range(1, 21)]
    rows += ["32/13/2026;Une date impossible;1/5;personne"]
    file = tmp_path / "avis octobre.csv"
    file.write_text("\n".join(rows), encoding="cp1252")
    page = visit("/imports")
    page.locator("input[type=file]").set_input_files(str(file))
    page.locator("main form button.primary").first.click()
    page.wait_for_url(re.compile(r"/imports/\d+"))
    body = page.locator("main").inner_text()
    assert "avis octobre.csv" in body and "20" in body
    page.get_by_role("button", name="Importer", exact=True).click()
    for _ in range(60):
        page.wait_for_timeout(500)
        page.reload()
        if "Terminé" in page.locator("main").inner_text():
            break
    text = page.locator("dl.facts").inner_text()
    assert re.search(r"Nouvelles\s+20", text), text
    assert re.search(r"Refusées\s+1", text), text
    page.goto(re.sub(r"/imports.*", "/stream?q=maternité+numéro", page.url))
    assert page.locator(".voices > *").count() > 0


def test_a_feed_is_added_read_and_shown(visit):
    import email.utils
    document = (FEED % email.utils.formatdate()).encode()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Type", "application/rss+xml")
            self.end_headers()
            self.wfile.write(document)

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    page = visit("/sources")
    page.locator("#address").fill(f"http://127.0.0.1:{server.server_port}/feed.xml")
    page.locator("main form button.primary").first.click()
    assert "Le Courrier de Valmont" in page.locator("main").inner_text()
    page.locator("textarea[name=purpose]").fill("Suivre la presse locale")
    page.locator("input[name=retention]").fill("90")
    page.locator("main form.stack button.primary").last.click()
    page.wait_for_url(re.compile(r"/sources"))
    for _ in range(40):
        page.wait_for_timeout(500)
        page.goto(re.sub(r"/sources.*|/stream.*", "/stream?q=\"maison des parents\"", page.url))
        if page.locator(".voices > *").count():
            break
    assert "alert(1)" not in page.locator(".voices").inner_html()
    assert "formidable" in page.locator(".voices").inner_text()
    server.shutdown()


def test_a_source_without_purpose_is_refused(visit):
    page = visit("/sources/new?address=http%3A%2F%2F127.0.0.1%3A9%2Fnothing")
    assert page.locator("[role=alert]").count() >= 1


def test_a_search_becomes_a_watch(visit):
    page = visit("/stream?q=repas")
    page.locator("a[href^='/watches/new']").first.click()
    assert page.locator("[name=query]").input_value() == "repas"
    page.locator("[name=name]").fill("Repas du soir")
    page.locator("[name=purpose]").fill("Suivre le nouveau prestataire")
    page.locator("main form button.primary").last.click()
    page.goto(re.sub(r"/watches.*", "/watches", page.url))
    assert "Repas du soir" in page.locator("main").inner_text()


def test_an_alert_is_taken_and_closed(visit):
    page = visit("/alerts")
    cards = page.locator("article.alert-card")
    assert cards.count() > 0
    cards.first.get_by_role("button", name="Je m’en charge").click()
    assert "Suivi par" in page.locator("main").inner_text()
    card = page.locator("article.alert-card").first
    card.locator("summary").click()
    card.locator("textarea").fill("Réponse publiée, service prévenu")
    card.locator("details button").click()
    page.goto(page.url.split("?")[0])
    page.locator("details.card summary").last.click()
    assert "Réponse publiée, service prévenu" in page.locator("main").inner_text()


def test_the_page_changes_language(visit):
    page = visit("/today")
    page.locator("header a[hreflang=en]").click()
    assert page.locator("html").get_attribute("lang") == "en"
