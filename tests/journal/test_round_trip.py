"""Any diary goes through the journal and back, and nothing of it changes but what was never said."""

import datetime as dt
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings

from counterpoise import diary as d
from counterpoise import diary_file
from counterpoise.diary import ENTRY_LISTS, RECORD_LISTS
from counterpoise.journal import bring, diaries
from counterpoise.journal.models import Import, Person
from tests.diary.strategies import diaries as any_diary

NOW = dt.datetime(2026, 6, 1, tzinfo=dt.UTC)
pytestmark = pytest.mark.django_db


def through_the_journal(diary: d.Diary) -> d.Diary:
    person = Person.objects.create(name=f"Ann {Person.objects.count()}", time_zone=diary.person.time_zone)
    bring.bring(person, diary, Import(at=NOW, format="counterpoise", file_name="diary.json"))
    return diaries.diary(person)


def as_kept(diary: d.Diary) -> d.Diary:
    """Every record with its id and a time of recording; entries by their time."""
    diary = diary_file.identified(diary)
    lists: dict[str, Any] = {name: recorded(getattr(diary, name)) for name in RECORD_LISTS}
    lists |= {name: tuple(sorted(lists[name], key=lambda entry: entry.at)) for name in ENTRY_LISTS}
    own: dict[str, Any] = {name: recorded(getattr(diary.person, name)) for name in ("medicines", "history")}
    return replace(diary, person=replace(diary.person, **own), **lists)


def recorded(records: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(replace(record, recorded_at=record.recorded_at or NOW) for record in records)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(any_diary())
def test_any_diary_survives_the_journal(written: d.Diary) -> None:
    kept = through_the_journal(written)
    assert kept == as_kept(written)
    # Equal instants may differ in their offset: as text they do not.
    assert diary_file.dump(kept) == diary_file.dump(as_kept(written))
    assert diary_file.read(diary_file.write(kept)) == kept


def dose(at: dt.datetime, zone: str) -> d.Dose:
    return d.Dose(at=at, zone=zone, substance="kratom", amount=2.0, unit="g")


def test_the_hour_that_comes_twice_is_two_doses_an_hour_apart() -> None:
    clock = ZoneInfo("America/New_York")
    first = dt.datetime(2026, 11, 1, 1, 30, tzinfo=clock)
    doses = (dose(first.replace(fold=1), clock.key), dose(first, clock.key))
    kept = through_the_journal(d.Diary(person=d.Person(time_zone=clock.key), doses=doses, ratings=())).doses
    assert [str(each.at) for each in kept] == ["2026-11-01 01:30:00-04:00", "2026-11-01 01:30:00-05:00"]
    assert kept[1].at - kept[0].at == dt.timedelta(hours=1)


def test_the_hour_that_is_left_out_puts_two_doses_next_to_each_other() -> None:
    clock = ZoneInfo("America/New_York")
    doses = tuple(dose(dt.datetime(2026, 3, 8, hour, 59, tzinfo=clock), clock.key) for hour in (3, 1))
    kept = through_the_journal(d.Diary(person=d.Person(time_zone=clock.key), doses=doses, ratings=())).doses
    assert [str(each.at) for each in kept] == ["2026-03-08 01:59:00-05:00", "2026-03-08 03:59:00-04:00"]
    assert kept[1].at - kept[0].at == dt.timedelta(hours=1)


def test_a_journey_keeps_instants_offsets_zones_and_order() -> None:
    new_york, tokyo = ZoneInfo("America/New_York"), ZoneInfo("Asia/Tokyo")
    before = dose(dt.datetime(2026, 5, 1, 20, tzinfo=new_york), new_york.key)
    after = dose(dt.datetime(2026, 5, 2, 18, tzinfo=tokyo), tokyo.key)
    at_home = dose(dt.datetime(2026, 5, 3, 7, tzinfo=new_york), new_york.key)
    diary = d.Diary(person=d.Person(time_zone=new_york.key), doses=(at_home, after, before), ratings=())
    kept = through_the_journal(diary).doses
    assert [(str(each.at), each.zone) for each in kept] == [
        ("2026-05-01 20:00:00-04:00", "America/New_York"),
        ("2026-05-02 18:00:00+09:00", "Asia/Tokyo"),
        ("2026-05-03 07:00:00-04:00", "America/New_York"),
    ]
    assert [each.at for each in kept] == [before.at, after.at, at_home.at]


def test_entries_of_one_moment_keep_the_order_of_their_file() -> None:
    at = dt.datetime(2026, 5, 1, 8, tzinfo=dt.UTC)
    ratings = tuple(d.Rating(id=f"r{n}", at=at, measure="mood", value=float(n)) for n in (3, 1, 4, 1.5, 9, 2, 6))
    diary = d.Diary(person=d.Person(time_zone="UTC"), doses=(), ratings=ratings)
    assert [each.value for each in through_the_journal(diary).ratings] == [3, 1, 4, 1.5, 9, 2, 6]


def test_entries_can_be_asked_for_since_a_moment(alice: Person) -> None:
    days = [dt.datetime(2026, 5, day, tzinfo=dt.UTC) for day in (1, 2, 3)]
    ratings = tuple(d.Rating(id=str(at.day), at=at, measure="mood", value=5.0) for at in days)
    incoming = d.Diary(person=d.Person(time_zone="UTC"), doses=(), ratings=ratings)
    bring.bring(alice, incoming, Import(at=NOW, format="counterpoise", file_name="diary.json"))
    assert [rating.id for rating in diaries.diary(alice, since=days[1]).ratings] == ["2", "3"]
