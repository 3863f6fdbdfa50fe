"""What was saved is corrected, taken back and put back, with the history of what it was; or erased for good."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from counterpoise import diary as d
from counterpoise.journal import entries
from counterpoise.journal import models as m
from counterpoise.journal.diaries import diary


def _done(answer: Any) -> str:
    """What the next page is told. Which one that is follows the day of the entry: two hours ago may be yesterday."""
    return str(answer["Location"]).partition("?")[2]


def test_what_was_saved_can_be_undone_whole_and_put_back(
    browser_of_alice: Client, alice: m.Person, usual_dose: m.Dose
) -> None:
    saved = browser_of_alice.post(f"/dose/again/{usual_dose.pk}/", {"pain": "6"})
    rows = re.findall(r"row=([^&]+)", saved["Location"])
    browser_of_alice.post("/undo/", {"row": rows})
    assert len(diary(alice).doses) == 1
    assert diary(alice).ratings == ()
    browser_of_alice.post("/undo/", {"row": rows})
    assert len(diary(alice).doses) == 2
    assert diary(alice).doses[-1].rating == diary(alice).ratings[0].id


def test_a_correction_keeps_what_was_and_can_be_undone(
    browser_of_alice: Client, alice: m.Person, usual_dose: m.Dose
) -> None:
    address = f"/entry/dose/{usual_dose.pk}/"
    page = browser_of_alice.get(address).content.decode()
    at = re.search(r'name="at" value="([^"]+)"', page)
    assert at
    moment = diary(alice).doses[0].at
    said = {"substance": "Kratom", "amount": "3", "unit": "g", "at": at[1], "reason": "pain"}
    answer = browser_of_alice.post(address, said)
    assert _done(answer) == f"done=changed&seen={m.Change.objects.get().pk}&row=dose/{usual_dose.pk}"
    (dose,) = diary(alice).doses
    assert (dose.amount, dose.reason, dose.at) == (3.0, "pain", moment)  # an untouched time keeps its seconds
    page = browser_of_alice.get(address).content.decode()
    assert "<strong>corrected</strong>" in page
    assert "amount: 2.5" in page
    browser_of_alice.post("/undo/", {"row": [f"dose/{usual_dose.pk}"]})
    assert diary(alice).doses[0].amount == 2.5


def test_a_correction_that_changes_nothing_leaves_nothing_to_undo(browser_of_alice: Client, usual_dose: m.Dose) -> None:
    said = {"substance": "kratom", "amount": "2.5", "unit": "g"}
    assert _done(browser_of_alice.post(f"/entry/dose/{usual_dose.pk}/", said)) == "done=changed&seen=0&"
    assert not m.Change.objects.exists()


def test_the_pain_of_a_dose_is_corrected_with_it(browser_of_alice: Client, alice: m.Person, usual_dose: m.Dose) -> None:
    browser_of_alice.post(f"/dose/again/{usual_dose.pk}/", {"pain": "6"})
    row = m.Dose.objects.exclude(pk=usual_dose.pk).get()
    said = {"substance": "kratom", "amount": "2.5", "unit": "g"}
    browser_of_alice.post(f"/entry/dose/{row.pk}/", said | {"pain": "3", "at": "2026-07-01T09:00"})
    (rating,) = diary(alice).ratings
    assert (rating.value, rating.at.isoformat()) == (3.0, "2026-07-01T09:00:00-04:00")  # it moves with its dose
    browser_of_alice.post(f"/entry/dose/{row.pk}/", said | {"pain": ""})
    assert diary(alice).ratings == ()


@pytest.mark.parametrize("language", ["en", "es"])
def test_pain_between_two_numbers_stays_when_the_dose_is_corrected(
    browser_of_alice: Client, alice: m.Person, language: str
) -> None:
    at = timezone.now() - dt.timedelta(hours=2)
    rating = entries.add(alice, d.Rating(at=at, measure="pain.now", value=5.5), timezone.now())
    dose = d.Dose(at=at, substance="kratom", amount=2.0, unit="g", rating=str(rating.pk))
    row = entries.add(alice, dose, timezone.now())
    browser_of_alice.cookies["counterpoise_language"] = language
    page = browser_of_alice.get(f"/entry/dose/{row.pk}/").content.decode()
    (offered,) = re.findall(r'<input type="radio" name="pain" value="([^"]*)"[^>]*checked', page)
    said = {"substance": "kratom", "amount": "3", "unit": "g", "pain": offered}
    assert browser_of_alice.post(f"/entry/dose/{row.pk}/", said).status_code == 302
    kept = diary(alice)
    assert [one.value for one in kept.ratings] == [5.5]
    assert [(one.amount, one.rating) for one in kept.doses] == [(3.0, kept.ratings[0].id)]


def test_what_was_deleted_is_brought_back_from_the_page_of_its_day(
    browser_of_alice: Client, alice: m.Person, usual_dose: m.Dose
) -> None:
    day = f"/day/{usual_dose.at.astimezone(ZoneInfo(alice.time_zone)):%Y-%m-%d}/"
    assert "Bring back" not in browser_of_alice.get(day).content.decode()
    browser_of_alice.post(f"/entry/dose/{usual_dose.pk}/delete/")
    assert "Bring back" in browser_of_alice.get(day).content.decode()
    for _tapped_twice in range(2):
        browser_of_alice.post(f"/entry/dose/{usual_dose.pk}/restore/")
        assert len(diary(alice).doses) == 1
    assert "Bring back" not in browser_of_alice.get(day).content.decode()


def test_a_deleted_dose_can_be_restored(browser_of_alice: Client, alice: m.Person, usual_dose: m.Dose) -> None:
    browser_of_alice.post(f"/entry/dose/{usual_dose.pk}/delete/")
    assert diary(alice).doses == ()
    browser_of_alice.post("/undo/", {"row": [f"dose/{usual_dose.pk}"]})
    assert len(diary(alice).doses) == 1


@pytest.mark.django_db(transaction=True)
def test_a_dose_comes_back_with_the_pain_that_went_with_it(browser_of_alice: Client, alice: m.Person) -> None:
    browser_of_alice.post("/dose/new/", {"substance": "Kratom", "amount": "2", "unit": "g", "pain": "4"})
    dose, rating = m.Dose.objects.get(), m.Rating.objects.get()
    browser_of_alice.post(f"/entry/dose/{dose.pk}/delete/")
    assert (diary(alice).doses, diary(alice).ratings) == ((), ())
    said = browser_of_alice.post(f"/entry/dose/{dose.pk}/restore/")["Location"]
    kept = diary(alice)
    assert ([one.value for one in kept.ratings], kept.doses[0].rating) == ([4.0], rating.source_id)
    page = browser_of_alice.get(said).content.decode()
    undo = {"row": re.findall(r'name="row" value="([^"]+)"', page)}
    browser_of_alice.post("/undo/", undo)
    assert (diary(alice).doses, diary(alice).ratings) == ((), ())
    browser_of_alice.post(f"/entry/dose/{dose.pk}/restore/")
    assert len(diary(alice).ratings) == 1


def test_a_pain_taken_away_before_stays_away(browser_of_alice: Client, alice: m.Person) -> None:
    browser_of_alice.post("/dose/new/", {"substance": "Kratom", "amount": "2", "unit": "g", "pain": "4"})
    dose, rating = m.Dose.objects.get(), m.Rating.objects.get()
    entries.remove(rating, timezone.now() - dt.timedelta(minutes=5))
    browser_of_alice.post(f"/entry/dose/{dose.pk}/delete/")
    browser_of_alice.post(f"/entry/dose/{dose.pk}/restore/")
    assert (len(diary(alice).doses), diary(alice).ratings) == (1, ())


def test_an_entry_erased_for_good_is_gone_with_its_history(browser_of_alice: Client, usual_dose: m.Dose) -> None:
    browser_of_alice.post(f"/entry/dose/{usual_dose.pk}/delete/")
    browser_of_alice.post("/undo/", {"row": [f"dose/{usual_dose.pk}"]})
    browser_of_alice.post(f"/entry/dose/{usual_dose.pk}/erase/")
    assert not m.Dose.objects.exists()
    assert not m.Change.objects.exists()


def test_who_corrects_an_entry_of_another_day_is_led_back_to_that_day(
    browser_of_alice: Client, alice: m.Person
) -> None:
    at = timezone.now() - dt.timedelta(days=3)
    row = entries.add(alice, d.Dose(at=at, substance="kratom", amount=2.0, unit="g"), timezone.now())
    day = at.astimezone(ZoneInfo(alice.time_zone)).date().isoformat()
    address = f"/entry/dose/{row.pk}/"
    said = {"substance": "Kratom", "amount": "1.5", "unit": "g", "at": f"{day}T12:00", "as_it_was": "yes"}
    answer = browser_of_alice.post(address, said)
    assert answer["Location"].startswith(f"/day/{day}/?done=changed")
    page = browser_of_alice.get(answer["Location"]).content.decode()
    assert "Corrected: Kratom 1.5 g at 12:00" in page
    assert f'name="then" value="{day}"' in page  # and so is who takes it back
    undone = browser_of_alice.post("/undo/", {"row": f"dose/{row.pk}", "then": day})
    assert undone["Location"].startswith(f"/day/{day}/?done=undone")
    assert diary(alice).doses[0].amount == 2.0
    for step in ("delete", "restore", "erase"):
        assert browser_of_alice.post(f"{address}{step}/")["Location"].startswith(f"/day/{day}/"), step
    today = {"substance": "Kratom", "amount": "2", "unit": "g", "at": ""}
    browser_of_alice.post("/dose/new/", today)
    now = m.Dose.objects.get(deleted_at=None)
    assert browser_of_alice.post(f"/entry/dose/{now.pk}/delete/")["Location"].startswith("/?done=deleted")
