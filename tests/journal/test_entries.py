"""Writing one record: saved once, corrected, deleted, brought back; every earlier state is kept."""

import datetime as dt
import uuid
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import connection
from django.test.utils import CaptureQueriesContext

from counterpoise import diary as d
from counterpoise.diary_file import BadDiary
from counterpoise.journal import diaries, entries, models
from counterpoise.journal.models import Person
from tests.journal.conftest import Clock

AT = dt.datetime(2026, 5, 1, 8, 12, tzinfo=dt.timezone(dt.timedelta(hours=-5)))
PAIN = d.Rating(id="r1", at=AT, measure="pain.now", value=6.0, prompt="dose")
DOSE = d.Dose(id="d1", at=AT, substance="kratom", amount=2.0, unit="g", rating="r1")
PRODUCT = d.Product(id="p1", substance="kratom", name="Green powder")
LOT = d.Lot(id="l1", product="p1", assays=(d.Assay(analyte="mitragynine", value=14.2, unit="mg/g"),))


def test_an_entry_sent_twice_is_saved_once(alice: Person, clock: Clock) -> None:
    first = entries.add(alice, PAIN, clock())
    assert entries.add(alice, PAIN, clock()).pk == first.pk
    assert len(diaries.diary(alice).ratings) == 1


def test_the_repeated_hour_sent_twice_is_the_same_entry(alice: Person, clock: Clock) -> None:
    """Python never holds two clock times in the hour that comes twice for equal; the journal does."""
    at = dt.datetime(2026, 11, 1, 1, 30, tzinfo=ZoneInfo("America/New_York"))
    first, second = replace(PAIN, at=at), replace(PAIN, id="r2", at=at.replace(fold=1))
    assert entries.add(alice, first, clock()).pk == entries.add(alice, first, clock()).pk
    assert entries.add(alice, second, clock()).pk == entries.add(alice, second, clock()).pk
    assert [str(each.at) for each in diaries.diary(alice).ratings] == [
        "2026-11-01 01:30:00-04:00",
        "2026-11-01 01:30:00-05:00",
    ]


def test_an_id_with_another_meaning_is_refused_and_overwrites_nothing(alice: Person, clock: Clock) -> None:
    entries.add(alice, PAIN, clock())
    with pytest.raises(entries.Conflict):
        entries.add(alice, replace(PAIN, value=2.0), clock())
    with pytest.raises(entries.Conflict):
        entries.add(alice, replace(PAIN, at=AT.astimezone(dt.UTC)), clock())  # the same instant, elsewhere
    assert [each.value for each in diaries.diary(alice).ratings] == [6.0]


def test_an_entry_sent_again_after_its_correction_stays_corrected(alice: Person, clock: Clock) -> None:
    row = entries.add(alice, PAIN, clock())
    entries.change(row, replace(PAIN, value=4.0), clock())
    assert entries.add(alice, PAIN, clock()).pk == row.pk
    assert [each.value for each in diaries.diary(alice).ratings] == [4.0]


def test_an_entry_sent_again_after_its_deletion_stays_deleted(alice: Person, clock: Clock) -> None:
    entries.remove(entries.add(alice, PAIN, clock()), clock())
    entries.add(alice, PAIN, clock())
    assert diaries.diary(alice).ratings == ()


def test_an_id_made_on_the_device_is_the_key(alice: Person, clock: Clock) -> None:
    key = models.new_id()
    assert entries.add(alice, replace(PAIN, id=str(key)), clock()).pk == key
    other = entries.add(alice, replace(PAIN, id=str(uuid.UUID(int=7))), clock())
    assert other.pk != uuid.UUID(int=7)
    assert other.source_id == str(uuid.UUID(int=7))


def test_without_an_id_it_gets_one(alice: Person, clock: Clock) -> None:
    row = entries.add(alice, replace(PAIN, id=""), clock())
    assert diaries.diary(alice).ratings[0].id == str(row.pk)
    entries.add(alice, replace(PAIN, id=""), clock())
    assert len(diaries.diary(alice).ratings) == 2


def test_out_of_range_is_refused_and_nothing_saved(alice: Person, clock: Clock) -> None:
    with pytest.raises(BadDiary, match=r"amount: -1\.0 is not allowed"):
        entries.add(alice, replace(DOSE, rating=None, amount=-1.0), clock())
    row = entries.add(alice, replace(DOSE, rating=None), clock())
    with pytest.raises(BadDiary, match="unit"):
        entries.change(row, replace(DOSE, rating=None, unit=""), clock())
    assert diaries.diary(alice).doses[0].unit == "g"
    assert not entries.history(row)


def test_a_link_that_leads_nowhere_is_refused(alice: Person, clock: Clock) -> None:
    with pytest.raises(BadDiary, match=r'doses.rating: "r1" is not the id of any rating'):
        entries.add(alice, DOSE, clock())
    assert diaries.diary(alice).doses == ()


def test_a_correction_keeps_what_was_before_and_can_be_undone(alice: Person, clock: Clock) -> None:
    row = entries.add(alice, PAIN, clock())
    entries.change(row, replace(PAIN, value=4.0, note="better"), clock())
    assert [(each.what, entries.earlier(each).value) for each in entries.history(row)] == [("edited", 6.0)]
    entries.undo(row, clock())
    assert [(each.value, each.note) for each in diaries.diary(alice).ratings] == [(6.0, None)]
    entries.undo(row, clock())
    assert [(each.value, each.note) for each in diaries.diary(alice).ratings] == [(4.0, "better")]


