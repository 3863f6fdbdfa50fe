"""The filter against other people's filters, one dense normal, and a grid on which nothing is approximated."""

import math
from dataclasses import replace
from functools import cache

import celerite2
import numpy as np
import pytest
from celerite2 import terms
from scipy.integrate import quad
from scipy.stats import norm
from statsmodels.tsa.statespace.kalman_filter import KalmanFilter

from counterpoise.diary import PAIN_NOW
from counterpoise.science.inference.likelihood import explain
from counterpoise.science.inference.track import RATED, RATING, Track
from counterpoise.science.pharmacology.exposure import POOL_RATE, Array
from counterpoise.science.priors import Priors, Theta
from counterpoise.science.record import Sources, read
from counterpoise.science.scale import Scale
from tests.science import oracles
from tests.science.people import END, person, theta

PRIORS = Priors()
SOMEONE = theta(tolerance=0.8, slow_fraction=0.2, half_effect=0.7, dosing_slope=0.9)


@cache
def track(scenario: str, seed: int, days: int = 15) -> Track:
    """The record of a simulated person, with whatever it tells of decisions."""
    diary = person(scenario, seed, days)
    sources = Sources(lot_of=lambda dose: None, rating_of=diary.rating_finder(), history=diary.person.history)
    return read(diary.doses, [r for r in diary.ratings if r.measure == PAIN_NOW], Scale(), sources, now=END).track


def as_statsmodels_has_it(someone: Theta, entries: Track, priors: Priors) -> Array:
    """Log density of the ratings, mean and variance of R from a general Kalman filter, level and rhythm open."""
    moments, count = entries.moments, entries.moments.held.size
    sds, lengths = ([float(someone[f"{name}_{pace}{unit}"][0]) for pace in oracles.PACES] for name, unit in KINDS)
    model = KalmanFilter(k_endog=1, k_states=6, k_posdef=2)
    model.bind(moments.value[:, None].copy())
    one = np.ones(count)
    model["design"] = np.stack([one, one, one, moments.cos, moments.sin, -oracles.gains(someone, entries)])[None]
    next_h = np.append(moments.since_h[1:], 0.0)
    model["transition"] = np.repeat(np.eye(6)[:, :, None], count, axis=2)
    model["state_cov"] = np.zeros((2, 2, count))
    for p, (sd, length) in enumerate(zip(sds, lengths, strict=True)):
        model["transition", p, p] = np.exp(-next_h / length)
        model["state_cov", p, p] = -(sd**2) * np.expm1(-2 * next_h / length)
    model["selection"] = np.eye(6, 2)
    model["obs_cov"] = np.array([[someone["rating_sd"][0] ** 2]])
    start = [sds[0], sds[1], priors.level_sd, priors.rhythm_sd, priors.rhythm_sd, priors.relief_sd]
    model.initialize_known(np.array([0, 0, priors.level_mean, 0, 0, 0.0]), np.diag(np.square(start)))
    found = model.filter()
    return np.array([found.llf, found.filtered_state[5, -1], found.filtered_state_cov[5, 5, -1]])


KINDS = (("sd", ""), ("length", "_h"))


def test_exposure_through_the_pool_of_tolerance_is_the_integral_it_stands_for() -> None:
    entries = track("typical", 1)
    hour, dosed = np.cumsum(entries.gap_h), entries.group != RATING
    kinetics, at = SOMEONE.kinetics, float(np.cumsum(entries.gap_h)[-1])

    def acting(t: float) -> float:
        before = dosed & (hour < t)
        return float(kinetics.raw(t - hour[before]) @ entries.amount[before])

    pooled = [
        quad(lambda t: acting(t) * POOL_RATE * math.exp(-POOL_RATE * (at - t)), begin, end, epsabs=1e-11)[0]
        for begin, end in zip(hour[dosed], [*hour[dosed][1:], at], strict=True)
    ]
    brought = float(entries.tolerance_brought(SOMEONE["start"])[0]) * math.exp(-POOL_RATE * (at - float(hour[0])))
    tolerance = brought + sum(pooled) / float(1.5 / 24 * kinetics.raw_area()[0])
    assert explain(SOMEONE, entries, PRIORS).tolerance_end[0] == pytest.approx(tolerance, abs=1e-8)
    half, tau = float(SOMEONE["half_effect"][0]), float(SOMEONE["tolerance"][0])
    c = acting(at) / float(kinetics.peak_height()[0])
    gain = (half * (1 + tau) + 1) * c / (half * (1 + tau * tolerance) + c)
    assert oracles.gains(SOMEONE, entries)[-1] == pytest.approx(gain, abs=1e-8)


