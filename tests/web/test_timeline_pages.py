"""The timeline as a page, with and without JavaScript."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from counterpoise.journal import models as m
from tests.web.diaries import CHICAGO, rate, somebody, take, visit

pytestmark = pytest.mark.django_db
MAY = {"from": "2026-05-01", "to": "2026-05-07"}


@pytest.fixture
def alice() -> m.Person:
    person = somebody("Alice")
    for day in range(1, 8):
        rate(person, dt.datetime(2026, 5, day, 8, tzinfo=CHICAGO), day)
        take(person, dt.datetime(2026, 5, day, 8, 5, tzinfo=CHICAGO))
    return person


def test_an_empty_diary_says_where_to_begin() -> None:
    assert "Nothing is recorded yet" in visit(somebody("Alice")).get("/timeline/").text


def test_without_dates_the_week_up_to_the_last_entry_is_shown(alice: m.Person) -> None:
    page = visit(alice).get("/timeline/").text
    assert "Fri 1 May 2026 – Thu 7 May 2026" in page
    assert page.count("1 rating)") == 7


def test_the_week_ends_today_where_the_diary_is_kept() -> None:
    person = somebody("Alice", "UTC")
    rate(person, timezone.now(), 3)
    rate(person, timezone.now() + dt.timedelta(days=400), 3)
    assert visit(person).get("/timeline/").context["view"].span.last == timezone.now().date()


def test_the_table_holds_every_entry_of_a_short_stretch(alice: m.Person) -> None:
    page = visit(alice).get("/timeline/", MAY).text
    assert page.count("Kratom 2 g") == 7
    assert "08:05" in page


def test_the_table_of_a_long_stretch_is_paged_newest_first(alice: m.Person) -> None:
    rate(alice, dt.datetime(2026, 1, 1, 8, tzinfo=CHICAGO), 4)
    client = visit(alice)
    long = {"from": "2026-01-01", "to": "2026-05-07"}
    first = client.get("/timeline/", long).text
    assert "page 1 of 5" in first
    assert "Thu 7 May" in first
    assert "Thu 1 Jan</a>" not in first
    last = client.get("/timeline/", long | {"page": "5"}).text
    assert "Thu 1 Jan</a>" in last
    assert "Older days" not in last


def test_days_without_entries_are_said_not_to_be_none(alice: m.Person) -> None:
    page = visit(alice).get("/timeline/", {"from": "2026-06-01", "to": "2026-06-07"}).text
    assert "Nothing is recorded in these days" in page


def test_every_way_through_time_is_a_link(alice: m.Person) -> None:
    page = visit(alice).get("/timeline/", MAY).text
    assert "from=2026-04-24&amp;to=2026-04-30" in page
    assert "from=2026-05-08&amp;to=2026-05-14" in page
    assert "from=2025-05-08&amp;to=2026-05-07" in page


def test_a_still_picture_stands_in_for_the_chart(alice: m.Person) -> None:
    client = visit(alice)
    page = client.get("/timeline/", MAY).text
    assert "<noscript>" in page
    for look in ({}, {"theme": "dark"}, {"wide": "1"}):
        picture = client.get("/timeline/picture.svg", MAY | look)
        assert picture["Content-Type"] == "image/svg+xml"
        assert "<title>Pain now</title>" in picture.text


def test_another_measure_can_be_looked_at(alice: m.Person) -> None:
    rate(alice, dt.datetime(2026, 5, 2, 9, tzinfo=CHICAGO), 7, "mood")
    client = visit(alice)
    assert "Mood 7 of 10" in client.get("/timeline/", MAY | {"measure": "mood"}).text
    assert "Mood 7 of 10" not in client.get("/timeline/", MAY).text
    assert client.get("/timeline/", MAY | {"measure": "nonsense"}).context["view"].measure.key == "pain.now"


def test_days_that_are_none_are_refused_in_one_plain_line(alice: m.Person) -> None:
    page = visit(alice).get("/timeline/", {"from": "yesterday", "to": "2026-05-07"})
    assert page.status_code == 400
    assert "yesterday" in page.text
    assert "Traceback" not in page.text


def test_a_page_number_that_is_none_shows_the_first(alice: m.Person) -> None:
    for number in ("0", "-1", "x", "99999999", "²"):
        assert visit(alice).get("/timeline/", MAY | {"page": number}).context["page_of_days"].number == 1


def test_the_locked_door_keeps_strangers_out() -> None:
    from django.test import Client

    for path in ("", "data", "table", "picture.svg"):
        assert Client().get(f"/timeline/{path}").status_code == 403
