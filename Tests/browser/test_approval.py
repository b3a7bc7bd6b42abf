"""What people are told of posts that wait, and of accounts whose token is dead."""
import pytest
from conftest import LOOKS, at, faults


def write(page, house, text):
    page.goto(at(house, "/posts/new"))
    page.locator("#title").fill("Portes ouvertes de la maternité")
    page.locator("#text").fill(text)
    page.locator("input[name=face]").first.check()
    page.locator("button[name=do][value=keep]").click()


@pytest.mark.parametrize("look", LOOKS)
def test_a_post_that_waits_says_that_no_mail_can_leave(house, visit, look):
    page = visit("/posts/new")
    write(page, house, f"La maternité ouvre ses portes samedi matin à dix heures. Variante {len(look)}.")
    page.locator("form[action$='/submit'] button.primary").click()
    path = page.url.split(house.url)[-1].split("?")[0]
    page = visit(path, look=look)
    shown = page.locator("main").inner_text()
    assert ("Aucun serveur de courriel" if look.startswith("fr") else "No mail server is set") in shown
    assert faults(page, look) == []