@pytest.mark.parametrize("scenario", ["typical", "floor"])
def test_with_ratings_of_no_width_the_filter_is_the_dense_normal(scenario: str) -> None:
    entries = oracles.ratings_alone(track(scenario, 1, 30))
    found = oracles.without_width(SOMEONE, entries, PRIORS)
    np.testing.assert_allclose(found, oracles.dense(SOMEONE, entries, PRIORS), rtol=0, atol=1e-8)


def test_with_ratings_of_no_width_the_filter_is_that_of_statsmodels() -> None:
    entries = oracles.ratings_alone(track("typical", 1, 30))
    found = oracles.without_width(SOMEONE, entries, PRIORS)
    np.testing.assert_allclose(found, as_statsmodels_has_it(SOMEONE, entries, PRIORS), rtol=0, atol=1e-8)


@pytest.mark.parametrize("relief", [-1.0, 0.0, 2.0])
def test_with_ratings_of_no_width_the_likelihood_at_one_relief_is_that_of_celerite(relief: float) -> None:
    """p(y | R) = p(y) p(R | y) / p(R), all of them normal; celerite2 knows the sum of two exponential kernels."""
    entries, known = oracles.ratings_alone(track("typical", 1, 30)), oracles.at_known(PRIORS)
    density, mean, variance = oracles.without_width(SOMEONE, entries, known)
    found = density + norm.logpdf(relief, mean, math.sqrt(variance)) - norm.logpdf(relief, 0, known.relief_sd)
    u, s = (
        terms.RealTerm(a=float(SOMEONE[f"sd_{pace}"][0]) ** 2, c=1 / float(SOMEONE[f"length_{pace}_h"][0]))
        for pace in oracles.PACES
    )
    process = celerite2.GaussianProcess(u + s)
    process.compute(np.cumsum(entries.moments.since_h), yerr=float(SOMEONE["rating_sd"][0]))
    away = entries.moments.value - known.level_mean + relief * oracles.gains(SOMEONE, entries)
    assert found == pytest.approx(process.log_likelihood(away), abs=1e-8)


def off_the_grid(entries: Track, level: float) -> tuple[float, float, float]:
    """How far the filter is off the grid: log likelihood per moment, mean of R in its sd, ratio of the sds."""
    priors = replace(PRIORS, level_mean=level)
    exact = oracles.gridded(SOMEONE, entries, priors)
    found = explain(SOMEONE, entries, oracles.at_known(priors))
    log_density = (found.log_likelihood[0] - exact.log_likelihood) / entries.moments.held.size
    moved = (found.relief_mean[0, 0] - exact.mean) / exact.sd
    return float(log_density), float(moved), math.sqrt(found.relief_cov[0, 0, 0]) / exact.sd


@pytest.mark.parametrize("seed", [1, 2])
def test_mid_scale_a_rated_record_is_worked_in_as_on_the_grid(seed: int) -> None:
    """Ratings, and the decisions to take a dose or none on what was rated and on what was felt beside it."""
    entries = track("typical", seed)
    assert {-1, 1} <= set(entries.moments.taken)
    log_density, moved, ratio = off_the_grid(entries, 5.0)
    assert abs(log_density) < 1e-3
    assert abs(moved) < 0.02
    assert ratio == pytest.approx(1.0, abs=0.01)


@pytest.mark.parametrize("seed", [1, 2])
def test_near_the_end_of_the_scale_moments_are_matched_less_well(seed: int) -> None:
    entries = track("floor", seed)
    assert np.mean(entries.moments.value == 0) > 0.3
    log_density, moved, ratio = off_the_grid(entries, 2.0)
    assert abs(log_density) < 1e-2
    assert abs(moved) < 0.1
    assert ratio == pytest.approx(1.0, abs=0.03)


@pytest.mark.parametrize("scenario", ["unrated", "never_rated", "only_when_bad"])
def test_decisions_on_pain_that_was_not_rated_are_worked_in_nearly_as_on_the_grid(scenario: str) -> None:
    entries = track(scenario, 2)
    assert np.sum(entries.moments.held != RATED) > 5
    log_density, moved, ratio = off_the_grid(entries, 5.0)
    assert abs(log_density) < 3e-3
    assert abs(moved) < 0.03
    assert ratio == pytest.approx(1.0, abs=0.04)
