"""What follows a publication: figures are pages in every look, without script and by keyboard; nothing left, nothing offered."""

import glob
import re
import sqlite3
import time

import pytest

from conftest import LOOKS, TEAM, at, faults


@pytest.mark.parametrize("look", LOOKS)
def test_figures_are_a_page_in_every_look(house, visit, look):
    page = visit("/posts/figures", who=TEAM, look=look)
    assert faults(page, look) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.goto(at(house, "/posts/figures?days=30&kind=medical&network=youtube&order=rate", look))
    assert page.locator("#days").input_value() == "30" and page.locator("#kind").input_value() == "medical"
    assert faults(page, look) == []


def test_figures_are_filtered_without_script_and_kept_as_a_table(visit):
    page = visit("/posts/figures", who=TEAM, javascript=False)
    page.locator("#days").select_option("365")
    page.locator("form[action='/posts/figures'] button").click()
    assert "days=365" in page.url
    with page.expect_download() as kept:
        page.locator("a[href^='/posts/figures.csv']").click()
    with open(kept.value.path(), encoding="utf-8-sig") as file:
        assert file.readline().startswith("post,title,kind,networks,")


def test_a_post_that_has_not_left_offers_no_correction_and_no_withdrawal(house, visit):
    page = visit("/posts/new", who=TEAM)
    page.locator("#title").fill("Portes ouvertes")
    page.locator("#text").fill("Le service de radiologie ouvre ses portes samedi matin.")
    page.locator("button[name=do][value=keep]").click()
    page.wait_for_url(re.compile(r"/posts/\d+"))
    address = page.url.split("?")[0]
    assert page.locator("a[href$='/correct'], form[action$='/withdraw']").count() == 0
    assert page.goto(address + "/correct").status == 409
    page.goto(address + "/record")
    assert "samedi matin" in page.locator("main").inner_text()
    assert faults(page) == []


@pytest.fixture(scope="module")
def left(house):
    """A post written straight into the store, as if it had left long ago. SQLite only: the pages are the same."""
    files = [path for path in glob.glob(house.folder + "/*") if path.endswith((".sqlite", ".sqlite3", ".db"))]
    if not files:
        pytest.skip("the store is not a file here")
    store, now = sqlite3.connect(files[0], timeout=20), int(time.time() * 1e6)
    content = ('{"audience":"everybody","faces":[{"channel":991,"thread":[]}],"facts":{"isMadeByMachine":false,'
               '"isMedical":false,"isPaid":false,"reusesReview":false},"kind":"news","language":"fr","media":[],'
               '"text":"Portes ouvertes samedi matin.","title":"Portes ouvertes"}')
    author = store.execute("SELECT id FROM account ORDER BY id LIMIT 1").fetchone()[0]
    store.execute("INSERT INTO post (id, content, title, kind, version, state, author, created_at, changed_at) "
                  "VALUES (7001, ?, 'Portes ouvertes', 'news', 1, 'published', ?, ?, ?)", (content, author, now, now))
    store.execute("INSERT INTO post_version VALUES (7001, 1, ?, ?, ?)", (content, author, now))
    store.execute("INSERT INTO sending (id, post, version, channel, ordinal, role, text, state, key, due_at, settled_at, "
                  "network_id, url, figures, figures_at) VALUES (7002, 7001, 1, 991, 0, 'post', 'Portes ouvertes samedi "
                  "matin.', 'sent', 'k-7002', ?, ?, 'n1', 'https://network.example/n1', '{\"views\":1234,\"likes\":5}', ?)",
                  (now, now, now))
    for day in range(5):
        store.execute("INSERT INTO sending_figures VALUES (7002, ?, ?, ?)",
                      (now // 86_400_000_000 - 4 + day, '{"views":%d}' % (300 * day), now))
    for number, kind, state in ((7003, "edit", "refused"), (7004, "withdraw", "unknown")):
        store.execute("INSERT INTO sending_change (id, sending, post, channel, ordinal, version, kind, state, key, before, "
                      "text, person, reason, why, error, at) VALUES (?, 7002, 7001, 991, 0, 1, ?, ?, ?, 'Avant.', 'Après.', "
                      "?, 'Jour faux', 'network', 'no', ?)", (number, kind, state, "k%d" % number, author, now))
    store.execute("INSERT INTO post_correction VALUES (7005, 7001, 1, 1, ?, 'review', 0, ?, 'Jour faux', NULL, ?, ?)",
                  (content.replace("samedi", "dimanche"), author, now, now))
    store.commit()
    store.close()
    return "/posts/7001"


@pytest.mark.parametrize("look", LOOKS)
def test_what_follows_a_publication_has_no_fault(house, visit, left, look):
    page = visit(left, who=TEAM, look=look)
    text = page.locator("main").inner_text()
    assert "⟦" not in text and page.locator("figure#views").count() == 1
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    assert faults(page, look) == []
    for path in ("/record", "/correct"):
        page.goto(at(house, left + path, look))
        assert page.locator("h1").count() == 1 and faults(page, look) == []
    page.goto(at(house, "/sendings", look))
    assert page.locator("form[action='/changes/7004/done']").count() == 1 and faults(page, look) == []
