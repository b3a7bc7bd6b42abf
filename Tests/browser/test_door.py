"""The door: signing in and out, cookies, headers, who may see what."""
import re

import pytest
from conftest import PASSWORD, sign_in


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
    for email in ("communication@valmont.example", "nobody@valmont.example"):
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
    page.locator("details.menu summary").first.click()
    page.get_by_role("button", name=re.compile("déconnect", re.I)).click()
    context.add_cookies([{k: cookie[k] for k in ("name", "value", "domain", "path")}])
    page.goto(house.url + "/today")
    assert "/sign-in" in page.url
    context.close()


@pytest.mark.parametrize("who, path, status", [
    ("clinicien@valmont.example", "/people", 403), ("clinicien@valmont.example", "/sources", 403),
    ("communication@valmont.example", "/people", 403), ("dpo@valmont.example", "/audit", 200),
    ("communication@valmont.example", "/audit", 403), ("direction@valmont.example", "/people", 200),
    ("communication@valmont.example", "/nowhere", 404),
])
def test_rights(chromium, house, who, path, status):
    context = chromium.new_context(locale="fr-FR")
    page = context.new_page()
    sign_in(page, house, who)
    assert page.goto(house.url + path).status == status
    context.close()


def test_on_postgresql_too(chromium, postgres_house):
    context = chromium.new_context(locale="fr-FR")
    page = context.new_page()
    sign_in(page, postgres_house)
    page.goto(postgres_house.url + "/today")
    assert "°C" in page.locator("main").inner_text()
    page.goto(postgres_house.url + "/stream?q=hopitaux")
    assert page.locator(".voices article, .voices li, .voice").count() > 0
    context.close()
