"""Going down: only what the agreement says, held where withdrawal is high, and never up."""

from __future__ import annotations

import datetime as dt

import pytest

from counterpoise import diary as d
from counterpoise.knowledge.load import load
from counterpoise.plans import steep, taper, words
from tests.plans.people import NOW, dose, g, made, person, plan, stands, withdrawal


def down(**more: object) -> d.Plan:
    return plan(**({"direction": "down", "step_percent": 10.0} | more))


def test_the_next_step_is_what_the_agreement_says() -> None:
    found = taper.next_down(stands(down(from_=dt.date(2026, 5, 24), min_days_per_step=10)))
    assert found is not None
    assert words.next_down(found) == "The plan: 10 % less, 1.8 g, not before 3 June 2026."


def test_a_fixed_step_in_another_unit() -> None:
    found = taper.next_down(stands(down(step_percent=None, step=g(250, "mg"), steps=(made((5, 20), "down", 1.5),))))
    assert found is not None
    assert words.next_down(found) == "The plan: 250 mg less, 1.25 g, not before 30 May 2026."


def test_the_last_step_leaves_none() -> None:
    found = taper.next_down(stands(down(step_percent=None, step=g(2))))
    assert found is not None
    assert found.amount is None
    assert "2 g less, none" in words.next_down(found)


@pytest.mark.parametrize("direction", ["up", "hold"])
def test_no_other_plan_has_a_next_step(direction: d.Direction) -> None:
    where = stands(plan(direction=direction, step=g(0.5), from_=dt.date(2026, 1, 1)))
    assert taper.next_down(where) is None
    assert taper.one_back(where) is None


def test_it_holds_from_the_agreed_value_on() -> None:
    where = stands(down(hold_at=5.0), ratings=(withdrawal(0.5, 5),))
    found = taper.hold(where, load())
    assert found is not None
    assert words.hold(found) == ("Withdrawal was 5 of 10 on 1 June 2026; from 5 on, no step down is made for now.")
    assert taper.hold(stands(down(hold_at=5.0), ratings=(withdrawal(0.5, 4.9),)), load()) is None


def test_it_holds_where_withdrawal_rose_since_before_the_step() -> None:
    steps = (made((5, 25), "down", 1.8),)
    before = (withdrawal(10, 0), withdrawal(9, 1))
    found = taper.hold(stands(down(steps=steps), ratings=(*before, withdrawal(0.5, 2.5))), load())
    assert found is not None
    assert found.why == "rose"
    assert taper.hold(stands(down(steps=steps), ratings=(*before, withdrawal(0.5, 2))), load()) is None
    assert taper.hold(stands(down(steps=steps), ratings=(withdrawal(0.5, 3),)), load()) is None  # nothing to compare


def test_an_old_rating_holds_nothing() -> None:
    assert taper.hold(stands(down(), ratings=(withdrawal(4, 9),)), load()) is None


def test_one_step_back_is_the_amount_before_and_never_above_the_start() -> None:
    steps = (made((5, 10), "down", 1.8), made((5, 20), "down", 1.6), made((5, 25), "hold"))
    assert taper.one_back(stands(down(steps=steps))) == g(1.8)
    assert taper.one_back(stands(down(steps=steps[:1]))) == g(2)
    assert taper.one_back(stands(down())) is None
    up_and_down = (made((5, 10), "up", 5.0), made((5, 20), "down", 1.6))
    assert taper.one_back(stands(down(steps=up_and_down))) == g(2)
    again = (*steps, made((5, 28), "back", 1.8))
    assert taper.one_back(stands(down(steps=again))) == g(2)  # there is an amount before this one too
    assert taper.one_back(stands(down(steps=(*again, made((5, 29), "back", 2.0))))) is None
    assert taper.one_back(stands(down(steps=(*steps, made((5, 28), "down", None, 2))))) == g(1.8)


@pytest.mark.parametrize(
    ("agreed", "share"),
    [
        ({"step_percent": 25.0}, None),
        ({"step_percent": 26.0}, 0.26),
        ({"step_percent": None, "step": g(2)}, 1.0),
        ({"step_percent": None, "step": g(900, "mg")}, 0.45),
        ({"step_percent": None, "step": g(0.5)}, None),
        ({"doses_per_day": 0}, 1.0),
        ({"steps": (made((5, 10), "down", 1.0),)}, 0.5),
        ({"steps": (made((5, 10), "down", None, 0),)}, 1.0),
        ({"step_percent": None}, None),
    ],
)
def test_a_step_that_takes_much_at_once_is_seen(agreed: dict[str, object], share: float | None) -> None:
    found = steep.steep(down(**agreed), load())
    assert [round(one.share, 6) for one in found] == ([] if share is None else [share])


@pytest.mark.parametrize(
    ("since", "per_day", "long"),
    [("2024", 3, True), ("2026-04", 3, False), ("2026-03-31", 1, True), ("2024", 0.5, False), (None, 3, False)],
)
def test_daily_use_for_long_by_what_was_told(since: str | None, per_day: float, long: bool) -> None:
    told = d.Person(time_zone="UTC", history=(d.PastUse(substance="Kratom", since=since, per_day=per_day),))
    diary = d.Diary(person=told, doses=(), ratings=())
    assert steep.daily_for_long(diary, (), down(), load(), dt.date(2026, 5, 1)) is long


@pytest.mark.parametrize(("days", "long"), [(28, True), (20, True), (19, False)])
def test_daily_use_for_long_by_the_record(days: int, long: bool) -> None:
    doses = tuple(sorted((dose(24.0 * n) for n in range(1, days + 1)), key=lambda one: one.at))
    assert steep.daily_for_long(person(), doses, down(), load(), NOW.date()) is long
