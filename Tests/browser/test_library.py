"""The library: a photo is brought, cleaned, its faces decided, described, released, and the release withdrawn."""

import re
import subprocess
import tempfile
import pathlib
import uuid

import pytest

from conftest import LOOKS, ROOT, at, faults, until


def photo(places):
    """Portraits (Eileen Collins, NASA, public domain) on a wall whose grey differs each time, as JPEG."""
    portrait = (ROOT / "Tests/PrivacyTests/Photos/Fixtures/eileen-collins.rgb").read_bytes()
    wide, high, side = 360, 240, 80
    grey = 90 + uuid.uuid4().int % 60
    pixels = bytearray([grey, grey + uuid.uuid4().int % 9, grey + uuid.uuid4().int % 9]) * (wide * high)
    for x, y in places:
        for row in range(side):
            start = ((y + row) * wide + x) * 3
            pixels[start:start + side * 3] = portrait[row * side * 3:(row + 1) * side * 3]
    with tempfile.TemporaryDirectory() as folder:
        source, target = pathlib.Path(folder, "wall.ppm"), pathlib.Path(folder, "wall.jpg")
        source.write_bytes(b"P6\n%d %d\n255\n" % (wide, high) + bytes(pixels))
        subprocess.run(["vips", "copy", str(source), f"{target}[Q=95]"], check=True)
        return target.read_bytes()


def film(*scenes):
    """Three seconds of each picture, as MP4."""
    with tempfile.TemporaryDirectory() as folder:
        inputs = []
        for number, places in enumerate(scenes):
            path = pathlib.Path(folder, f"{number}.jpg")
            path.write_bytes(photo(places))
            inputs += ["-loop", "1", "-t", "3", "-i", str(path)]
        target = pathlib.Path(folder, "film.mp4")
        joined = "".join(f"[{number}:v]" for number in range(len(scenes)))
        subprocess.run(
            ["ffmpeg", "-v", "error", *inputs, "-filter_complex",
             f"{joined}concat=n={len(scenes)}:v=1,fps=25,format=yuv420p", "-crf", "10", str(target)], check=True)
        return target.read_bytes()


def bring(page, house, places, name="Salle d'attente.jpg", file=None):
    """Brings a photo, or the MP4 `file`; leaves the page of its item, which is ready."""
    page.goto(at(house, "/library"))
    page.locator("#file").set_input_files(
        {"name": name, "mimeType": "video/mp4" if file else "image/jpeg", "buffer": file or photo(places)})
    page.locator("form[data-upload] button.primary").click()
    page.wait_for_url(re.compile(r"/library/\d+"))
    path = re.search(r"/library/\d+", page.url)[0]
    page.goto(at(house, path))
    until(page, lambda: page.locator(".library-picture").count() == 1)
    return path


def test_a_photo_is_brought_and_its_faces_are_decided(house, visit):
    page = visit("/library")
    path = bring(page, house, [(30, 40), (220, 120)])
    assert page.locator(".library-faces > li").count() == 2
    assert page.locator(".face-mark.open").count() == 2
    assert "article 9" in page.locator("main").inner_text()
    assert faults(page) == []
    # One is covered for good, one is none.
    with page.expect_navigation():
        page.locator(".library-faces > li").first.get_by_role("button", name="Rendre méconnaissable").click()
    until(page, lambda: "rendu méconnaissable" in page.locator("main").inner_text())
    with page.expect_navigation(url=re.compile("said=")):
        page.locator(".library-faces > li").last.get_by_role("button", name="Ce n’est pas un visage").click()
    assert page.locator(".face-mark.open").count() == 0
    page.locator("#alt").fill("Deux portraits sur un mur")
    with page.expect_navigation(url=re.compile("said=")):
        page.locator("form.card.stack button.primary").click()
    assert "Prêt" in page.locator(".page-head").inner_text()
    page.goto(at(house, "/library?q=portraits"))
    assert page.locator(f"a[href='{path}']").count() == 1


