"""The press: a release with locked facts, read by somebody else, in the press room, and posts that are held to it."""
import re
import time

import feedparser
import pytest
from conftest import LOOKS, MANAGER, at, faults


def write(page, house, title, look="fr light desk"):
    """A release of the team, kept; leaves its page."""
    page.goto(at(house, "/press/new", look))
    page.fill("[name=title]", title)
    page.fill("[name=dateline]", "Valmont, le 12 novembre 2026")
    page.fill("[name=lead]", "La maternité accompagne [[1 200 naissances]] par an.")
    page.fill("[name=body]", "La maison de naissance ouvre le [[3 décembre 2026]].\n\nElle a 4 chambres.")
    page.fill("[name=contact]", "Claire Petit, presse@valmont.example")
    page.locator("button[value=keep]").click()
    page.wait_for_url(re.compile(r"/press/\d+"))
    return re.search(r"/press/\d+", page.url)[0]


def button(page, path):
    page.locator(f"form[action='{path}'] button").click()
    page.wait_for_load_state()


@pytest.mark.parametrize("look", LOOKS)
def test_a_release_goes_from_its_form_to_the_press_room_and_into_a_locked_post(house, visit, open_page, look):
    title = f"Une maison de naissance à Valmont {time.monotonic_ns()}"
    page = visit("/press", look=look)
    path = write(page, house, title, look)
    page.goto(at(house, path, look))
    assert faults(page, look) == []
    assert page.locator(".press-facts li").all_inner_texts() == ["1 200 naissances", "3 décembre 2026"]
    page.goto(at(house, path + "/edit", look))
    assert faults(page, look) == []
    assert page.locator("input[name=fact]").count() >= 1, "facts are proposed"
    page.goto(at(house, path, look))
    button(page, path + "/submit")
    assert page.locator(f"form[action='{path}/approve']").count() == 0, "its author does not approve it"

    reader = visit(path, who=MANAGER, look=look)
    assert faults(reader, look) == []
    button(reader, path + "/approve")
    button(reader, path + "/publish")
    assert faults(reader, look) == []

    public = open_page(house, look)
    public.goto(at(house, "/press-room", look))
    assert faults(public, look) == []
    public.get_by_role("link", name=title).click()
    public.wait_for_url(re.compile("/press-room/une-maison"))
    assert faults(public, look) == []
    assert public.context.cookies() == []
    address = public.url
    feed = feedparser.parse(public.request.get(house.url + "/press-room/feed.atom").body())
    assert not feed.bozo and title in [entry.title for entry in feed.entries]

    # A locked fact, told wrongly, is said beside the text of the composer.
    page.goto(at(house, path, look))
    button(page, path + "/posts")
    assert page.locator("input[name=release]").get_attribute("value") == path.split("/")[-1]
    assert faults(page, look) == []
    page.fill("textarea[name=text]", "Déjà 1 300 naissances par an.")
    page.locator("button[name=do][value=check], button[formaction='/posts/check']").first.click()
    page.wait_for_function("document.body.innerText.includes('1 300 naissances')")
    page.get_by_text("RELEASE-FACT").first.wait_for()
    assert faults(page, look) == []

    reader.goto(at(house, path, look))
    reader.locator(f"form[action='{path}/withdraw']").evaluate("form => form.closest('details').open = true")
    button(reader, path + "/withdraw")
    assert public.goto(address).status == 410
    assert faults(public, look) == []


def test_the_whole_works_without_scripts(house, visit):
    page = visit("/press", javascript=False)
    path = write(page, house, f"Sans script {time.monotonic_ns()}")
    page.goto(at(house, path))
    button(page, path + "/submit")
    assert page.locator("[role=status]").count() >= 1
    page.goto(at(house, path + "/edit"))
    page.fill("[name=title]", "")
    page.locator("form.press-editor").evaluate("form => form.noValidate = true")
    page.locator("button[value=keep]").click()
    assert page.locator("main [role=alert]").count() == 1
    assert "1 200 naissances" in page.locator("[name=lead]").input_value(), "what was typed is there"


@pytest.mark.parametrize("look", LOOKS)
def test_the_public_form_and_bad_links_have_no_fault(house, open_page, look):
    page = open_page(house, look)
    page.goto(at(house, "/press/subscribe", look))
    assert faults(page, look) == []
    for kind in ("confirm", "leave"):
        assert page.goto(at(house, f"/press/{kind}/1.2.abc", look)).status == 410
        assert faults(page, look) == []
    assert page.goto(at(house, "/press-room/nothing", look)).status == 404
    assert page.context.cookies() == []
