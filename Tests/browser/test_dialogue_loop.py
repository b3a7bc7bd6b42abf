"""The whole loop, on a telephone where a patient holds one: a review, triage, the service, an action, a reply that the
check stops and mends, approval by somebody else, publication, "nous avons fait", and each step on the trail."""
import re
import time

import pytest
from conftest import MANAGER, TEAM, at, faults
from playwright.sync_api import expect

CLINICIAN = "clinicien@valmont.example"
TEXT = "Trois heures d'attente assise dans le couloir des urgences, personne pour nous dire pourquoi. Seuls les zinnias du patio consolent."


def talk_about(page, words, patience=60):
    """The conversation in the inbox that holds these words, once Listening has heard it."""
    base = page.url.split("/inbox")[0].split("/today")[0]
    for _ in range(patience):
        page.goto(f"{base}/inbox?view=all&q={words}&lang=fr")
        found = page.locator("[data-talks] [data-talk] [data-open]")
        if found.count():
            return base + found.first.get_attribute("href")
        time.sleep(1)
    raise AssertionError("the review never came to the inbox")


def test_a_review_becomes_an_answer_and_a_change(house, open_page, visit):
    # 1. A patient writes, on a telephone.
    phone = open_page(house, "fr light phone")
    phone.goto(at(house, "/avis/nouveau", "fr light phone"))
    phone.locator("#text").fill(TEXT)
    phone.locator("[data-next]").click()
    phone.locator("label.big-choice.bad").click()
    for _ in range(2):
        phone.locator("[data-next]").click()
    phone.locator("[data-send]").click()
    phone.locator("#link").wait_for()
    private = phone.locator("#link").input_value()

    # 2. A moderator publishes it.
    desk = visit("/reviews/moderation", who=MANAGER)
    desk.locator("article", has_text="zinnias").get_by_role("link").first.click()
    desk.locator("form[action$='/publish'] button").click()
    desk.wait_for_url(re.compile("/reviews/moderation/"))

    # 3. Triage: the service is named, somebody takes it.
    desk = visit("/inbox")
    talk = talk_about(desk, "zinnias")
    desk.goto(talk)
    expect(desk.locator(".thread")).to_contain_text("zinnias")
    desk.locator("summary", has_text="Services").first.click()
    boxes = desk.locator("form[action$='/services'] .check", has_text="Urgences").first
    boxes.locator("input").check()
    desk.locator("form[action$='/services'] button").click()
    desk.goto(talk)

    # 4. A clinician answers: what would confirm a stay is stopped, with its reason and a better sentence.
    doctor = visit(talk.replace(house.url, ""), who=CLINICIAN)
    doctor.locator("#reply-text").fill("Lors de votre séjour aux urgences, nous avons tout fait pour vous.")
    secret = doctor.locator(".finding", has_text="SECRET-REPLY").first
    expect(secret).to_be_visible(timeout=15_000)
    assert secret.locator("p").all_inner_texts()[1].strip(), "the reason is said"
    better = doctor.locator("[data-better]").inner_text()
    assert "séjour" not in better
    assert faults(doctor) == []
    doctor.locator("[data-use-better]").click()
    expect(doctor.locator("#reply-text")).to_have_value(better, timeout=15_000)
    expect(doctor.locator(".finding", has_text="SECRET-REPLY")).to_have_count(0, timeout=15_000)
    doctor.locator("[data-send]").click()
    expect(doctor.locator(".reply-line")).to_be_visible()

    # 5. Somebody else lets it out.
    boss = visit(talk.replace(house.url, ""), who=MANAGER)
    boss.locator(".reply-line a.primary").first.click()
    assert faults(boss) == []
    reply = boss.url.split("?")[0].rsplit("/", 1)[1]
    boss.locator("form[action$='/approve'] button").click()
    expect(boss.locator("form[action$='/approve']")).to_have_count(0)
    boss.goto(house.url + "/deliveries/" + reply)
    expect(boss.locator("main")).to_contain_text(better.strip()[:30])
    assert faults(boss) == []

    # 6. Criticism becomes an action, the action is made, the public is told.
    desk.goto(talk)
    desk.locator("#improvement a.button").first.click()
    desk.locator("input[name=title]").fill("Dire le temps d'attente toutes les trente minutes")
    desk.locator("main form.stack button.primary").click()
    desk.wait_for_url(re.compile(r"/improvements/\d+"))
    for _ in range(3):
        made = desk.locator("form.improvement-move button.primary")
        if made.count():
            made.click()
            break
        desk.locator("form.improvement-move:not(:has(#abandon-reason)) button").first.click()
    desk.locator("#public-said").fill("On attendait longtemps sans savoir pourquoi.")
    desk.locator("#public-done").fill("Le temps d'attente est affiché en salle et annoncé toutes les trente minutes.")
    desk.locator("form[action$='/publish'] button.primary").click()
    expect(desk.locator("#publication .pill.good")).to_be_visible()
    desk.goto(at(house, "/nous-avons-fait"))
    expect(desk.locator("main")).to_contain_text("toutes les trente minutes")

    # 7. Everybody reads the answer below the review, and the author at the private link.
    for _ in range(60):
        phone.goto(at(house, "/avis", "fr light phone"))
        review = phone.locator("article", has_text="zinnias").first
        if better.strip()[:30] in review.inner_text():
            break
        time.sleep(1)
    assert better.strip()[:30] in phone.locator("article", has_text="zinnias").first.inner_text()
    assert faults(phone, "fr light phone") == []
    phone.goto(private)
    expect(phone.locator("main")).to_contain_text(better.strip()[:30])
    expect(phone.locator("section.change")).to_contain_text("toutes les trente minutes")
    assert faults(phone, "fr light phone") == []
    # A second answer may say what changed, in one click.
    desk.goto(talk)
    desk.locator("[data-add-to-reply]").click()
    expect(desk.locator("#reply-text")).to_have_value(re.compile("toutes les trente minutes"))

    # 8. Each step left its line.
    lines = visit("/audit", who=MANAGER).request.get(house.url + "/audit.csv").text()
    for step in ("review.published", "reply.submitted", "reply.approved", "reply.sent", "improvement.opened",
                 "improvement.made", "improvement.published"):
        assert step in lines, step
