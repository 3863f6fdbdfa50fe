"""A certificate: read, looked at beside its pages, corrected, confirmed; and nothing kept before that."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from counterpoise import place
from counterpoise.diary import Assay, Lot
from counterpoise.journal import models as m
from counterpoise.journal.diaries import diary
from counterpoise.web.bring.holding import sweep
from counterpoise.web.products.results import shown as shown_as
from counterpoise.web.products.results import written
from tests.web.test_products_bags import Enter, add

SHEETS = Path(__file__).parents[1] / "supply" / "certificates"
LARKSPUR, TWO_LOTS = SHEETS / "larkspur-alkaloids.pdf", SHEETS / "tidewrack-two-lots.pdf"


@pytest.fixture(autouse=True)
def _nothing_waits() -> None:
    sweep(None)


@pytest.fixture
def bag(browser_of_alice: Client) -> m.Lot:
    return add(browser_of_alice)


def give(browser: Client, bag: m.Lot, *files: Path | tuple[str, bytes]) -> Any:
    named = [(file.name, file.read_bytes()) if isinstance(file, Path) else file for file in files]
    sent = [SimpleUploadedFile(name, data, "application/pdf") for name, data in named]
    return browser.post(f"/products/{bag.pk}/certificate/", {"file": sent})


def look(browser: Client, bag: m.Lot, sample: str = "") -> Any:
    return browser.get(f"/products/{bag.pk}/certificate/look/", {"sample": sample} if sample else {})


def as_shown(shown: Any) -> dict[str, str]:
    """What a browser would send of the page as it stands."""
    found = {"token": shown.context["waiting"].token, "sample": str(shown.context["look"].chosen)}
    for form in (shown.context["look"].head, *(line.form for line in shown.context["look"].lines)):
        for field in form:
            value = field.value()
            if value not in (None, "", False):
                found[field.html_name] = "on" if value is True else str(value)
    return found


def send(browser: Client, bag: m.Lot, said: dict[str, str]) -> Any:
    return browser.post(f"/products/{bag.pk}/certificate/look/", said)


def lot_of(person: m.Person) -> Lot:
    return diary(person).lots[0]


def waiting_files() -> list[Path]:
    folder = place.data_folder() / "brought"
    return list(folder.iterdir()) if folder.exists() else []


def test_nothing_is_saved_before_it_is_confirmed(browser_of_alice: Client, alice: m.Person, bag: m.Lot) -> None:
    answer = give(browser_of_alice, bag, LARKSPUR)
    assert answer["Location"] == f"/products/{bag.pk}/certificate/look/"
    shown = look(browser_of_alice, bag)
    assert shown.status_code == 200
    assert len(shown.context["look"].lines) > 3
    assert (lot_of(alice).assays, lot_of(alice).certificates) == ((), ())
    assert not m.Document.objects.exists()


def test_confirmed_the_values_carry_their_page_and_laboratory_and_the_file_is_kept(
    browser_of_alice: Client, alice: m.Person, bag: m.Lot
) -> None:
    give(browser_of_alice, bag, LARKSPUR)
    shown = look(browser_of_alice, bag)
    said = as_shown(shown)
    answer = send(browser_of_alice, bag, said)
    assert answer["Location"].startswith(f"/products/{bag.pk}/?done=saved")
    lot = lot_of(alice)
    ticked = [line for line in shown.context["look"].lines if not line.doubts]
    assert len(lot.assays) == len(ticked) > 3
    (certificate,) = lot.certificates
    for assay in lot.assays:
        assert (assay.confirmed, assay.certificate, assay.page) == (True, certificate.sha256, 1)
        assert (assay.lab, assay.date) == (certificate.lab, certificate.reported_on)
        assert assay.printed_as
    assert certificate.lab
    assert certificate.reported_on == dt.date(2026, 3, 17)
    mitragynine = next(one for one in lot.assays if one.analyte == "mitragynine")
    read = next(line.read for line in ticked if line.read.analyte == "mitragynine")
    assert (mitragynine.value, mitragynine.unit) == (read.value, read.unit)
    assert bytes(m.Document.objects.get().data) == LARKSPUR.read_bytes()
    assert waiting_files() == []


def test_below_a_limit_stays_below_a_limit(browser_of_alice: Client, alice: m.Person, bag: m.Lot) -> None:
    give(browser_of_alice, bag, LARKSPUR)
    send(browser_of_alice, bag, as_shown(look(browser_of_alice, bag)))
    below = [one for one in lot_of(alice).assays if one.censored is not None]
    assert below
    assert all(one.value is None for one in below)


def test_a_value_is_corrected_and_another_left_out(browser_of_alice: Client, alice: m.Person, bag: m.Lot) -> None:
    give(browser_of_alice, bag, LARKSPUR)
    said = as_shown(look(browser_of_alice, bag))
    number = next(key.partition("-")[0] for key, text in said.items() if text == "Mitragynine")
    other = next(key.partition("-")[0] for key in said if key.endswith("-keep") and not key.startswith(f"{number}-"))
    was = sum(key.endswith("-keep") for key in said)
    said |= {f"{number}-result": "15,5", f"{number}-unit": "mg/g"}
    del said[f"{other}-keep"]
    send(browser_of_alice, bag, said)
    found = lot_of(alice).assays
    assert len(found) == was - 1
    left = lot_of(alice).certificates[0].left_out
    assert left
    assert not {*left} & {one.analyte for one in found}
    corrected = next(one for one in found if one.analyte == "mitragynine")
    assert (corrected.value, corrected.unit, corrected.passed) == (15.5, "mg/g", None)
    assert corrected.read_as is not None
    assert all(one.read_as is None for one in found if one is not corrected)
    shown = browser_of_alice.get(f"/products/{bag.pk}/").content.decode()
    assert f"changed by you; the page was read as {corrected.read_as}" in shown
    assert "your word and not that of the paper: Mitragynine" in shown


def test_a_value_of_the_page_that_is_corrected_later_is_told_as_changed(
    browser_of_alice: Client, alice: m.Person, bag: m.Lot
) -> None:
    give(browser_of_alice, bag, LARKSPUR)
    send(browser_of_alice, bag, as_shown(look(browser_of_alice, bag)))
    path, was = f"/products/{bag.pk}/values/", lot_of(alice).assays[0]
    for result, read_as in (("99", shown_as(was)), (written(was.value, was.censored, was.loq), None)):
        context = browser_of_alice.get(path, {"n": "0"}).context
        said = {field.html_name: field.value() or "" for field in context["form"]}
        browser_of_alice.post(path, said | {"n": "0", "seen": context["seen"], "result": result})
        assert lot_of(alice).assays[0].read_as == read_as


@pytest.mark.parametrize(
    ("field", "text"), [("result", "about ten"), ("result", ""), ("unit", ""), ("result", "1,250")]
)
def test_what_is_ticked_has_to_be_a_value(
    browser_of_alice: Client, alice: m.Person, bag: m.Lot, field: str, text: str
) -> None:
    give(browser_of_alice, bag, LARKSPUR)
    said = as_shown(look(browser_of_alice, bag))
    number = next(key.partition("-")[0] for key in said if key.endswith("-keep"))
    answer = send(browser_of_alice, bag, said | {f"{number}-{field}": text})
    assert answer.status_code == 422
    assert lot_of(alice).assays == ()
    assert not m.Document.objects.exists()


def test_what_was_changed_but_not_ticked_is_asked_about(browser_of_alice: Client, alice: m.Person, bag: m.Lot) -> None:
    give(browser_of_alice, bag, LARKSPUR)
    said = as_shown(look(browser_of_alice, bag))
    number = next(key.partition("-")[0] for key in said if key.endswith("-keep"))
    del said[f"{number}-keep"]
    answer = send(browser_of_alice, bag, said | {f"{number}-result": "99"})
    assert answer.status_code == 422
    assert "You changed this value" in answer.content.decode()
    assert lot_of(alice).assays == ()


def test_a_line_shows_where_it_begins_and_its_value(browser_of_alice: Client, bag: m.Lot) -> None:
    give(browser_of_alice, bag, LARKSPUR)
    for line in look(browser_of_alice, bag).context["look"].lines:
        left, _top, wide, _height = line.crops[0]
        assert left < 0.05 * line.sheet[0]
        assert wide < 0.5 * line.sheet[0], "a wider piece is too small to read on a phone"
        left, _top, wide, _height = line.crops[-1]
        assert left <= line.place[0]
        assert line.place[0] + line.place[2] <= left + wide


@pytest.mark.parametrize("name", ["larkspur-alkaloids", "mutation-missing-unit"])
def test_what_matters_and_what_is_not_sure_stands_before_the_ordinary(
    browser_of_alice: Client, bag: m.Lot, name: str
) -> None:
    give(browser_of_alice, bag, SHEETS / f"{name}.pdf")
    looked = look(browser_of_alice, bag).context["look"]
    first = [line.read.analyte for line in looked.first]
    assert "mitragynine" in first
    assert len(looked.first) + len(looked.ordinary) == len(looked.lines)
    assert not any(line.doubts or line.read.passed is False for line in looked.ordinary)
    assert not {"mitragynine", "7-hydroxymitragynine", "lead"} & {line.read.analyte for line in looked.ordinary}


def test_where_nothing_is_ticked_it_is_asked_first(browser_of_alice: Client, alice: m.Person, bag: m.Lot) -> None:
    give(browser_of_alice, bag, LARKSPUR)
    said = {key: text for key, text in as_shown(look(browser_of_alice, bag)).items() if not key.endswith("-keep")}
    answer = send(browser_of_alice, bag, said)
    assert answer.status_code == 422
    assert "No value is ticked" in answer.content.decode()
    assert lot_of(alice).certificates == ()
    send(browser_of_alice, bag, said | {"no_value": "on"})
    assert len(lot_of(alice).certificates) == 1
    assert browser_of_alice.get(f"/products/{bag.pk}/").context["checks"] == []


@pytest.mark.parametrize("name", ["mutation-missing-unit", "mutation-half-row", "mutation-no-unit-in-header"])
def test_what_is_not_sure_says_why_and_is_kept_only_when_ticked(
    browser_of_alice: Client, alice: m.Person, bag: m.Lot, name: str
) -> None:
    give(browser_of_alice, bag, SHEETS / f"{name}.pdf")
    shown = look(browser_of_alice, bag)
    unsure = [line for line in shown.context["look"].lines if line.doubts]
    assert unsure
    assert all(not line.form["keep"].value() for line in unsure)
    assert "Please look:" in shown.content.decode()
    send(browser_of_alice, bag, as_shown(shown))
    printed = [one.printed_as for one in lot_of(alice).assays]
    assert len(printed) == len(shown.context["look"].lines) - len(unsure)


def test_of_several_lots_the_one_of_the_bag_is_chosen_and_any_can_be(browser_of_alice: Client, alice: m.Person) -> None:
    bag = add(browser_of_alice, lot_number="mdw 0118")
    give(browser_of_alice, bag, TWO_LOTS)
    shown = look(browser_of_alice, bag)
    assert [name for _n, name, _here in shown.context["look"].samples] == ["lot MDW-0117", "lot MDW-0118"]
    assert (shown.context["look"].chosen, shown.context["look"].notice) == (1, "")
    other = look(browser_of_alice, bag, "0")
    assert "What was found in another lot says little" in other.context["look"].notice
    said = as_shown(other)
    assert not any(key.endswith("-keep") for key in said)
    said |= {f"v{line.number}-keep": "on" for line in other.context["look"].lines if not line.doubts}
    send(browser_of_alice, bag, said)
    assert lot_of(alice).certificates[0].lot_number == "MDW-0117"
    assert next(one for one in lot_of(alice).assays if one.analyte == "mitragynine").value == 16.8


def test_a_bag_without_a_number_takes_it_only_when_asked_to(
    browser_of_alice: Client, alice: m.Person, bag: m.Lot
) -> None:
    give(browser_of_alice, bag, TWO_LOTS)
    said = as_shown(look(browser_of_alice, bag))
    send(browser_of_alice, bag, said)
    assert lot_of(alice).lot_number is None
    give(browser_of_alice, bag, TWO_LOTS)
    send(browser_of_alice, bag, as_shown(look(browser_of_alice, bag)) | {"take_number": "on"})
    assert lot_of(alice).lot_number == "MDW-0117"
    assert len(lot_of(alice).certificates) == 1, "the same file again takes its own place"


def test_several_files_wait_one_after_the_other(browser_of_alice: Client, alice: m.Person, bag: m.Lot) -> None:
    give(browser_of_alice, bag, LARKSPUR, TWO_LOTS)
    first = look(browser_of_alice, bag)
    assert first.context["more"] == 1
    assert send(browser_of_alice, bag, as_shown(first))["Location"].endswith("/certificate/look/")
    second = look(browser_of_alice, bag)
    assert second.context["waiting"].name == TWO_LOTS.name
    browser_of_alice.post(f"/products/{bag.pk}/certificate/cancel/", {"token": second.context["waiting"].token})
    assert len(lot_of(alice).certificates) == 1
    assert waiting_files() == []


def test_taking_it_back_takes_values_and_certificate_back(
    browser_of_alice: Client, alice: m.Person, bag: m.Lot
) -> None:
    give(browser_of_alice, bag, LARKSPUR)
    answer = send(browser_of_alice, bag, as_shown(look(browser_of_alice, bag)))
    shown = browser_of_alice.get(answer["Location"]).context
    document = m.Document.objects.get()
    browser_of_alice.post("/products/undo/", {"row": shown["rows"], "seen": shown["seen"]})
    assert (lot_of(alice).assays, lot_of(alice).certificates) == ((), ())
    assert browser_of_alice.get(f"/products/document/{document.pk}/").status_code == 404
    browser_of_alice.post("/products/undo/", {"row": shown["rows"], "redo": "yes"})
    assert browser_of_alice.get(f"/products/document/{document.pk}/").status_code == 200


@pytest.mark.parametrize(
    ("data", "what"),
    [(b"just a text", "not a PDF"), (LARKSPUR.read_bytes()[:2000], "damaged"), (b"", "empty")],
    ids=["text", "cut", "empty"],
)
def test_a_file_that_cannot_be_read_is_refused_with_the_form_to_type(
    browser_of_alice: Client, alice: m.Person, bag: m.Lot, data: bytes, what: str
) -> None:
    answer = give(browser_of_alice, bag, ("sheet.pdf", data))
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert what in shown
    assert "Nothing was saved" in shown
    assert f"/products/{bag.pk}/values/" in shown
    assert waiting_files() == []
    assert lot_of(alice).assays == ()


def test_a_good_file_beside_a_bad_one_is_read(browser_of_alice: Client, bag: m.Lot) -> None:
    give(browser_of_alice, bag, ("note.pdf", b"just a text"), LARKSPUR)
    shown = look(browser_of_alice, bag)
    assert shown.context["waiting"].name == LARKSPUR.name
    assert "note.pdf" in shown.content.decode()


def test_pages_are_pictures_and_the_file_is_handed_out_to_be_saved_only(browser_of_alice: Client, bag: m.Lot) -> None:
    give(browser_of_alice, bag, LARKSPUR)
    picture = browser_of_alice.get(f"/products/{bag.pk}/certificate/page/1/")
    assert (picture["Content-Type"], picture.content[:4]) == ("image/png", b"\x89PNG")
    assert browser_of_alice.get(f"/products/{bag.pk}/certificate/page/2/").status_code == 404
    send(browser_of_alice, bag, as_shown(look(browser_of_alice, bag)))
    document = m.Document.objects.get()
    file = browser_of_alice.get(f"/products/document/{document.pk}/")
    assert file.content == LARKSPUR.read_bytes()
    assert file["Content-Disposition"].startswith("attachment")
    assert file["X-Content-Type-Options"] == "nosniff"
    assert browser_of_alice.get(f"/products/document/{document.pk}/page/1/").content[:4] == b"\x89PNG"
    assert "Mitragynine" in browser_of_alice.get(f"/products/document/{document.pk}/look/").content.decode()


def test_nobody_has_the_certificate_of_another(
    browser_of_alice: Client, bag: m.Lot, bob: m.Person, enter: Enter
) -> None:
    give(browser_of_alice, bag, LARKSPUR)
    browser_of_bob = enter(bob)
    assert browser_of_bob.get(f"/products/{bag.pk}/certificate/look/").status_code == 404
    assert browser_of_bob.get(f"/products/{bag.pk}/certificate/page/1/").status_code == 404
    send(browser_of_alice, bag, as_shown(look(browser_of_alice, bag)))
    document = m.Document.objects.get()
    for path in ("", "look/", "page/1/"):
        assert browser_of_bob.get(f"/products/document/{document.pk}/{path}").status_code == 404


def test_the_file_goes_with_its_bag_and_with_its_person(browser_of_alice: Client, alice: m.Person, bag: m.Lot) -> None:
    for erase in (f"/products/{bag.pk}/erase/", "/settings/erase/"):
        row = add(browser_of_alice) if not m.Lot.objects.exists() else bag
        give(browser_of_alice, row, LARKSPUR)
        send(browser_of_alice, row, as_shown(look(browser_of_alice, row)))
        assert m.Document.objects.count() == 1
        give(browser_of_alice, row, TWO_LOTS)
        assert len(waiting_files()) == 1
        browser_of_alice.post(erase, {"name": alice.name})
        assert m.Document.objects.count() == 0
    assert waiting_files() == []


def test_values_can_be_typed_corrected_and_taken_out(browser_of_alice: Client, alice: m.Person, bag: m.Lot) -> None:
    path = f"/products/{bag.pk}/values/"
    seen = browser_of_alice.get(path).context["seen"]
    said = {"analyte": "Lead", "result": "< 0,05", "unit": "ppm", "limit": "1", "lab": "Larkspur", "seen": seen}
    assert browser_of_alice.post(path, said).status_code == 302
    (found,) = lot_of(alice).assays
    expected = Assay(analyte="lead", unit="ppm", censored="below_loq", loq=0.05, limit=1.0, lab="Larkspur")
    assert found == expected
    assert "below 0.05 ppm" in browser_of_alice.get(f"/products/{bag.pk}/").content.decode()
    shown = browser_of_alice.get(path, {"n": "0"})
    assert shown.context["form"]["result"].value() == "< 0.05"
    corrected = said | {"result": "0.4", "n": "0", "seen": shown.context["seen"]}
    browser_of_alice.post(path, corrected)
    assert (lot_of(alice).assays[0].value, lot_of(alice).assays[0].censored) == (0.4, None)
    seen = browser_of_alice.get(path).context["seen"]
    assert browser_of_alice.post(f"{path}delete/", {"n": "0", "seen": "stale"}).status_code == 409
    browser_of_alice.post(f"{path}delete/", {"n": "0", "seen": seen})
    assert lot_of(alice).assays == ()


def test_a_value_taken_out_may_still_be_on_its_paper(browser_of_alice: Client, alice: m.Person, bag: m.Lot) -> None:
    give(browser_of_alice, bag, LARKSPUR)
    send(browser_of_alice, bag, as_shown(look(browser_of_alice, bag)))
    gone, path = lot_of(alice).assays[0].analyte, f"/products/{bag.pk}/values/"
    seen = browser_of_alice.get(path).context["seen"]
    browser_of_alice.post(f"{path}delete/", {"n": "0", "seen": seen})
    assert gone in lot_of(alice).certificates[0].left_out


@pytest.mark.parametrize("n", ["7", "-1", "x", "99999"])
def test_a_value_that_is_not_there_cannot_be_corrected(browser_of_alice: Client, bag: m.Lot, n: str) -> None:
    assert browser_of_alice.get(f"/products/{bag.pk}/values/", {"n": n}).status_code == 404
