"""The door: signing in and out, cookies, headers, who may see what."""
import re

import pytest
from conftest import at, sign_in


def test_no_cookie_before_signing_in(chromium, house):
    context = chromium.new_context()
    page = context.new_page()
    page.goto(house.url + "/sign-in")
    assert context.cookies() == []
    context.close()


def test_a_wrong_password_says_nothing_about_the_account(chromium, house):
    context = chromium.new_context(locale="fr-FR")
    page = context.new_page()
    said = []
    for email in ("communication@valmont.example", "nobody-at-all@valmont.example"):
        page.goto(house.url + "/sign-in?lang=fr")
        page.locator("input[name=email]").fill(email)
        page.locator("input[name=password]").fill("not the password at all")
        page.locator("main form button.primary").click()
        said.append(page.locator("[role=alert]").inner_text())
    assert said[0] == said[1]
    assert context.cookies() == []
    context.close()


def test_strict_headers(chromium, house):
    page = chromium.new_page()
    headers = page.goto(house.url + "/sign-in").headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy or "default-src 'self'" in policy
    assert "unsafe-inline" not in policy and "unsafe-eval" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert "referrer-policy" in headers
    page.close()


def test_signing_out_ends_the_session(chromium, house):
    context = chromium.new_context(locale="fr-FR")
    page = context.new_page()
    sign_in(page, house)
    cookie = context.cookies()[0]
    assert cookie["httpOnly"] and cookie["sameSite"] in ("Lax", "Strict")
    page.locator("header details.menu summary").click()
    page.get_by_role("button", name=re.compile("déconnect", re.I)).click()
    context.add_cookies([{k: cookie[k] for k in ("name", "value", "domain", "path")}])
    page.goto(house.url + "/today")
    assert "/sign-in" in page.url
    context.close()


@pytest.mark.parametrize("who, path, status", [
    ("clinicien", "/people", 403), ("clinicien", "/sources", 403), ("communication", "/people", 403),
    ("dpo", "/audit", 200), ("communication", "/audit", 403), ("direction", "/people", 200),
    ("communication", "/nowhere", 404),
])
def test_rights(house, visit, who, path, status):
    page = visit("/account", who=f"{who}@valmont.example")
    assert page.goto(at(house, path)).status == status


def test_the_page_changes_language_and_keeps_it(house, visit):
    page = visit("/stream?q=repas")
    page.locator("header button[lang=en]").click()
    page.wait_for_url(re.compile("/stream.*repas"))
    assert page.locator("html").get_attribute("lang") == "en"
    page.goto(house.url + "/today")
    assert page.locator("html").get_attribute("lang") == "en"
    page.locator("header button[lang=fr]").click()
    page.wait_for_url(re.compile("/today"))
    assert page.locator("html").get_attribute("lang") == "fr"


def test_light_and_dark_are_chosen_and_kept(house, visit):
    page = visit("/today")
    paper = "getComputedStyle(document.documentElement).backgroundColor"
    before = page.evaluate(paper)
    page.locator("header details.menu summary").click()
    with page.expect_response(re.compile("/account/appearance")):
        page.locator("button[name=appearance][value=dark]").click()
    assert page.evaluate(paper) != before
    page.reload()
    assert page.evaluate(paper) != before
    page.locator("header details.menu summary").click()
    with page.expect_response(re.compile("/account/appearance")):
        page.locator("button[name=appearance][value=system]").click()
    assert page.evaluate(paper) == before