def test_each_face_of_a_film_is_shown_with_its_moment(house, visit):
    page = visit("/library")
    path = bring(page, house, [], "Visite.mp4", film([(30, 40), (220, 120)], [(130, 130)]))
    faces = page.locator(".library-faces > li")
    assert faces.count() == 3 and "à 0:0" in faces.first.inner_text()
    # Nobody has said anything of it yet.
    assert "Léa" not in faces.first.inner_text()
    for look in LOOKS:
        seen = visit(path, look=look)
        stills = seen.locator("svg.face-still")
        assert stills.count() == 3 and stills.first.bounding_box()["width"] > 60
        assert faults(seen, look) == []
    still = page.request.get(at(house, page.locator(".library-faces a").first.get_attribute("href")))
    assert still.headers["content-type"] == "image/jpeg" and still.body().startswith(b"\xff\xd8")
    # It plays where it is to be watched.
    page.goto(at(house, path))
    page.locator("video").evaluate("film => { film.muted = true; return film.play(); }")
    assert page.locator("video").evaluate("film => film.videoWidth") == 360
    with page.expect_navigation(url=re.compile("said=")):
        faces.last.get_by_role("button", name="Ce n’est pas un visage").click()
    assert "pas un visage" in faces.last.inner_text()
    # The seconds of the first two are masked for good.
    with page.expect_navigation():
        faces.first.get_by_role("button", name=re.compile("Masquer l’image de 0:00 à 0:0")).click()
    until(page, lambda: page.locator(".library-faces .pill", has_text="rendu méconnaissable").count() == 2)
    assert page.locator(".pill.warn", has_text="à décider").count() == 0 and faults(page) == []


def test_whoever_approves_sees_the_picture_and_its_description(house, visit):
    page = visit("/library")
    bring(page, house, [])
    page.locator("#alt").fill("Un mur gris, sans personne")
    with page.expect_navigation(url=re.compile("said=")):
        page.locator("form.card.stack button.primary").click()
    page.locator("a.button.primary").click()
    page.wait_for_url(re.compile("/posts/new"))
    page.locator("input[name=title]").fill("Le mur")
    page.locator("textarea[name=text]").fill("Conférence n° 8642 ouverte à tous, jeudi à 18 h, dans le hall de l’hôpital.")
    page.locator(".face", has=page.locator("strong", has_text=re.compile("^Facebook$"))).locator("input[name=face]").check()
    page.locator("button[value=keep]").click()
    page.wait_for_url(re.compile(r"/posts/\d+$"))
    for look in LOOKS:
        seen = visit(re.search(r"/posts/\d+", page.url)[0], look=look)
        picture = seen.locator(".preview img")
        picture.scroll_into_view_if_needed()
        assert picture.get_attribute("alt") == "Un mur gris, sans personne"
        until(seen, lambda: picture.evaluate("image => image.naturalWidth") > 0, reload=False)
        assert faults(seen, look) == []


def test_a_missed_face_is_drawn_on_the_picture(house, visit):
    page = visit("/library")
    bring(page, house, [])
    page.locator("summary", has_text="Ajouter un visage").click()
    picture = page.locator(".library-picture")
    picture.scroll_into_view_if_needed()
    box = picture.bounding_box()
    page.mouse.move(box["x"] + box["width"] * .25, box["y"] + box["height"] * .25)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * .5, box["y"] + box["height"] * .75, steps=5)
    page.mouse.up()
    numbers = [int(page.locator(f"#{name}").input_value()) for name in ("x", "y", "width", "height")]
    assert all(abs(seen - wanted) <= 4 for seen, wanted in zip(numbers, (90, 60, 90, 120))), numbers
    with page.expect_navigation(url=re.compile("said=")):
        page.get_by_role("button", name="Ajouter ce visage").click()
    assert page.locator(".library-faces > li").count() == 1