def test_a_correction_that_changes_nothing_leaves_no_trace(alice: Person, clock: Clock) -> None:
    row = entries.add(alice, PAIN, clock())
    entries.change(row, replace(PAIN, id="other", source="elsewhere", recorded_at=clock()), clock())
    assert not entries.history(row)


def test_identity_and_the_time_of_recording_outlive_every_correction(alice: Person, clock: Clock) -> None:
    recorded = dt.datetime(2026, 5, 1, 9, tzinfo=dt.timezone(dt.timedelta(hours=-5)))
    row = entries.add(alice, replace(PAIN, source="elsewhere", recorded_at=recorded), clock())
    entries.change(row, replace(PAIN, id="x", value=1.0, recorded_at=clock()), clock())
    kept = diaries.diary(alice).ratings[0]
    assert (kept.id, kept.source, str(kept.recorded_at)) == ("r1", "elsewhere", str(recorded))


def test_a_deleted_dose_can_be_restored(alice: Person, clock: Clock) -> None:
    entries.add(alice, PAIN, clock())
    row = entries.add(alice, DOSE, clock())
    before = diaries.diary(alice)
    entries.remove(row, clock())
    assert diaries.diary(alice).doses == ()
    entries.undo(row, clock())
    assert diaries.diary(alice) == before


def test_a_stale_row_overwrites_nothing_it_does_not_change(alice: Person, clock: Clock) -> None:
    row = entries.add(alice, PAIN, clock())
    stale = entries.row_of(alice, "rating", row.pk)
    entries.remove(row, clock())
    entries.change(stale, replace(PAIN, value=1.0), clock())
    assert diaries.diary(alice).ratings == ()
    entries.undo(stale, clock())
    assert diaries.diary(alice).ratings[0].value == 1.0


def test_a_link_to_something_deleted_waits_for_its_return(alice: Person, clock: Clock) -> None:
    product, lot, _rating, _dose = (
        entries.add(alice, each, clock()) for each in (PRODUCT, LOT, PAIN, replace(DOSE, lot="l1"))
    )
    before = diaries.diary(alice)
    entries.remove(product, clock())
    assert diaries.diary(alice).lots == ()
    assert diaries.diary(alice).doses[0].lot is None
    entries.undo(product, clock())
    entries.remove(lot, clock())
    assert diaries.diary(alice).doses[0].lot is None
    entries.undo(lot, clock())
    assert diaries.diary(alice) == before


def test_a_lot_keeps_its_assays_through_a_correction(alice: Person, clock: Clock) -> None:
    entries.add(alice, PRODUCT, clock())
    row = entries.add(alice, LOT, clock())
    entries.change(
        row, replace(LOT, assays=(*LOT.assays, d.Assay(analyte="lead", unit="ppm", censored="absent"))), clock()
    )
    assert [assay.analyte for assay in diaries.diary(alice).lots[0].assays] == ["mitragynine", "lead"]
    entries.undo(row, clock())
    assert diaries.diary(alice).lots[0].assays == LOT.assays


def test_the_profile_keeps_its_history_and_can_be_undone(alice: Person, clock: Clock) -> None:
    first = diaries.profile(alice)
    entries.change_profile(alice, replace(first, birth_year=1975, conditions=("osteoarthritis",)), clock())
    entries.change_profile(alice, diaries.profile(alice), clock())  # nothing new: no trace
    assert [entries.earlier(each) for each in entries.history(alice)] == [first]
    assert diaries.diary(alice).person.conditions == ("osteoarthritis",)
    entries.undo_profile(alice, clock())
    assert diaries.profile(alice) == first
    entries.undo_profile(alice, clock())
    assert diaries.profile(alice).birth_year == 1975
    with pytest.raises(BadDiary, match="sex"):
        entries.change_profile(alice, replace(first, sex="unknown"), clock())  # type: ignore[arg-type]


def test_undoing_a_profile_without_history_does_nothing(alice: Person, clock: Clock) -> None:
    entries.undo_profile(alice, clock())
    assert not entries.history(alice)


def test_every_change_counts_up_the_revision(alice: Person, clock: Clock) -> None:
    seen = [diaries.revision(alice)]
    row = entries.add(alice, PAIN, clock())
    seen.append(diaries.revision(alice))
    entries.change(row, replace(PAIN, value=1.0), clock())
    seen.append(diaries.revision(alice))
    entries.remove(row, clock())
    seen.append(diaries.revision(alice))
    entries.undo(row, clock())
    seen.append(diaries.revision(alice))
    entries.change_profile(alice, replace(diaries.profile(alice), birth_year=1970), clock())
    seen.append(diaries.revision(alice))
    assert seen == sorted(set(seen))


def test_a_row_that_is_not_there_is_not_found(alice: Person) -> None:
    with pytest.raises(ObjectDoesNotExist):
        entries.row_of(alice, "rating", models.new_id())


def test_a_link_is_found_by_the_index_of_sources_and_never_by_reading_every_row(alice: Person, clock: Clock) -> None:
    """With ten years of ratings, to read them all took longer than the review of a dose."""
    rating = entries.add(alice, PAIN, clock())
    with CaptureQueriesContext(connection) as asked:
        assert entries.link_finder(alice)("rating", "r1", None) == rating.pk
    (query,) = asked.captured_queries
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {query['sql']}")
        plan = " ".join(str(row[-1]) for row in cursor.fetchall())
    assert "source_id=?" in plan
