"""Every page, in both languages, light and dark, on a desk and in a hand, has no fault that axe can see (WCAG 2.2 AA)."""
import pytest
from axe_playwright_python.sync_playwright import Axe

PATHS = [
    "/today", "/today?theme=waiting", "/today?days=28", "/stream", "/stream?q=parking", "/stream?polarity=negative", "/stream?q=zzzz",
    "/alerts", "/alerts/ladder", "/watches", "/watches/new", "/sources", "/imports", "/account",
]
ADMIN = ["/people", "/organisation", "/audit"]
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}}


def faults(page):
    result = Axe().run(page, options=RULES)
    return [
        f"{fault['id']}: {fault['help']} → {[node['target'] for node in fault['nodes']][:3]}"
        for fault in result.response["violations"]
    ]


@pytest.mark.parametrize("look", ["fr light desk", "en dark phone"])
@pytest.mark.parametrize("path", PATHS + ADMIN)
def test_page_has_no_fault(visit, path, look):
    tongue, light, size = look.split()
    who = "direction@valmont.example" if path in ADMIN else "communication@valmont.example"
    page = visit(path, who=who, tongue=tongue, dark=light == "dark", phone=size == "phone")
    assert page.locator("h1").count() == 1
    assert page.locator("html").get_attribute("lang") == tongue
    assert "⟦" not in page.content(), "a word is missing"
    overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert overflow <= 0, f"{path} is {overflow} pixels too wide"
    assert faults(page) == []


def test_sign_in_has_no_fault(chromium, house):
    page = chromium.new_page()
    page.goto(house.url + "/sign-in?lang=fr")
    assert faults(page) == []
    page.close()