def test_a_release_is_written_given_to_a_face_and_withdrawn(house, visit):
    page = visit("/library/releases/new")
    who = f"Jeanne {uuid.uuid4().hex[:6]}"
    page.locator("#person").fill(who)
    page.locator("#contact").fill("jeanne@valmont.example")
    page.locator("#purpose").fill("Portes ouvertes")
    page.locator("#begins").fill("2020-01-01")
    page.locator("#ends").fill("2040-01-01")
    page.locator("#proof").set_input_files({"name": "signé.jpg", "mimeType": "image/jpeg", "buffer": photo([])})
    page.locator("main form button.primary").click()
    page.wait_for_url(re.compile(r"/library/releases/\d+"))
    release = re.search(r"/library/releases/\d+", page.url)[0]
    bring(page, house, [(140, 70)])
    page.locator("[id^=release-]").first.select_option(label=who)
    with page.expect_navigation(url=re.compile("said=")):
        page.get_by_role("button", name="Couvrir par cette autorisation").click()
    assert f"autorisation : {who}" in page.locator(".library-faces").inner_text().replace("\u00a0", " ").replace("\u202f", " ")
    for look in LOOKS:
        seen = visit(release, look=look)
        assert seen.locator(".library-item").count() == 1 and faults(seen, look) == []
        seen = visit(release + "/edit", look=look)
        assert faults(seen, look) == []
    page.goto(at(house, release))
    page.locator("[name=sure]").check()
    with page.expect_navigation(url=re.compile("said=")):
        page.locator("button.danger").click()
    assert "retirée le" in page.locator("main").inner_text()


@pytest.mark.parametrize("look", LOOKS)
def test_an_item_has_no_fault(house, visit, look):
    page = visit("/library")
    path = bring(page, house, [(30, 40)])
    page = visit(path, look=look)
    page.locator(".library-desk details summary").first.click()
    assert faults(page, look) == []
    assert page.locator("body.signed-in").count() == 1


def test_the_library_works_without_scripts(house, visit):
    page = visit("/library", javascript=False)
    path = bring(page, house, [(30, 40)])
    page.locator(".library-faces > li").first.get_by_role("button", name="Ce n’est pas un visage").click()
    assert path in page.url and page.locator(".face-mark.open").count() == 0


def test_a_video_is_captioned(house, visit):
    page = visit("/library")
    with tempfile.TemporaryDirectory() as folder:
        film = pathlib.Path(folder, "film.mp4")
        source = f"testsrc2=s=320x180:r=25:d=2,hue=h={uuid.uuid4().int % 360}"
        subprocess.run(["ffmpeg", "-v", "error", "-f", "lavfi", "-i", source, "-pix_fmt", "yuv420p", str(film)], check=True)
        page.locator("#file").set_input_files({"name": "IRM.mp4", "mimeType": "video/mp4", "buffer": film.read_bytes()})
    page.locator("form[data-upload] button.primary").click()
    page.wait_for_url(re.compile(r"/library/\d+"))
    path = re.search(r"/library/\d+", page.url)[0]
    page.goto(at(house, path))
    until(page, lambda: page.locator(".library-picture").count() == 1)
    assert "n’a pas de sous-titres" in page.locator("main").inner_text()
    page.goto(at(house, path + "/captions"))
    page.locator("#file").set_input_files({
        "name": "a.srt", "mimeType": "text/plain", "buffer": "1\n00:00:00,000 --> 00:00:01,500\nBonjour à tous\n".encode()})
    page.get_by_role("button", name="Lire ce fichier").click()
    page.wait_for_load_state()
    assert "Bonjour à tous" in page.locator("#captions").input_value()
    with page.expect_navigation(url=re.compile("said=")):
        page.get_by_role("button", name="Enregistrer").click()
    for look in LOOKS:
        for part in ("/captions", "/transcript", ""):
            seen = visit(path + part, look=look)
            assert (part, faults(seen, look)) == (part, [])
