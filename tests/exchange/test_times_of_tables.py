"""Times in tables: never read in two ways without asking, and right on the two odd nights of the year."""

import datetime as dt

import pytest

from counterpoise.exchange import local_time
from counterpoise.exchange.csv import columns, propose
from counterpoise.exchange.understood import BadFile
from tests.exchange.conftest import Read

MOOD = [{"column": "m", "measure": "mood", "low": 0, "high": 10}]


def ratings_at(table: Read, *cells: str, zone: str = "America/New_York", **when: str) -> list[str]:
    text = "\n".join(["t;m", *(f"{cell};5" for cell in cells)])
    found = table(text, zone, when={"column": "t", **when}, ratings=MOOD)
    return [rating.at.isoformat() for rating in found.diary.ratings]


@pytest.mark.parametrize(
    ("cell", "when", "expected"),
    [
        ("2026-05-01 08:12", {}, "2026-05-01T08:12:00-04:00"),
        ("2026-05-01T08:12:30+02:00", {}, "2026-05-01T08:12:30+02:00"),
        ("2026-05-01T06:12:00Z", {}, "2026-05-01T06:12:00+00:00"),
        ("1777637520", {}, "2026-05-01T12:12:00+00:00"),
        ("1777637520000", {}, "2026-05-01T12:12:00+00:00"),
        ("31/05/2026 08:12", {}, "2026-05-31T08:12:00-04:00"),
        ("5/31/2026 8:12 PM", {}, "2026-05-31T20:12:00-04:00"),
        ("31.05.2026", {"time_of_day": "20:00"}, "2026-05-31T20:00:00-04:00"),
        ("1 May 2026", {"time_of_day": "20:00"}, "2026-05-01T20:00:00-04:00"),
        ("2026-05-01 08:12", {"zone": "Asia/Tokyo"}, "2026-05-01T08:12:00+09:00"),
    ],
)
def test_one_reading_is_found_out(table: Read, cell: str, when: dict[str, str], expected: str) -> None:
    assert ratings_at(table, cell, **when) == [expected]


def test_a_date_that_fits_two_ways_has_to_be_chosen(table: Read) -> None:
    with pytest.raises(BadFile, match=r"t: '03/04/2026 08:00' can be read in several ways; when\.format .* has to say"):
        ratings_at(table, "03/04/2026 08:00", "05/04/2026 08:00")
    assert ratings_at(table, "03/04/2026 08:00", format="%m/%d/%Y %H:%M") == ["2026-03-04T08:00:00-05:00"]
    assert ratings_at(table, "03/04/2026 08:00", "13/04/2026 08:00")[0] == "2026-04-03T08:00:00-04:00"


def test_a_proposal_leaves_open_what_fits_two_ways() -> None:
    found = columns(b"Date,Time,Pain\n03/04/2026,08:00,5\n04/04/2026,09:00,6")
    assert set(found.columns[0].formats) == {"%d/%m/%Y", "%m/%d/%Y"}
    assert propose(found).when.format is None
    assert propose(found).when.time_format == "%H:%M"


def test_a_date_alone_needs_a_time_of_day(table: Read) -> None:
    with pytest.raises(BadFile, match=r"when\.time_of_day: t gives only a date"):
        ratings_at(table, "2026-05-01")


def test_a_time_that_clocks_skipped_is_read_and_pointed_out(table: Read) -> None:
    found = table("t,m\n2026-03-08 02:30,5", "America/New_York", when={"column": "t"}, ratings=MOOD)
    assert found.diary.ratings[0].at.isoformat() == "2026-03-08T03:30:00-04:00"
    assert any("skipped" in notice.text and notice.place == "row 2" for notice in found.notices)


def test_a_time_that_clocks_showed_twice_is_the_first_unless_the_rows_tell(table: Read) -> None:
    alone = ratings_at(table, "2026-11-01 01:30")
    forward = ratings_at(table, "2026-11-01 01:40", "2026-11-01 01:30", "2026-11-01 05:00")
    backward = ratings_at(table, "2026-11-01 05:00", "2026-11-01 01:30", "2026-11-01 01:40")
    assert alone == ["2026-11-01T01:30:00-04:00"]
    assert forward[:2] == ["2026-11-01T01:40:00-04:00", "2026-11-01T01:30:00-05:00"]
    assert backward[1:] == ["2026-11-01T01:30:00-05:00", "2026-11-01T01:40:00-04:00"]


def test_ordinary_times_need_no_rule() -> None:
    walls = [dt.datetime(2026, month, 15, 12) for month in range(1, 13)]
    placed = local_time.instants(walls, "Europe/London")
    assert {problem for _at, problem in placed} == {None}
    assert [at.replace(tzinfo=None) for at, _problem in placed] == walls


def test_the_future_is_pointed_out(table: Read) -> None:
    found = table("t,m\n2040-01-01 08:00,5", when={"column": "t"}, ratings=MOOD)
    assert any("future" in notice.text for notice in found.notices)
