"""The chart's columns say what the slow and obvious way finds in the diary."""

from __future__ import annotations

import datetime as dt
import random
from collections import defaultdict
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from counterpoise import diary as d
from counterpoise.journal import models as m
from counterpoise.journal.diaries import diary
from counterpoise.journal.entries import remove
from counterpoise.web.timeline import counts
from counterpoise.web.timeline.span import Span
from tests.web.diaries import CHICAGO, brought, rate, somebody, take, visit

pytestmark = pytest.mark.django_db
TOKYO = ZoneInfo("Asia/Tokyo")


def ask(client: Client, first: str, last: str, **more: str) -> dict[str, Any]:
    answer = client.get("/timeline/data", {"from": first, "to": last, **more})
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found


def wandering(seed: int, days: int) -> d.Diary:
    """Entries across both clock changes, on journeys, with days left out and amounts unknown."""
    rng = random.Random(seed)
    start = dt.datetime(2025, 10, 20, tzinfo=dt.UTC)
    ratings, doses = [], []
    for day in range(days):
        if rng.random() < 0.2:
            continue
        zone = TOKYO if 30 <= day < 45 else CHICAGO
        for _ in range(rng.randint(1, 5)):
            at = (start + dt.timedelta(days=day, minutes=rng.randint(0, 1439))).astimezone(zone)
            at = at.replace(tzinfo=dt.timezone(at.utcoffset() or dt.timedelta()))
            ratings.append(d.Rating(at=at, measure="pain.now", value=float(rng.randint(0, 10))))
            amount = rng.choice([1.0, 2.0, 2.5, None])
            substance = rng.choice(["kratom", "kratom", "ibuprofen"])
            doses.append(d.Dose(at=at, substance=substance, amount=amount, unit="g" if amount else None))
    return d.Diary(person=d.Person(time_zone="America/Chicago"), ratings=tuple(ratings), doses=tuple(doses))


def monday(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=day.weekday())


@pytest.mark.parametrize("step", [1, 7])
def test_days_and_weeks_are_those_of_the_place_where_the_entry_was_made(step: int) -> None:
    alice = somebody("Alice")
    brought(alice, wandering(1, 200))
    span = Span(dt.date(2025, 10, 27), dt.date(2026, 4, 12), CHICAGO)
    whole = diary(alice)

    rated: dict[dt.date, list[float]] = defaultdict(list)
    dosed: dict[tuple[dt.date, str], list[float | None]] = defaultdict(list)
    for rating in whole.ratings:
        if span.first <= rating.at.date() <= span.last:
            rated[rating.at.date() if step == 1 else monday(rating.at.date())].append(rating.value)
    for dose in whole.doses:
        if span.first <= dose.at.date() <= span.last:
            dosed[dose.at.date() if step == 1 else monday(dose.at.date()), dose.substance].append(dose.amount)

    found = counts.bins(alice, span, step)
    assert {one.first for one in found} == {*rated, *(day for day, _ in dosed)}
    for one in found:
        values = rated[one.first]
        figures = one.rated["pain.now"]
        assert (figures.count, figures.low, figures.high) == (len(values), min(values), max(values))
        assert figures.mean == pytest.approx(sum(values) / len(values))
        for substance, taken in one.dosed.items():
            amounts = dosed[one.first, substance]
            known = [amount for amount in amounts if amount is not None]
            assert (taken.count, taken.unknown) == (len(amounts), len(amounts) - len(known))
            assert sum(total for _unit, total in taken.sums) == pytest.approx(sum(known))


def test_a_short_stretch_holds_every_entry_at_its_instant() -> None:
    alice = somebody("Alice")
    brought(alice, wandering(2, 60))
    found = ask(visit(alice), "2025-11-01", "2025-12-10", substance="kratom")
    begin, end = (dt.datetime(2025, 11, 1, tzinfo=CHICAGO), dt.datetime(2025, 12, 11, tzinfo=CHICAGO))
    whole = diary(alice)
    ratings = [rating for rating in whole.ratings if begin <= rating.at < end]
    values = [(x, y) for x, y in zip(found["ratings"]["x"], found["ratings"]["y"], strict=True) if y is not None]
    assert values == [(rating.at.timestamp(), rating.value) for rating in ratings]
    doses = [dose for dose in whole.doses if begin <= dose.at < end and dose.substance == "kratom"]
    assert found["doses"]["x"] == [dose.at.timestamp() for dose in doses]
    assert found["doses"]["y"] == [dose.amount for dose in doses]
    others = [dose for dose in whole.doses if begin <= dose.at < end and dose.substance != "kratom"]
    assert found["others"] == [dose.at.timestamp() for dose in others]
    assert len(found["entries"]["x"]) == len(ratings) + len(doses) + len(others)
    assert found["entries"]["x"] == sorted(found["entries"]["x"])


def test_a_gap_stays_a_gap() -> None:
    alice = somebody("Alice")
    for hour in (0, 6, 30, 30 + 37):
        rate(alice, dt.datetime(2026, 5, 1, 8, tzinfo=CHICAGO) + dt.timedelta(hours=hour), 5)
    found = ask(visit(alice), "2026-05-01", "2026-05-07")["ratings"]
    assert found["y"] == [5, 5, 5, None, 5]
    assert all(a < b for a, b in pairwise(found["x"]))


