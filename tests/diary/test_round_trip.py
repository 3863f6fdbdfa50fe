"""A diary goes to its file and back, and nothing of it changes."""

import datetime as dt
from dataclasses import replace
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, given, settings

from counterpoise import diary as d
from counterpoise import diary_file
from tests.diary.strategies import diaries

NEW_YORK = ZoneInfo("America/New_York")


def dose(at: dt.datetime, **more: object) -> d.Dose:
    return d.Dose(at=at, substance="kratom", **more)  # type: ignore[arg-type]


def diary(*doses: d.Dose) -> d.Diary:
    return d.Diary(person=d.Person(time_zone="America/New_York"), doses=doses, ratings=())


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(diaries())
def test_any_diary_survives_its_file(written: d.Diary) -> None:
    read = diary_file.read(diary_file.write(written))
    assert read == diary_file.identified(written)
    # Equal instants may differ in their offset: as text they do not.
    assert diary_file.dump(read) == diary_file.dump(diary_file.identified(written))
    assert diary_file.read(diary_file.write(read)) == read


def test_the_hour_that_comes_twice_stays_two_hours() -> None:
    first = dt.datetime(2026, 11, 1, 1, 30, tzinfo=NEW_YORK)
    second = first.replace(fold=1)
    read = diary_file.read(diary_file.write(diary(dose(first), dose(second))))
    assert [str(each.at) for each in read.doses] == ["2026-11-01 01:30:00-04:00", "2026-11-01 01:30:00-05:00"]
    assert read.doses[1].at - read.doses[0].at == dt.timedelta(hours=1)
    assert read.doses[0].id != read.doses[1].id


def test_an_offset_is_kept_even_where_the_zone_says_otherwise() -> None:
    odd = dose(dt.datetime(2026, 7, 1, 8, tzinfo=dt.timezone(dt.timedelta(minutes=345))), zone="America/New_York")
    read = diary_file.read(diary_file.write(diary(odd)))
    assert str(read.doses[0].at) == "2026-07-01 08:00:00+05:45"
    assert read.doses[0].zone == "America/New_York"


def test_an_unknown_amount_is_said_and_an_ungiven_reason_left_out() -> None:
    text = diary_file.write(diary(dose(dt.datetime(2026, 5, 1, tzinfo=dt.UTC))))
    assert '"amount": null' in text
    assert "reason" not in text


def test_an_empty_note_stays_an_empty_note_and_a_missing_one_missing() -> None:
    at = dt.datetime(2026, 5, 1, tzinfo=dt.UTC)
    read = diary_file.read(diary_file.write(diary(dose(at, note=""), dose(at, note=None))))
    assert [each.note for each in read.doses] == ["", None]


def test_what_nobody_defined_is_kept_as_it_is() -> None:
    whole = replace(diary(), extra={"truth": None, "": [], "nested": {"é": [1.5, ""]}}, trials=({"blocks": []},))
    read = diary_file.read(diary_file.write(whole))
    assert read.extra == whole.extra
    assert read.trials == whole.trials
