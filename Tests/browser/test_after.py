"""What follows a publication: figures are pages in every look, without script and by keyboard; nothing left, nothing offered."""

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
    page.wait_for_url("**/posts/*?said=*")
    address = page.url.split("?")[0]
    assert page.locator("a[href$='/correct'], form[action$='/withdraw']").count() == 0
    assert page.goto(address + "/correct").status == 409
    page.goto(address + "/record")
    assert "samedi matin" in page.locator("main").inner_text()
    assert faults(page) == []
