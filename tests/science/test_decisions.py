"""What one decision, one rating and one missed rating say, against integrals over everything they hang on."""

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from scipy.special import ndtr

from counterpoise.science.inference.likelihood import explain
from counterpoise.science.inference.track import RATED, UNRATED, Moments, Track
from counterpoise.science.pharmacology.exposure import Array
from counterpoise.science.priors import Priors
from tests.science import oracles
from tests.science.people import theta, track

PRIORS = Priors(level_sd=1.5, relief_sd=1.5, take_sd=1.0)
SOMEONE = theta(dosing_slope=0.8, felt=0.35, rating_share=0.8, dosing_share=0.7)
PASSED_SHARE = float(SOMEONE["dosing_share"][0])
SLOPE, FELT, SHARE, NOISE = (float(SOMEONE[name][0]) for name in ("dosing_slope", "felt", "rating_share", "rating_sd"))
NODES = np.linspace(-7, 7, 57)
Chance = Callable[[Array, Array, Array], Array]
"""Probability of what was seen, given pain, readiness to take a dose and the rating's noise."""

ANYTHING = (-1e3, 1e3)
VALUE, CUT = 6.0, 4.5


def moment(held: int, *, interval: tuple[float, float] = ANYTHING, taken: int = 0, answered: int = 0) -> Track:
    """A record of one dose and, an hour and a half later, one moment."""
    entries = track([(0.0, 2.0)], [(1.5, VALUE)])
    return replace(entries, moments=holding(entries.moments, held, interval, taken, answered))


def holding(like: Moments, held: int, interval: tuple[float, float], taken: int, answered: int) -> Moments:
    """One moment that holds these."""

    def mark(number: int) -> Any:
        return np.array([number], dtype=np.int8)

    low, high = (np.array([end]) for end in interval)
    marks = {"held": mark(held), "taken": mark(taken), "answered": mark(answered)}
    return replace(like, low=low, high=high, cut=CUT, **marks)


def integrated(entries: Track, chance: Chance) -> tuple[float, float, float]:
    """Log probability, mean and variance of R: sums over R, the pain without relief, the readiness and the noise."""
    gain = float(oracles.gains(SOMEONE, entries)[0])
    open_sds = float(SOMEONE["sd_fast"][0]), float(SOMEONE["sd_slow"][0]), PRIORS.level_sd, PRIORS.rhythm_sd
    rest = PRIORS.level_mean + NODES[:, None, None] * math.hypot(*open_sds)
    take, noise = NODES[:, None] * PRIORS.take_sd, NODES * NOISE
    normal = np.exp(-0.5 * NODES**2) / np.exp(-0.5 * NODES**2).sum()
    reliefs = NODES * PRIORS.relief_sd
    at_each = [np.einsum("abc,a,b,c", chance(rest - r * gain, take, noise), normal, normal, normal) for r in reliefs]
    joint = np.array(at_each) * normal
    total = joint.sum()
    mean = joint @ reliefs / total
    return math.log(total), float(mean), float(joint @ (reliefs - mean) ** 2 / total)


def filtered(entries: Track) -> tuple[float, float, float]:
    """The same from the filter."""
    found = explain(SOMEONE, entries, PRIORS)
    return float(found.log_likelihood[0]), float(found.relief_mean[0, 0]), float(found.relief_cov[0, 0, 0])


def rated(pain: Array, take: Array, noise: Array) -> Array:
    """The interval of the value; `+ 0 *` gives the shape of all three."""
    inside = ndtr((VALUE + 0.5 - pain) / NOISE) - ndtr((VALUE - 0.5 - pain) / NOISE)
    return np.asarray(inside + 0 * take + 0 * noise)


def decided(sign: int, *, seen: bool) -> Chance:
    """A dose (1) or none (-1), on the value and what is felt beside it, or on what would have been rated."""

    def chance(pain: Array, take: Array, noise: Array) -> Array:
        value = VALUE + 0 * noise if seen else pain + noise
        return np.asarray(ndtr(sign * (take + SLOPE * (value + FELT * (pain - value) - 5))))

    return chance


def passed(pain: Array, take: Array, noise: Array) -> Array:
    """No dose at a time that passed, which was a time for one with some probability only."""
    return 1 - PASSED_SHARE * decided(1, seen=False)(pain, take, noise)


