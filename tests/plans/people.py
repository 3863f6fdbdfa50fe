"""Small diaries with a plan, for the tests beside this file."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from counterpoise import diary as d
from counterpoise.plans.standing import Standing, standing

ZONE = "America/Chicago"
NOW = dt.datetime(2026, 6, 1, 20, 0, tzinfo=ZoneInfo(ZONE))


def g(size: float, unit: str = "g") -> d.Quantity:
    return d.Quantity(amount=size, unit=unit)


def plan(**more: Any) -> d.Plan:
    usual: dict[str, Any] = {
        "id": "p1",
        "substance": "kratom",
        "direction": "hold",
        "agreed_with": "Dr Ng",
        "from_": dt.date(2026, 5, 1),
        "start": g(2),
    }
    return d.Plan(**(usual | more))


def dose(hours_ago: float, size: float | None = 2.0, unit: str | None = "g", **more: Any) -> d.Dose:
    at = NOW - dt.timedelta(hours=hours_ago)
    return d.Dose(at=at, amount=size, unit=unit, **({"substance": "kratom"} | more))


def withdrawal(days_ago: float, value: float) -> d.Rating:
    return d.Rating(at=NOW - dt.timedelta(days=days_ago), measure="withdrawal", value=value, prompt="scheduled")


def made(on: tuple[int, int], kind: d.StepKind, size: float | None = None, doses: int | None = None) -> d.PlanStep:
    amount = None if size is None else g(size)
    return d.PlanStep(on=dt.date(2026, *on), kind=kind, amount=amount, doses_per_day=doses)


def person(*plans: d.Plan, doses: tuple[d.Dose, ...] = (), ratings: tuple[d.Rating, ...] = (), **more: Any) -> d.Diary:
    return d.Diary(person=d.Person(time_zone=ZONE), plans=plans, doses=doses, ratings=ratings, **more)


def stands(of: d.Plan, *doses: d.Dose, ratings: tuple[d.Rating, ...] = (), now: dt.datetime = NOW) -> Standing:
    found = standing(person(of, doses=doses, ratings=ratings), now)
    assert found is not None
    return found
