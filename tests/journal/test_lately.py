"""The diary kept in memory is the diary that is stored, whatever was done in between."""

import datetime as dt
from dataclasses import replace

import pytest
from django.utils import timezone

from counterpoise import diary as d
from counterpoise.journal import diaries, entries, erase, lately
from counterpoise.journal.models import Person
from counterpoise.web.today import saving

AT = dt.datetime(2026, 5, 1, 8, tzinfo=dt.UTC)
SINCE = AT - dt.timedelta(days=400)


def dose(hours: float, id_: str | None = None) -> d.Dose:
    return d.Dose(id=id_ or f"at {hours}", at=AT + dt.timedelta(hours=hours), substance="kratom", amount=2.0, unit="g")


def whole(person: Person) -> d.Diary:
    return diaries.diary(person)


def test_what_is_saved_is_carried_on_in_its_place_without_reading_again(
    alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    for hours in (0, 5, 10):
        entries.add(alice, dose(hours), timezone.now())
    assert lately.diary(alice, SINCE) == whole(alice)
    monkeypatch.setattr(diaries, "_read", lambda *_: pytest.fail("the diary was read again"))
    saving.save(alice, dose(20, "a"), dated=True)
    saving.save(alice, dose(7, "b"), dated=True)
    rating = d.Rating(id="r", at=AT + dt.timedelta(hours=30), measure="pain.now", value=6.0)
    saving.save(alice, rating, replace(dose(30, "d"), rating="r"), dated=True)
    saving.save(alice, d.Effect(id="e", at=AT, kind="nausea"), dated=True)
    kept = lately.diary(alice, SINCE)
    monkeypatch.undo()
    assert kept == whole(alice)
    assert [each.id for each in kept.doses][-2:] == ["a", "d"]


def test_sent_twice_it_is_carried_on_once(alice: Person) -> None:
    lately.diary(alice, SINCE)
    for _ in range(2):
        saving.save(alice, dose(1, "a"), dated=True)
    assert lately.diary(alice, SINCE) == whole(alice)
    assert len(lately.diary(alice, SINCE).doses) == 1


def test_a_deleted_entry_sent_again_stays_away(alice: Person) -> None:
    (row,) = saving.save(alice, dose(1, "a"), dated=True)
    entries.remove(row, timezone.now())
    lately.diary(alice, SINCE)
    saving.save(alice, dose(1, "a"), dated=True)
    assert lately.diary(alice, SINCE).doses == () == whole(alice).doses


def test_a_change_made_elsewhere_is_read(alice: Person) -> None:
    (row,) = saving.save(alice, dose(1, "a"), dated=True)
    lately.diary(alice, SINCE)
    entries.change(row, replace(dose(1, "a"), amount=3.0), timezone.now())
    saving.save(alice, dose(2, "b"), dated=True)  # rests on a state that is no longer the kept one
    assert [each.amount for each in lately.diary(alice, SINCE).doses] == [3.0, 2.0]
    entries.remove(row, timezone.now())
    assert [each.id for each in lately.diary(alice, SINCE).doses] == ["b"]


def test_it_reaches_as_far_back_as_is_asked_for(alice: Person) -> None:
    old = AT - dt.timedelta(days=600)
    for hours in (0, 1):
        entries.add(alice, replace(dose(hours), at=old + dt.timedelta(hours=hours)), timezone.now())
        rating = d.Rating(id=f"r{hours}", at=old, measure="mood", value=5.0)
        entries.add(alice, rating, timezone.now())
    entries.add(alice, d.Lab(id="l", at=old, analyte="ALT", value=31.0, unit="U/L"), timezone.now())
    assert [one.id for one in lately.diary(alice, SINCE).doses] == ["at 0"], "the first ever, and no other"
    assert lately.diary(alice, SINCE).ratings == ()
    assert len(lately.diary(alice, SINCE).labs) == 1, "labs are few, and an old one matters"
    longer = lately.diary(alice, AT - dt.timedelta(days=700))
    assert (len(longer.doses), len(longer.ratings)) == (2, 2)


def test_nothing_of_somebody_erased_stays_in_memory(alice: Person) -> None:
    saving.save(alice, dose(1, "a"), dated=True)
    lately.diary(alice, SINCE)
    assert alice.pk in lately._kept
    key = alice.pk
    erase.erase_person(alice)
    assert key not in lately._kept


def test_the_first_dose_of_each_substance_and_bag_and_the_weeks_before_a_plan_are_read_however_old(
    alice: Person,
) -> None:
    bag, year = d.Lot(id="l", product="p"), 24 * 365
    of_it = d.Product(id="p", substance="kratom", name="Green")
    for record in (of_it, bag, d.Plan(id="plan", substance="kratom", direction="hold", from_=days_ago(2 * 365))):
        entries.add(alice, record, timezone.now())
    told = [dose(-6 * year, "first"), replace(dose(-5 * year, "of the bag"), lot="l"), dose(-2 * year - 24, "before")]
    others = [dose(-5.5 * year), replace(dose(-4 * year), lot="l"), dose(-3 * year)]
    late = [dose(-24, "late")]
    for one in (*told, *others, *late):
        entries.add(alice, one, timezone.now())
    assert [one.id for one in lately.diary(alice, SINCE).doses] == ["first", "of the bag", "before", "late"]


def days_ago(days: int) -> dt.date:
    return AT.date() - dt.timedelta(days=days)
