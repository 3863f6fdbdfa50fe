"""An abrupt stop is seen however it is written: no doses, a tiny start, a ceiling, days without a dose, many steps."""

from __future__ import annotations

import datetime as dt

import pytest

from counterpoise import diary as d
from counterpoise.knowledge.load import load
from counterpoise.plans.standing import WEEKDAYS
from counterpoise.plans.steep import steep
from counterpoise.plans.use import before_it
from tests.plans.people import dose, g, made, person, plan

BEGINS = dt.date(2026, 6, 1)
USED = tuple(sorted((dose(24.0 * n + h, 2) for n in range(1, 90) for h in range(6)), key=lambda one: one.at))
"""Twelve grams a day in six doses, for ninety days."""


def agreed(**more: object) -> d.Plan:
    return plan(**({"from_": BEGINS, "start": None} | more))


def shares(of: d.Plan, *earlier: d.Plan, doses: tuple[d.Dose, ...] = USED) -> list[float]:
    before = before_it(person(*earlier, of, doses=doses), doses, of, load())
    return [round(one.share, 2) for one in steep(of, load(), before)]


def daily(percent: int, count: int) -> tuple[d.PlanStep, ...]:
    sizes = [round(2 * (1 - percent / 100) ** n, 4) for n in range(1, count + 1)]
    return tuple(made((6, 1 + n), "down", size) for n, size in enumerate(sizes, 1))


@pytest.mark.parametrize(
    ("of", "share"),
    [
        (agreed(doses_per_day=0), 1.0),
        (agreed(direction="down", start=g(0.1)), 0.95),
        (agreed(direction="down", start=g(100, "mg")), 0.95),
        (agreed(ceiling_per_day=g(0.1)), 0.99),
        (agreed(ceiling_per_dose=g(0.5)), 0.75),
        (agreed(dose_free_days=WEEKDAYS), 1.0),
        (agreed(doses_per_day=1), 0.83),
        (agreed(steps=(made((6, 20), "down", None, 1),), doses_per_day=6), 0.83),
        (agreed(steps=(made((6, 20), "hold", None, 0),), doses_per_day=6), 1.0),
    ],
)
def test_what_stops_at_once_is_seen_however_it_is_written(of: d.Plan, share: float) -> None:
    assert shares(of)[0] == share


@pytest.mark.parametrize(
    "of",
    [
        agreed(),
        agreed(start=g(2), doses_per_day=6),
        agreed(start=g(2), doses_per_day=8, ceiling_per_day=g(12)),
        agreed(start=g(1.5)),  # a quarter is the line, not above it
        agreed(start=g(4, "capsule")),  # nothing says what a capsule weighs
        agreed(dose_free_days=("Sun",)),
        agreed(direction="down", start=g(2), step_percent=10.0, steps=(made((6, 11), "down", 1.8),)),
        agreed(direction="down", start=g(2), steps=(made((6, 11), "down", 1.6), made((6, 21), "down", 1.28))),
    ],
)
def test_what_is_slow_or_not_known_is_not_called_steep(of: d.Plan) -> None:
    assert shares(of) == []


def test_days_and_amounts_at_the_edge_are_read() -> None:
    nothing = tuple(dose(24.0 * n, 0) for n in range(30, 0, -1))
    assert shares(agreed(start=g(2)), doses=nothing) == []
    first = dt.date.min
    steps = (d.PlanStep(on=first, kind="down", amount=g(0.1)),)
    assert shares(agreed(from_=first, start=g(2), steps=steps)) == [0.95]


def test_many_small_steps_within_days_count_together() -> None:
    assert shares(agreed(direction="down", start=g(2), steps=daily(20, 10)))[-1] >= 0.8
    assert shares(agreed(direction="down", start=g(2), steps=daily(10, 2))) == []


def test_a_low_plan_after_a_high_one_is_seen_without_a_record() -> None:
    high = agreed(id="p0", from_=dt.date(2026, 4, 1), start=g(4))
    assert shares(agreed(start=g(0.2)), high, doses=()) == [0.95]
    assert shares(agreed(start=g(3.5)), high, doses=()) == []
