"""What is not known of a dose's strength or amount: it cancels, or it widens the answer, and no dose is left out."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from counterpoise.assessment import assess, record_of
from counterpoise.diary import Assay, Diary, Dose
from counterpoise.science.answers import Answers
from counterpoise.science.inference.fit import fit
from counterpoise.science.inference.importance import Mixture
from tests.science.lives import DAYS, START, Setting, lived

SEEDS = range(1, 7)
CAPSULE_G = 0.5


def relief(diary: Diary, days: int = DAYS) -> Mixture:
    """Of the usual dose over 4 hours, from the first days."""
    record, priors = record_of(diary, now=START + dt.timedelta(days=days))
    posterior = fit(record.track, priors, np.random.default_rng(1))
    return posterior.relief(posterior.now.mean_4h())


def told(diary: Diary) -> Answers:
    answers = assess(diary, np.random.default_rng(1))
    return replace(answers, diagnostics=replace(answers.diagnostics, seconds=None))


def assayed(diary: Diary, *milligrams: float) -> Diary:
    """The same with so many milligrams of mitragynine in a gram of each bag."""
    found = [(Assay(analyte="mitragynine", value=value, unit="mg/g"),) for value in milligrams]
    lots = tuple(replace(lot, assays=assays) for lot, assays in zip(diary.lots, found, strict=True))
    return replace(diary, lots=lots)


@cache
def one_bag(seed: int) -> Diary:
    return lived(Setting(relief=2.0), seed).diary()


@cache
def whole(seed: int) -> float:
    """Relief as the diary tells it with every amount in grams."""
    return relief(one_bag(seed)).average


def half(seed: int) -> Sequence[tuple[Dose, bool]]:
    """The doses, and a half of them picked by chance."""
    doses = one_bag(seed).doses
    picked = np.random.default_rng(seed).random(len(doses)) < 0.5
    return [(dose, bool(one)) for dose, one in zip(doses, picked, strict=True)]


def not_noted(seed: int) -> Diary:
    """A half of the amounts is not noted."""
    doses = tuple(replace(dose, amount=None, unit=None) if picked else dose for dose, picked in half(seed))
    return replace(one_bag(seed), doses=doses)


def in_capsules(seed: int) -> Diary:
    """A half of the doses is counted in capsules of which nobody knows what one weighs."""
    doses = tuple(
        replace(dose, amount=dose.amount / CAPSULE_G, unit="capsule") if picked and dose.amount else dose
        for dose, picked in half(seed)
    )
    return replace(one_bag(seed), doses=doses)


@pytest.mark.parametrize("strength", [5.0, 30.0])
def test_how_strong_the_only_bag_is_says_nothing_of_relief(strength: float) -> None:
    unknown, known = told(one_bag(1)), told(assayed(one_bag(1), strength))
    assert unknown.usual_dose != known.usual_dose
    assert replace(unknown, usual_dose=known.usual_dose) == known


def test_two_bags_of_unknown_strength_widen_the_interval() -> None:
    """Of four weeks; the ratings of more would tell the bags apart."""

    def width(diary: Diary) -> float:
        found = relief(diary, 28)
        return found.quantile(0.95) - found.quantile(0.05)

    both = [lived(Setting(relief=2.0, strengths=(1.0, 1.0)), seed).diary() for seed in range(1, 13)]
    wider = [np.log(width(diary) / width(assayed(diary, 15.0, 15.0))) for diary in both]
    assert np.mean(wider) > 0.04


def test_doses_whose_amount_was_not_noted_still_count_as_doses() -> None:
    """To leave them out would credit nothing with their relief: what is told would lean towards none."""
    unknown = [relief(not_noted(seed)).average - whole(seed) for seed in SEEDS]
    kept = [tuple(dose for dose, picked in half(seed) if not picked) for seed in SEEDS]
    left_out = [
        relief(replace(one_bag(seed), doses=doses)).average - whole(seed)
        for seed, doses in zip(SEEDS, kept, strict=True)
    ]
    assert np.mean(left_out) < -0.3
    assert abs(np.mean(unknown)) < 0.15


def test_doses_in_another_unit_count_by_what_is_usual_in_it() -> None:
    off = [relief(in_capsules(seed)).average - whole(seed) for seed in SEEDS]
    assert abs(np.mean(off)) < 0.15
    assert np.max(np.abs(off)) < 0.5


def test_how_many_amounts_are_not_known_or_not_in_one_unit_is_said() -> None:
    picked = sum(one for _dose, one in half(1))
    unknown, mixed = told(not_noted(1)), told(in_capsules(1))
    assert unknown.diagnostics.doses == mixed.diagnostics.doses == len(one_bag(1).doses)
    assert unknown.diagnostics.doses_of_unknown_amount == picked
    assert any(text.startswith(f"{picked} doses in a unit that does not convert") for text in mixed.cautions)
