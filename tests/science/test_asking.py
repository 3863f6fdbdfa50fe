"""The times at which it is asked how it is after a dose tell more of the person than other times.

The reference knows nothing of information or derivatives: people drawn from the priors keep a little diary, and what
is known of each afterwards is worked out by weighting some thousand other people by how well they explain it.
"""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from counterpoise import assessment
from counterpoise.knowledge.load import load
from counterpoise.science.asking import APART_H, DOSES, GRID_H, Believed, asked_about, informative_times, relief_at
from counterpoise.science.people import simulate
from counterpoise.science.pharmacology.exposure import Array
from counterpoise.science.pharmacology.response import Response
from counterpoise.science.priors import draw

PRIORS = assessment.priors(load().kinetics("kratom"))
PEOPLE, CROWD = 60, 6000


def drawn(count: int, rng: np.random.Generator) -> tuple[Response, Array]:
    return Response(draw(PRIORS, count, rng), np.ones(count)), rng.normal(0, PRIORS.relief_sd, count)


def spread(value: Array, weight: Array) -> float:
    """Log of the volume in which the two quantities are known to lie: log det of their covariance, halved."""
    off = value - weight @ value
    return float(np.linalg.slogdet((weight[:, None] * off).T @ off)[1] / 2)


def one_diary(response: Response, relief: Array, who: int, hours: Array, rng: np.random.Generator) -> Array:
    """What DOSES alike bring: the mean of each answer, less the rating made with the dose, rounded as people do."""
    theta = response.theta
    fast, length = float(theta["sd_fast"][who]), float(theta["length_fast_h"][who])
    hand = float(theta["rating_sd"][who])
    acts = relief_at(response, relief, hours)[who]
    told = np.empty((DOSES, hours.size))
    for dose in range(DOSES):
        wander = fast * rng.standard_normal()
        before = np.round(6 + wander + hand * rng.standard_normal())
        last = 0.0
        for k, hour in enumerate(hours):
            keep = np.exp(-(hour - last) / length)
            wander, last = wander * keep + fast * np.sqrt(1 - keep**2) * rng.standard_normal(), hour
            told[dose, k] = before - np.round(6 + wander - acts[k] + hand * rng.standard_normal())
    return np.asarray(told.mean(axis=0))


def known_after(
    who: int, hours: Array, crowd: tuple[Response, Array], people: tuple[Response, Array], seed: int
) -> float:
    """The spread left of one person's relief and duration, after a diary asked at these hours."""
    response, relief = people
    told = one_diary(response, relief, who, hours, np.random.default_rng(seed))
    theta = response.theta
    fast, length = theta["sd_fast"][who] ** 2, theta["length_fast_h"][who]
    cov = np.empty((hours.size, hours.size))
    for i, s in enumerate(hours):
        for j, t in enumerate(hours):
            wander = 1 - np.exp(-s / length) - np.exp(-t / length) + np.exp(-abs(s - t) / length)
            cov[i, j] = (theta["rating_sd"][who] ** 2 + 1 / 12) * (1 + (i == j)) + fast * wander
    off = told - relief_at(*crowd, hours)
    log_weight = -0.5 * np.einsum("ij,jk,ik->i", off, np.linalg.inv(cov / DOSES), off)
    weight = np.exp(log_weight - log_weight.max())
    return spread(asked_about(*crowd), weight / weight.sum())


def test_they_tell_more_of_simulated_people_than_random_times() -> None:
    rng = np.random.default_rng(8)
    people, crowd = drawn(PEOPLE, rng), drawn(CROWD, rng)
    chosen = np.array(assessment.times_before_a_record("kratom"))
    gained = []
    for who in range(PEOPLE):
        other = np.sort(rng.uniform(GRID_H[0], GRID_H[-1], 2))
        at_random = known_after(who, other, crowd, people, seed=who)
        gained.append(at_random - known_after(who, chosen, crowd, people, seed=who))
    mean, error = np.mean(gained), np.std(gained, ddof=1) / np.sqrt(PEOPLE)
    assert mean > 0.1  # nats: the volume shrinks by more than a tenth
    assert mean > 3 * error


def test_at_first_they_are_about_the_peak_and_about_half_relief() -> None:
    times = assessment.times_before_a_record("kratom")
    assert times is not None
    response, _relief = drawn(4000, np.random.default_rng(1))
    peak = np.median(response.theta.kinetics.peak_time()) + 0.3
    half = np.median(response.duration_h())
    assert times[0] == pytest.approx(peak, abs=0.5)
    assert times[1] == pytest.approx(half, abs=1.5)
    assert times[1] - times[0] >= APART_H


def test_a_substance_that_is_never_assessed_has_none() -> None:
    assert assessment.times_before_a_record("7-hydroxymitragynine") is None


def test_of_somebody_in_whom_it_lasts_longer_the_second_time_is_later() -> None:
    rng = np.random.default_rng(4)
    response, relief = drawn(6000, rng)
    lasts = response.duration_h()
    long, short = lasts > np.quantile(lasts, 0.75), lasts < np.quantile(lasts, 0.25)
    found = []
    for group in (short, long):
        weight = group / group.sum()
        found.append(informative_times(Believed(response, relief, weight), np.random.default_rng(2)))
    assert found[0][1] < found[1][1]


def test_the_same_beliefs_give_the_same_times() -> None:
    response, relief = drawn(500, np.random.default_rng(3))
    believed = Believed(response, relief, np.full(500, 1 / 500))
    assert informative_times(believed, np.random.default_rng(1)) == informative_times(
        believed, np.random.default_rng(1)
    )


def test_a_record_has_times_of_its_own() -> None:
    now = dt.datetime(2026, 5, 1, tzinfo=dt.UTC)
    diary = simulate.person(days=60, ratings_per_day=4, rng=np.random.default_rng(5), scenario="typical", end=now)
    times = assessment.times_by_record(diary, np.random.default_rng(1), substance="kratom", now=now)
    assert GRID_H[0] <= times[0] < times[1] <= GRID_H[-1]
    again = assessment.times_by_record(diary, np.random.default_rng(1), substance="kratom", now=now)
    assert again == times