def missed(pain: Array, take: Array, noise: Array) -> Array:
    """No rating, either because it would have been below the cut, or anyway."""
    return np.asarray(1 - SHARE * ndtr((pain - CUT) / NOISE) + 0 * take + 0 * noise)


@pytest.mark.parametrize(
    ("entries", "chance"),
    [
        (moment(RATED, interval=(VALUE - 0.5, VALUE + 0.5)), rated),
        (moment(RATED, taken=1), decided(1, seen=True)),
        (moment(RATED, taken=-1), decided(-1, seen=True)),
        (moment(UNRATED, taken=1), decided(1, seen=False)),
        (moment(UNRATED, taken=-1), passed),
        (moment(UNRATED, answered=-1), missed),
    ],
    ids=["rated", "dose, rated", "none, rated", "dose", "passed", "missed"],
)
def test_what_one_moment_holds_is_worked_in_exactly(entries: Track, chance: Chance) -> None:
    np.testing.assert_allclose(filtered(entries), integrated(entries, chance), rtol=0, atol=1e-8)


def test_a_rating_made_where_ratings_are_usual_counts_the_share_of_those() -> None:
    usual, plain = moment(RATED, interval=(4.5, 5.5), answered=1), moment(RATED, interval=(4.5, 5.5))
    assert filtered(usual)[0] == pytest.approx(filtered(plain)[0] + math.log(SHARE), abs=1e-12)
    assert filtered(usual)[1:] == filtered(plain)[1:]


@pytest.mark.parametrize("taken", [1, -1])
def test_a_rating_and_the_decision_on_it_are_the_two_one_after_the_other(taken: int) -> None:
    """A second moment at the same hour, with a rating that says nothing, may as well hold the decision."""
    interval = (VALUE - 0.5, VALUE + 0.5)
    entries = track([(0.0, 2.0)], [(1.5, VALUE), (1.5, VALUE)])
    apart = replace(
        entries.moments,
        low=np.array([interval[0], ANYTHING[0]]),
        high=np.array([interval[1], ANYTHING[1]]),
        taken=np.array([0, taken], dtype=np.int8),
    )
    both = moment(RATED, interval=interval, taken=taken)
    np.testing.assert_allclose(filtered(replace(entries, moments=apart)), filtered(both), rtol=0, atol=1e-11)


@pytest.mark.parametrize("taken", [1, -1])
def test_a_decision_without_a_rating_and_a_missed_one_are_the_two_one_after_the_other(taken: int) -> None:
    entries = track([(0.0, 2.0)], [(1.5, VALUE), (1.5, VALUE)])
    apart = replace(
        entries.moments,
        held=np.full(2, UNRATED, dtype=np.int8),
        taken=np.array([taken, 0], dtype=np.int8),
        answered=np.array([0, -1], dtype=np.int8),
        cut=CUT,
    )
    both = moment(UNRATED, taken=taken, answered=-1)
    np.testing.assert_allclose(filtered(replace(entries, moments=apart)), filtered(both), rtol=0, atol=1e-11)


@pytest.mark.parametrize("taken", [1, -1])
def test_two_things_told_at_once_are_worked_in_nearly_as_exactly(taken: int) -> None:
    """After the first the state is no longer normal; its moments are those of one that is."""

    def both(pain: Array, take: Array, noise: Array) -> Array:
        return np.asarray(rated(pain, take, noise) * decided(taken, seen=True)(pain, take, noise))

    entries = moment(RATED, interval=(VALUE - 0.5, VALUE + 0.5), taken=taken)
    np.testing.assert_allclose(filtered(entries), integrated(entries, both), rtol=0, atol=1e-3)


@pytest.mark.parametrize("slope", [0.0, 0.8])
def test_a_decision_on_the_rating_alone_leaves_the_relief_as_it_was(slope: float) -> None:
    """Ignorable dosing: what was decided on something written down says nothing of the pain beside it."""
    someone = theta(dosing_slope=slope, felt=0.0)
    without, dosed = (explain(someone, moment(RATED, interval=(5.5, 6.5), taken=t), PRIORS) for t in (0, 1))
    np.testing.assert_allclose(dosed.relief_mean, without.relief_mean, rtol=0, atol=1e-12)
    np.testing.assert_allclose(dosed.relief_cov, without.relief_cov, rtol=0, atol=1e-12)
