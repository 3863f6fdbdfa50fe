"""Simulated people have in their blood what was measured in people; bench/plasma.py tells it at length."""

from __future__ import annotations

import numpy as np
import pytest

from counterpoise.assessment import body
from counterpoise.knowledge.records import Published
from counterpoise.science.body.course import course
from counterpoise.science.body.curves import STEADY, doses_to_steady_state, half_life
from counterpoise.science.body.plasma import HYDROXY, MITRAGYNINE, PARAMETERS
from tests.science.body.people import drawn
from tests.science.body.published import agrees, median, simulated

HELD = body.plasma()
PEOPLE = drawn(2000)
CHECKED = {row: one for row, one in HELD.published.items() if one.row in (1, 2, 3, 4, 5, 6, 7, 9, 10)}


@pytest.mark.parametrize("name", CHECKED)
def test_rows_1_to_7_9_and_10_are_found_again(name: str) -> None:
    row = CHECKED[name]
    values = simulated(row, PEOPLE, HELD)
    assert values is not None
    assert agrees(row, values) == (True, True), f"{median(values):.3g} {row.unit}, published {row.value:.3g}"


def test_rows_1_to_7_were_fitted_and_9_and_10_were_not() -> None:
    assert {one.row for one in CHECKED.values() if one.fitted} == {1, 2, 3, 4, 5, 6, 7}
    assert {one.row for one in CHECKED.values() if not one.fitted} == {9, 10}
    assert {one.row for one in HELD.published.values()} - {None} == set(range(1, 14))


def test_daily_doses_settle_when_they_were_seen_to() -> None:
    """huestis-2024: mitragynine in 8 to 9 days; nothing was fitted to it. 7-hydroxymitragynine within 7 days."""
    days = {name: doses_to_steady_state(curve, 24.0) for name, curve in course(PEOPLE, 53.2, 24.0, 1).one.items()}
    assert 8 <= np.median(days[MITRAGYNINE]) <= 9
    assert np.median(days[HYDROXY]) <= 7
    assert STEADY == 0.95


def test_a_short_window_cuts_the_half_life_short() -> None:
    """Trap: 24 hours of samples after one dose read a fraction of what the slow part is."""
    one = course(PEOPLE, 39.0, 24.0, 1).one[MITRAGYNINE]
    short, long = (half_life(one, window, 0.01) for window in (24.0, 240.0))
    assert np.median(short) < 0.8 * np.median(long)
    assert np.median(long) == pytest.approx(np.median(one.slowest_half_life()), rel=0.05)


def test_the_metabolite_seems_to_last_longer_after_daily_doses() -> None:
    """huestis-2024: from 4.7 to 24.7 h. What is formed later outlasts what first pass formed."""
    found = course(PEOPLE, 53.2, 24.0, 15)
    once, daily = (half_life(curves[HYDROXY], 120.0, 0.5) for curves in (found.one, found.last))
    assert np.nanmedian(daily) > 2 * np.nanmedian(once)
    assert np.nanmedian(once) < 10


def test_one_compartment_would_add_up_more() -> None:
    """Trap: by its half-life alone, daily mitragynine would add up some three-fold; two compartments say less."""
    found = course(PEOPLE, 39.0, 24.0, 15)
    alone = 1 / (1 - 0.5 ** (24 / np.median(found.one[MITRAGYNINE].slowest_half_life())))
    assert alone > 3
    assert 1.2 < np.median(found.figures(MITRAGYNINE, 48.0, 0.5)["accumulation"]) < 2


def test_the_pack_names_the_parameters_of_the_science() -> None:
    assert tuple(HELD.people) == PARAMETERS
    assert set(HELD.molar_mass) == {MITRAGYNINE, HYDROXY}


def test_what_is_not_simulated_says_so() -> None:
    left = {name for name, one in HELD.published.items() if simulated(one, drawn(2), HELD) is None}
    assert {HELD.published[name].row for name in left} == {8, 11, 12, 13}
    assert all(isinstance(HELD.published[name], Published) for name in left)
