"""What is preserved, reported and asked, in a real Chromium: each page in each look, and files that other tools read."""
import json
import re
import subprocess

import pytest
from conftest import BINARY, LOOKS, at, faults


@pytest.fixture(scope="session")
def protected(house, chromium, passes):
    """A request, a snapshot and a report of the sample hospital: their paths."""
    context = chromium.new_context(locale="fr-FR", storage_state=passes(house, "communication@valmont.example"))
    page = context.new_page()
    page.goto(at(house, "/protection/requests/new"))
    page.locator("#kind").select_option("erasure")
    page.locator("#road").select_option("email")
    page.locator("#name").fill("Camille Essai")
    page.locator("#contact").fill("camille@exemple.fr")
    page.locator("#asked").fill("Effacer mon message sur le parking")
    page.locator("main form button.primary").click()
    page.wait_for_url(re.compile(r"/protection/requests/\d+"))
    found = {"request": path(page)}
    page.goto(at(house, "/inbox"))
    page.locator("a[href^='/inbox/']").filter(has_text=re.compile(r"\w")).first.click()
    page.wait_for_url(re.compile(r"/inbox/\d+"))
    found["conversation"] = path(page)
    page.locator("details:has(#protection-reason) summary").click()
    page.locator("#protection-reason").fill("Essai de préservation")
    page.locator("form:has(#protection-reason) button").click()
    page.wait_for_url(re.compile(r"/protection/snapshots/\d+"))
    found["snapshot"] = path(page)
    page.goto(house.url + "/protection/reports/new?conversation=" + found["conversation"].split("/")[-1])
    page.locator("#ground").select_option("defamation")
    page.locator("#facts").fill("Le message affirme un fait précis et faux.")
    page.locator("main form button.primary").click()
    page.wait_for_url(re.compile(r"/protection/reports/\d+"))
    found["report"] = path(page)
    context.close()
    return found


def path(page):
    return re.sub(r"^https?://[^/]+|\?.*$", "", page.url)


@pytest.mark.parametrize("look", LOOKS)
def test_every_page_of_the_room_has_no_fault(visit, protected, look):
    conversation = protected["conversation"].split("/")[-1]
    for where in ["/protection", "/protection/requests", "/protection/requests/new", protected["request"],
                  protected["request"] + "?q=parking", protected["snapshot"], protected["report"],
                  f"/protection/reports/new?conversation={conversation}", "/reviews/posters"]:
        assert faults(visit(where, look=look), look) == [], where


def test_a_snapshot_downloads_as_a_file_that_verifies_and_as_a_sheet_that_poppler_reads(visit, protected, tmp_path):
    page = visit(protected["snapshot"])
    key = page.locator("dd code").nth(1).inner_text()
    saved = {}
    for name in ["file.json", "sheet.pdf"]:
        with page.expect_download() as waiting:
            page.locator(f"a[href$='{name}']").click()
        saved[name] = tmp_path / waiting.value.suggested_filename
        waiting.value.save_as(saved[name])
    content = json.loads(saved["file.json"].read_text())
    assert content["snapshot"]["taken"]["reason"] == "Essai de préservation"
    verify = [BINARY, "verify", saved["file.json"], "--key", key]
    assert subprocess.run(verify, capture_output=True).returncode == 0
    text = saved["file.json"].read_text()
    saved["file.json"].write_text(text.replace("préservation", "prEservation"))
    assert subprocess.run(verify, capture_output=True).returncode == 1
    saved["file.json"].write_text("{}")
    assert subprocess.run(verify, capture_output=True).returncode == 2
    sheet = subprocess.run(["pdftotext", saved["sheet.pdf"], "-"], capture_output=True, text=True).stdout
    assert "Essai de préservation" in sheet and content["sha256"] in sheet.replace("\n", "")


def test_a_request_is_identified_searched_and_answered(visit, protected):
    page = visit(protected["request"])
    page.locator("#how").fill("Réponse reçue du compte qui a publié")
    page.locator("form:has(#how) button").click()
    page.locator("#q").fill("parking")
    page.locator("form:has(#q) button").click()
    page.locator("input[name=mention]").first.check()
    page.locator("button.danger").click()
    page.get_by_text("1 message effacé").wait_for()
    page.locator("#answer").fill("Le message a été effacé.")
    page.locator("form:has(#answer) button.primary").click()
    page.get_by_text("Satisfaite").first.wait_for()
    assert page.locator("#answer").count() == 0