def test_days_without_a_rating_are_a_gap_in_a_long_stretch() -> None:
    alice = somebody("Alice")
    for day in (1, 2, 5):
        rate(alice, dt.datetime(2026, 5, day, 8, tzinfo=CHICAGO), day)
    found = ask(visit(alice), "2026-03-01", "2026-08-01")["ratings"]
    assert found["y"] == [1, 2, None, 5]
    assert found["low"] == [1, 2, None, 5]


@pytest.mark.parametrize(("last", "step"), [("2026-03-03", 0), ("2026-03-04", 1), ("2028-03-10", 1), ("2028-03-11", 7)])
def test_longer_stretches_are_gathered_into_days_and_weeks(last: str, step: int) -> None:
    alice = somebody("Alice")
    rate(alice, dt.datetime(2026, 2, 1, 8, tzinfo=CHICAGO), 4)
    assert ask(visit(alice), "2026-01-01", last)["step"] == step


def test_an_entry_says_the_time_where_it_was_made() -> None:
    alice = somebody("Alice")
    take(alice, dt.datetime(2026, 5, 3, 8, 12, tzinfo=CHICAGO), reason="pain")
    rate(alice, dt.datetime(2026, 5, 4, 8, 12, tzinfo=TOKYO), 6)
    labels = ask(visit(alice), "2026-05-01", "2026-05-07")["entries"]["label"]
    assert labels[0] == "Sun 3 May 2026 08:12: Kratom 2 g, for pain"
    assert labels[1] == "Mon 4 May 2026 08:12 (UTC+09:00): Pain now 6 of 10"


def test_an_unknown_amount_is_said_and_is_not_zero() -> None:
    alice = somebody("Alice")
    take(alice, dt.datetime(2026, 5, 3, 8, 12, tzinfo=CHICAGO), amount=None)
    found = ask(visit(alice), "2026-05-01", "2026-05-07")
    assert found["doses"]["y"] == [None]
    assert "amount unknown" in found["entries"]["label"][0]


def test_what_was_deleted_is_not_drawn() -> None:
    alice = somebody("Alice")
    row = rate(alice, dt.datetime(2026, 5, 3, 8, tzinfo=CHICAGO), 6)
    remove(row, dt.datetime(2026, 5, 4, tzinfo=dt.UTC))
    assert ask(visit(alice), "2026-05-01", "2026-05-07")["entries"] == {"x": [], "label": []}


def test_exposure_follows_the_doses_and_is_left_out_where_it_may_not_be_drawn() -> None:
    alice = somebody("Alice")
    take(alice, dt.datetime(2026, 5, 3, 12, tzinfo=CHICAGO))
    take(alice, dt.datetime(2026, 5, 3, 12, tzinfo=CHICAGO), substance="7-hydroxymitragynine")
    found = ask(visit(alice), "2026-05-03", "2026-05-03", substance="kratom")
    curve = found["exposure"]
    before = [y for x, y in zip(curve["x"], curve["median"], strict=True) if x <= found["doses"]["x"][0]]
    assert max(before) == 0
    assert 0.5 < max(curve["median"]) <= 1.05
    assert all(low <= mid <= high for low, mid, high in zip(curve["low"], curve["median"], curve["high"], strict=True))
    assert ask(visit(alice), "2026-05-03", "2026-05-03", substance="7-hydroxymitragynine")["exposure"] is None


def test_a_day_with_a_clock_change_begins_and_ends_at_midnight() -> None:
    alice = somebody("Alice")
    rate(alice, dt.datetime(2026, 3, 8, 12, tzinfo=CHICAGO), 4)
    found = ask(visit(alice), "2026-03-08", "2026-03-08")
    assert found["to"] - found["from"] == 23 * 3600


@pytest.mark.parametrize("query", [{"from": "x", "to": "2026-01-01"}, {"from": "2026-01-02", "to": "2026-01-01"}])
def test_days_that_are_none_are_refused_in_plain_words(query: dict[str, str]) -> None:
    alice = somebody("Alice")
    answer = visit(alice).get("/timeline/data", query)
    assert answer.status_code == 400
    assert "2026" in answer.json()["error"]


def test_alice_never_sees_what_is_bobs() -> None:
    alice, bob = somebody("Alice"), somebody("Bob")
    rate(bob, dt.datetime(2026, 5, 3, 8, tzinfo=CHICAGO), 9)
    take(bob, dt.datetime(2026, 5, 3, 8, tzinfo=CHICAGO), substance="bobs secret tea")
    client = visit(alice)
    for path in ("", "data", "table", "picture.svg"):
        answer = client.get(
            f"/timeline/{path}", {"from": "2026-05-01", "to": "2026-05-07", "substance": "bobs secret tea"}
        )
        assert answer.status_code == 200
        assert b"secret" not in answer.content
        assert b"9 of 10" not in answer.content
    assert m.Rating.objects.count() == 1
