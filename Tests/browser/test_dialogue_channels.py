"""Connecting an account by the page of its own server, a real snac (Tests/interop/peers)."""
import json
import os
import re

import pytest
from conftest import MANAGER, at, faults
from playwright.sync_api import expect


def test_an_account_is_connected_by_the_page_of_its_own_server(house, chromium, passes):
    snac = json.loads(os.environ.get("RESONANCE_PEERS") or "{}").get("snac")
    if not snac:
        pytest.skip("RESONANCE_PEERS names no snac")
    # Not by `visit`, which sees to it that a page asks nothing of anybody else: here one goes to another server.
    context = chromium.new_context(locale="fr-FR", storage_state=passes(house, MANAGER))
    page = context.new_page()
    page.goto(at(house, "/channels"))
    way = page.locator("details", has=page.locator("input[name=network][value=mastodon]"))
    # It is open from the first, as the one network that everybody can connect.
    expect(way).to_have_attribute("open", "")
    way.locator("input:not([type=hidden])").fill(snac["url"])
    way.locator("button.primary").click()
    page.wait_for_url(re.compile("/channels/connect/"))
    assert faults(page) == []
    page.locator("main a.button.primary").click()
    page.locator("input[name=login]").fill(snac["user"])
    page.locator("input[name=passwd]").fill(snac["password"])
    page.locator("input[type=submit], button[type=submit]").first.click()
    page.wait_for_url(re.compile(r"/channels/\d+"))
    expect(page.locator("main")).to_contain_text("hospital")
    assert faults(page) == []
    page.locator("summary", has_text="Retirer").click()
    page.locator("form[action$='/remove'] button").click()
    expect(page.locator("[data-said]")).to_be_visible()
    context.close()
