"""The least dose that does is never above the usual one, nor above the plan's ceiling, whatever the diary holds."""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from counterpoise import assessment, diary_file
from counterpoise import diary as d
from counterpoise.science.answers import Answers
from counterpoise.science.people import simulate
from counterpoise.science.people.scenarios import SCENARIOS
from tests.science.scenarios import FOLDER

END = dt.datetime(2026, 6, 30, 22, tzinfo=dt.UTC)


def lived(seed: int, days: int, scenario: str, factors: list[float], reach: float) -> d.Diary:
    """A simulated person, whose amounts are multiplied in turn and whose pain with larger ones is told as lower."""
    person = simulate.person(days=days, ratings_per_day=4, rng=np.random.default_rng(seed), scenario=scenario, end=END)
    changed = [
        replace(dose, amount=None if dose.amount is None else round(dose.amount * factors[n % len(factors)], 2))
        for n, dose in enumerate(person.doses)
    ]
    ratings = [
        replace(rating, value=float(np.clip(rating.value - reach * (n % 3), 0, 10)))
        for n, rating in enumerate(person.ratings)
    ]
    return replace(person, doses=tuple(changed), ratings=tuple(ratings))


def asked(diary: d.Diary) -> Answers:
    return assessment.assess(diary, np.random.default_rng(1), now=END)


@settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(
    seed=st.integers(0, 10_000),
    days=st.integers(16, 45),
    scenario=st.sampled_from(sorted(SCENARIOS)),
    factors=st.lists(st.sampled_from((0.5, 1.0, 1.5, 2.0, 4.0)), min_size=1, max_size=5),
    reach=st.sampled_from((0.0, 1.0, -1.0)),
)
@example(seed=1, days=60, scenario="typical", factors=[1.0], reach=0.0)
@example(seed=1, days=60, scenario="typical", factors=[0.5, 1.0, 1.0], reach=0.0)
@example(seed=2, days=60, scenario="typical", factors=[0.5, 1.0, 1.0], reach=0.0)
def test_it_is_at_most_the_usual_dose(seed: int, days: int, scenario: str, factors: list[float], reach: float) -> None:
    told = asked(lived(seed, days, scenario, factors, reach))
    least, usual = told.lowest_effective_dose, told.usual_dose
    if least is not None:
        assert usual is not None
        assert least.unit == usual.unit
        assert least.amount <= usual.amount
    if usual is not None:
        assert all(one.amount <= usual.amount for one in told.amounts)


def test_there_is_a_least_dose_to_look_at_and_a_ceiling_lowers_it() -> None:
    diary = lived(2, 60, "typical", [0.5, 1.0, 1.0], 0.0)
    told = asked(diary)
    assert told.lowest_effective_dose is not None
    assert told.usual_dose is not None
    ceiling = d.Quantity(amount=told.lowest_effective_dose.amount * 0.9, unit=told.usual_dose.unit)
    plan = d.Plan(substance="kratom", direction="hold", from_=dt.date(2026, 5, 1), ceiling_per_dose=ceiling)
    under = asked(replace(diary, plans=(plan,))).lowest_effective_dose
    assert under is None or under.amount <= ceiling.amount


def test_where_less_did_about_as_much_no_least_amount_above_it_is_named() -> None:
    """Somebody on 1.5 g is told that it did about as much as 2 g, and never that 2 g is the least that did enough."""
    written = json.loads((FOLDER / "helps.json").read_text(encoding="utf-8"))
    answers = assessment.assess(diary_file.read(json.dumps(written["diary"])), np.random.default_rng(1))
    assert answers.lowest_effective_dose is None
    said = answers.reasons["lowest_effective_dose"]
    text = r"In this record 1\.5 g did about as much as the usual 2 g\. That has a probability of [89]\d %; .*"
    assert re.fullmatch(text, said)


@pytest.mark.parametrize("seed", range(1, 9))
def test_whoever_took_less_lately_is_not_told_of_more_as_the_least(seed: int) -> None:
    """The usual dose stays 2 g for months after somebody went down; what is named looks down from where they are."""
    whole = lived(seed, 120, "typical", [1.0], 0.0)
    since = END - dt.timedelta(days=14)
    cut = tuple(replace(dose, amount=0.5) if dose.at >= since else dose for dose in whole.doses)
    least = asked(replace(whole, doses=cut)).lowest_effective_dose
    assert least is None or least.amount <= 0.5
