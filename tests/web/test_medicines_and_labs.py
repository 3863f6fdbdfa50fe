"""Medicines and blood values: kept as typed, corrected, ended, deleted, and every one of these taken back."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from counterpoise import diary as d
from counterpoise.journal import entries
from counterpoise.journal import models as m
from counterpoise.journal.diaries import diary
from counterpoise.knowledge.load import load
from counterpoise.web.moments import clock
from tests.web.parsed import parsed

MEDICINES, LABS = "/settings/medicines/", "/settings/labs/"
LAB = {"analyte": "alt", "value": "31", "unit": "U/L", "upper_limit": "40", "day": "2026-05-01"}


def medicines(person: m.Person) -> tuple[d.Medicine, ...]:
    return diary(person).person.medicines


def undone(browser: Client, answer: Any) -> Any:
    """Follow to the list, and press the button of its toast."""
    page = parsed(browser.get(answer["Location"]).content.decode())
    (toast,) = [part for part in page.all("div") if part.attributes.get("id") == "toast"]
    (form,) = toast.all("form")
    said = {field.attributes["name"]: field.attributes["value"] for field in form.all("input")}
    return browser.post(form.attributes["action"], said)


def test_a_medicine_is_kept_as_typed_and_nothing_of_it_stands_in_an_address(
    browser_of_alice: Client, alice: m.Person
) -> None:
    said = {"name": " Sertralin ", "dose": "50 mg in the morning", "since": "2024-5", "as_needed": "no"}
    answer = browser_of_alice.post(MEDICINES, said)
    (kept,) = medicines(alice)
    assert (kept.name, kept.dose, kept.since, kept.until, kept.as_needed) == (
        *("Sertralin", "50 mg in the morning", "2024-05", None),
        False,
    )
    assert not re.search(r"sertralin|50|2024", answer["Location"].replace(kept.id, ""), re.I)
    assert "Sertralin" in browser_of_alice.get(answer["Location"]).content.decode()


@pytest.mark.parametrize(
    ("place", "typed", "kept"),
    [
        *[("en-US", typed, "2022-03") for typed in ("3/2022", "03/2022", "03-2022", "03.2022", "2022-3")],
        *[("en-US", typed, "2022-03-15") for typed in ("15/03/2022", "03/15/2022", "15.3.2022", "2022-03-15")],
        ("en-GB", "05/05/2022", "2022-05-05"),
        ("es-ES", "03/04/2022", "2022-04-03"),
        ("es-MX", "3-4-2022", "2022-04-03"),
        ("es-ES", "03/15/2022", "2022-03-15"),
    ],
)
def test_since_when_is_typed_as_people_write_a_month_or_a_day(
    browser_of_alice: Client, alice: m.Person, place: str, typed: str, kept: str
) -> None:
    language, _dash, alice.country = place.partition("-")
    alice.save()
    browser_of_alice.post("/language/", {"language": language})
    browser_of_alice.post(MEDICINES, {"name": "codeine", "since": typed})
    assert [one.since for one in medicines(alice)] == [kept]


@pytest.mark.parametrize(("language", "country"), [("en", "GB"), ("en", "US"), ("es", "US"), ("es", "PR")])
def test_a_day_that_can_be_two_is_asked_about(
    browser_of_alice: Client, alice: m.Person, language: str, country: str
) -> None:
    alice.country = country
    alice.save()
    browser_of_alice.post("/language/", {"language": language})
    answer = browser_of_alice.post(MEDICINES, {"name": "codeine", "since": "03/04/2022"})
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "2022-03-04" in shown
    assert "2022-04-03" in shown
    assert medicines(alice) == ()
    if language == "en":
        said = "“03/04/2022” can be two days: please write 2022-03-04 for 4 March 2022, or 2022-04-03 for 3 April 2022."
        assert said in shown


def test_a_date_told_in_part_is_shown_in_words(browser_of_alice: Client, alice: m.Person) -> None:
    for name, since in (("codeine", "2022-03"), ("tramadol", "2021"), ("sertraline", "2022-06-31")):
        entries.add(alice, d.Medicine(name=name, since=since, until="2023-05-02"), timezone.now())
    page = browser_of_alice.get(MEDICINES).content.decode()
    for said in ("since March 2022 · until 2 May 2023", "since 2021 · until", "since 2022-06-31"):
        assert said in page
    browser_of_alice.post("/language/", {"language": "es"})
    assert "marzo de 2022" in browser_of_alice.get(MEDICINES).content.decode()


def test_only_the_name_is_needed_and_what_is_not_said_is_unknown(browser_of_alice: Client, alice: m.Person) -> None:
    browser_of_alice.post(MEDICINES, {"name": "the blue pill"})
    (kept,) = medicines(alice)
    assert (kept.dose, kept.since, kept.until, kept.as_needed) == (None, None, None, None)


def test_sent_twice_it_is_kept_once(browser_of_alice: Client, alice: m.Person) -> None:
    said = {"name": "ibuprofen", "id": str(m.new_id())}
    for _time in range(2):
        assert browser_of_alice.post(MEDICINES, said).status_code == 302
    assert len(medicines(alice)) == 1
    assert browser_of_alice.post(MEDICINES, said | {"name": "naproxen"}).status_code == 409
    assert [one.name for one in medicines(alice)] == ["ibuprofen"]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"name": ""}, "This field is required."),
        ({"name": "x" * 201}, "at most 200 characters"),
        ({"name": "codeine", "since": "last year"}, "“last year” is no date; a year, a month or a day is"),
        ({"name": "codeine", "since": "2026-02-31"}, "“2026-02-31” is no date"),
        ({"name": "codeine", "since": "31/02/2026"}, "“31/02/2026” is no date"),
        ({"name": "codeine", "since": "13/2026"}, "“13/2026” is no date"),
        ({"name": "codeine", "since": "03/22"}, "“03/22” is no date"),
        ({"name": "codeine", "since": "2026-05", "until": "2025"}, "“2025” lies before “May 2026”"),
        ({"name": "codeine", "as_needed": "maybe"}, "maybe is not one of the available choices"),
    ],
)
def test_a_bad_medicine_names_the_value_and_what_is_allowed(
    browser_of_alice: Client, alice: m.Person, said: dict[str, str], words: str
) -> None:
    answer = browser_of_alice.post(MEDICINES, said)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert medicines(alice) == ()


def test_a_medicine_ends_today_and_the_end_is_taken_back(browser_of_alice: Client, alice: m.Person) -> None:
    row = entries.add(alice, d.Medicine(name="tramadol", since="2025"), timezone.now())
    answer = browser_of_alice.post(f"{MEDICINES}{row.pk}/end/")
    assert medicines(alice)[0].until == clock(alice, timezone.now()).date().isoformat()
    page = browser_of_alice.get(MEDICINES).content.decode()
    assert page.index("No longer") < page.index("tramadol")
    undone(browser_of_alice, answer)
    assert medicines(alice)[0].until is None


def test_a_correction_keeps_what_the_form_does_not_ask(browser_of_alice: Client, alice: m.Person) -> None:
    row = entries.add(alice, d.Medicine(name="tramadl", note="from Dr B", as_needed=True), timezone.now())
    answer = browser_of_alice.post(f"{MEDICINES}{row.pk}/", {"name": "tramadol", "as_needed": "yes"})
    (kept,) = medicines(alice)
    assert (kept.name, kept.note, kept.as_needed) == ("tramadol", "from Dr B", True)
    undone(browser_of_alice, answer)
    assert medicines(alice)[0].name == "tramadl"


def test_a_deleted_medicine_comes_back_and_goes_again(browser_of_alice: Client, alice: m.Person) -> None:
    row = entries.add(alice, d.Medicine(name="tramadol"), timezone.now())
    answer = browser_of_alice.post(f"{MEDICINES}{row.pk}/delete/")
    assert medicines(alice) == ()
    again = undone(browser_of_alice, answer)
    assert len(medicines(alice)) == 1
    undone(browser_of_alice, again)
    assert medicines(alice) == ()


def test_undoing_on_a_page_that_knows_less_changes_nothing(browser_of_alice: Client, alice: m.Person) -> None:
    row = entries.add(alice, d.Medicine(name="tramadol"), timezone.now())
    answer = browser_of_alice.post(f"{MEDICINES}{row.pk}/", {"name": "codeine"})
    browser_of_alice.post(f"{MEDICINES}{row.pk}/", {"name": "morphine"})
    assert undone(browser_of_alice, answer).status_code == 409
    assert medicines(alice)[0].name == "morphine"


def test_a_blood_value_is_kept_at_noon_of_its_day(browser_of_alice: Client, alice: m.Person) -> None:
    browser_of_alice.post(LABS, LAB | {"value": "31,5"})
    (kept,) = diary(alice).labs
    assert (kept.analyte, kept.value, kept.unit, kept.upper_limit) == ("alt", 31.5, "U/L", 40)
    assert clock(alice, kept.at).replace(tzinfo=None) == dt.datetime(2026, 5, 1, 12)


def test_a_value_of_today_does_not_lie_ahead(browser_of_alice: Client, alice: m.Person) -> None:
    browser_of_alice.post(LABS, LAB | {"day": clock(alice, timezone.now()).date().isoformat()})
    assert diary(alice).labs[0].at <= timezone.now()


def test_without_its_limit_a_value_is_kept_and_the_limit_stays_unknown(
    browser_of_alice: Client, alice: m.Person
) -> None:
    browser_of_alice.post(LABS, LAB | {"upper_limit": ""})
    assert diary(alice).labs[0].upper_limit is None
    assert "upper limit not given" in browser_of_alice.get(LABS).content.decode()


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"unit": "mg/dL"}, "“mg/dL” is no unit of ALT here; allowed: U/L, IU/L, µkat/L, nkat/L."),
        ({"unit": "stone"}, "stone is not one of the available choices"),
        ({"analyte": "ferritin"}, "ferritin is not one of the available choices"),
        ({"value": "high"}, "Enter a number."),
        ({"value": "-3"}, "greater than or equal to 0"),
        ({"value": "1,000"}, "can be read in two ways"),
        ({"upper_limit": "0"}, "“0.0” is no limit; a number above 0 is."),
        ({"day": "yesterday"}, "“yesterday” is not a day, such as 2026-05-01."),
        ({"day": "2199-01-01"}, "“2199-01-01” lies in the future; a day up to today is."),
        ({"day": ""}, "This field is required."),
    ],
)
def test_a_bad_blood_value_names_the_value_and_what_is_allowed(
    browser_of_alice: Client, alice: m.Person, said: dict[str, str], words: str
) -> None:
    answer = browser_of_alice.post(LABS, LAB | said)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert diary(alice).labs == ()


def test_a_blood_value_is_corrected_deleted_and_both_taken_back(browser_of_alice: Client, alice: m.Person) -> None:
    at = dt.datetime(2026, 5, 1, 7, 30, tzinfo=dt.UTC)
    row = entries.add(alice, d.Lab(at=at, analyte="SGPT", value=1234.5, unit="IU/l"), timezone.now())
    page = browser_of_alice.get(f"{LABS}{row.pk}/").content.decode()
    assert 'value="1234.5"' in page
    answer = browser_of_alice.post(f"{LABS}{row.pk}/", LAB | {"unit": "IU/L"})
    (kept,) = diary(alice).labs
    assert (kept.value, kept.at) == (31, at)  # the hour of a day that was not changed stays
    undone(browser_of_alice, answer)
    assert diary(alice).labs[0].value == 1234.5
    answer = browser_of_alice.post(f"{LABS}{row.pk}/delete/")
    assert diary(alice).labs == ()
    undone(browser_of_alice, answer)
    assert len(diary(alice).labs) == 1


def test_a_value_from_a_file_that_no_list_knows_can_be_corrected(browser_of_alice: Client, alice: m.Person) -> None:
    row = entries.add(alice, d.Lab(at=timezone.now(), analyte="ferritin", value=3.0, unit="µg/l"), timezone.now())
    said = {
        "analyte": "ferritin",
        "value": "30",
        "unit": "µg/l",
        "day": clock(alice, timezone.now()).date().isoformat(),
    }
    assert browser_of_alice.post(f"{LABS}{row.pk}/", said).status_code == 302
    assert diary(alice).labs[0].value == 30


def test_a_made_up_row_in_the_address_says_nothing(browser_of_alice: Client) -> None:
    for row in ("x", str(m.new_id())):
        answer = browser_of_alice.get(f"{MEDICINES}?done=deleted&row={row}")
        assert answer.status_code == 200
        assert "medicine_undo" not in answer.content.decode()
        assert "/undo/" not in answer.content.decode()


def test_what_is_read_as_not_taken_is_shown_as_that(browser_of_alice: Client) -> None:
    for name in ("codeine allergy", "oxycodone, allergic to morphine", "Xanax"):
        browser_of_alice.post(MEDICINES, {"name": name})
    page = browser_of_alice.get(MEDICINES).content.decode()
    assert "read as not taken: codeine" in page
    assert "probably: oxycodone (opioid" in page
    assert "; read as not taken: morphine" in page
    assert page.count("read as not taken") == 2
    assert "read as: alprazolam (" in page
    assert "read as:  (" not in page


def saved(browser: Client, name: str, **more: str) -> str:
    """The page after this medicine was written down."""
    answer = browser.post(MEDICINES, {"name": name} | more)
    return str(browser.get(answer["Location"]).content.decode())


@pytest.mark.parametrize("logged", [True, False])
@pytest.mark.parametrize("needed", ["yes", "no", ""])
def test_of_one_that_must_not_meet_kratom_the_rules_words_stand_on_the_page_after_saving(
    browser_of_alice: Client, alice: m.Person, logged: bool, needed: str
) -> None:
    now = timezone.now()
    if logged:
        entries.add(alice, d.Dose(id="k", at=now - dt.timedelta(days=1), substance="kratom", amount=2, unit="g"), now)
    page = saved(browser_of_alice, "Xanax", as_needed=needed)
    (card,) = parsed(page).all("article")
    assert "Xanax together with Kratom" in card.text
    pair = load().interactions["kratom"]["benzodiazepine"]
    assert pair.reason in card.text
    assert '<details open><summary><span><span class="badge' in page.replace(">\n<", "><")
    assert 'href="/safety/"' in page[page.index('id="meets-title"') :]
    assert "<article" not in browser_of_alice.get(MEDICINES).content.decode()


@pytest.mark.parametrize("name", ["Vitamin D", "the blue pill", "ibuprofen"])
def test_of_any_other_the_page_after_saving_says_only_that_it_is_saved(
    browser_of_alice: Client, alice: m.Person, name: str
) -> None:
    saved(browser_of_alice, "Xanax")
    page = saved(browser_of_alice, name)
    assert "Saved" in page
    assert "<article" not in page


def test_of_a_lesser_pair_one_line_leads_to_safety(browser_of_alice: Client, alice: m.Person) -> None:
    now = timezone.now()
    entries.add(alice, d.Dose(id="k", at=now - dt.timedelta(days=1), substance="kratom", amount=2, unit="g"), now)
    line = '<a href="/safety/">fluoxetine is saved. The safety rules have 1 thing to bring up about it</a>'
    page = saved(browser_of_alice, "fluoxetine")
    assert line in page
    assert "<article" not in page, "nothing louder"
    assert "to bring up about it" not in browser_of_alice.get(MEDICINES).content.decode(), "once"
    assert "fluoxetine" in browser_of_alice.get("/safety/").content.decode()
    assert "to bring up about it" not in saved(browser_of_alice, "Vitamin D")
    row = m.Medicine.objects.get(name="fluoxetine")
    gone = browser_of_alice.post(f"{MEDICINES}{row.pk}/delete/")
    assert "to bring up about it" not in browser_of_alice.get(gone["Location"]).content.decode()


def test_one_that_is_corrected_to_be_another_tells_what_that_must_not_meet(browser_of_alice: Client) -> None:
    saved(browser_of_alice, "the blue pill")
    row = m.Medicine.objects.get()
    answer = browser_of_alice.post(f"{MEDICINES}{row.pk}/", {"name": "Xanax"})
    assert "Xanax together with Kratom" in browser_of_alice.get(answer["Location"]).content.decode()
    gone = browser_of_alice.post(f"{MEDICINES}{row.pk}/delete/")
    assert "Xanax together" not in browser_of_alice.get(gone["Location"]).content.decode()


def test_beside_a_guess_stands_a_way_to_change_it_and_no_word_that_agrees(browser_of_alice: Client) -> None:
    guess, exact = saved(browser_of_alice, "alprazolm"), saved(browser_of_alice, "alprazolam")
    said = re.compile(r">(Correct|Change)<span")
    assert "probably: alprazolam" in guess
    assert said.findall(guess) == ["Change"]
    assert sorted(said.findall(exact)) == ["Change", "Correct"]
