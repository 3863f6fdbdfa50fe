"""Doses sooner after the one before than agreed: counted in the plan's own substance, and not judged."""

from __future__ import annotations

import datetime as dt

import pytest

from counterpoise.knowledge.load import load
from counterpoise.plans import words
from counterpoise.plans.sooner import Sooner, sooner
from counterpoise.report.clinician import Chosen, against
from counterpoise.report.clinician.reading import Reading
from tests.never import offences
from tests.plans.people import NOW, dose, person, plan, stands


def counted(*hours_ago: float, **more: object) -> tuple[int, int] | None:
    where = stands(plan(hours_between=4.0, **more), *(dose(one) for one in hours_ago))
    found = sooner(where, where.doses)
    return None if found is None else (found.count, found.known)


def test_each_dose_is_held_against_the_one_before_it() -> None:
    assert counted(20, 17, 10, 9, 2) == (2, 4)
    assert counted(8, 4) == (0, 1), "the hours that were agreed are not sooner"
    assert counted(8, 4.01) == (1, 1)
    assert counted(8, 8) == (1, 1)


def test_of_a_first_dose_nothing_is_known() -> None:
    assert counted(2) is None
    assert counted() is None


def test_without_hours_in_the_plan_nothing_is_counted() -> None:
    where = stands(plan(), dose(3), dose(1))
    assert sooner(where, where.doses) is None


def test_another_substance_and_another_drug_are_no_dose_of_the_plan() -> None:
    others = (dose(9, substance="ibuprofen"), dose(7, substance="7-hydroxymitragynine"))
    where = stands(plan(hours_between=4.0), dose(10), *others, dose(5))
    assert sooner(where, where.doses) == Sooner(0, 1, dt.timedelta(hours=4))


def test_what_was_taken_before_the_plan_was_written_down_is_not_held_against_it() -> None:
    assert counted(5, 4, 3, recorded_at=NOW - dt.timedelta(hours=3.5)) == (1, 1)


def test_only_the_doses_asked_for_are_counted_and_the_one_before_may_lie_outside() -> None:
    where = stands(plan(hours_between=4.0), dose(30), dose(29), dose(28))
    assert sooner(where, where.doses[-1:]) == Sooner(1, 1, dt.timedelta(hours=4))


@pytest.mark.parametrize(("count", "known"), [(0, 1), (1, 1), (3, 20)])
def test_it_is_said_plainly(count: int, known: int) -> None:
    said = words.sooner(Sooner(count, known, dt.timedelta(hours=4)))
    assert said.startswith(f"Sooner than 4 h after the dose before: {count} of {known} dose")
    assert not offences(said)


def test_the_report_counts_it_beside_the_plan() -> None:
    whole = person(plan(hours_between=4.0), doses=(dose(10), dose(9), dose(1)))
    days = Chosen(dt.date(2026, 5, 1), dt.date(2026, 6, 1))
    lines = against.lines(Reading(whole, load(), {}, (), NOW, days))
    assert "Sooner than 4 h after the dose before: 1 of 2 doses." in " ".join(lines)
