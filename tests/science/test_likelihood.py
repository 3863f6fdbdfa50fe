"""The filter against slow, obvious references."""

import math
from dataclasses import replace

import numpy as np
import pytest
from scipy.special import ndtr

from counterpoise.science.inference.likelihood import explain
from counterpoise.science.inference.track import RATING, Track
from counterpoise.science.people.person import Body, Nature
from counterpoise.science.pharmacology.exposure import LAG_H, POOL_RATE, SLOW_RATE, Array
from counterpoise.science.priors import Priors, Theta
from tests.science.people import theta, track

PRIORS = Priors()
DOSES = [(3.0, 2.0), (10.0, 2.0), (28.0, 3.0), (50.0, 1.0), (75.0, 2.0)]
RATINGS = [(1.0, 6.0), (4.5, 4.0), (9.0, 5.0), (12.0, 3.0), (27.0, 7.0), (30.0, 4.0), (52.0, 5.0), (80.0, 4.0)]


def gains(person: Theta, doses: list[tuple[float, float]], at: Array, brought: float) -> Array:
    """Gain at each time from the sums over all doses written out; the pool by small steps."""
    kinetics = person.kinetics
    a, k, f = (float(part[0]) for part in (kinetics.rate, kinetics.absorption, kinetics.slow_fraction))
    peak, area = float(kinetics.peak_height()[0]), float(kinetics.raw_area()[0])
    half, tau = float(person["half_effect"][0]), float(person["tolerance"][0])
    step = 0.002
    grid = np.arange(0, at.max() + step, step)
    raw = np.zeros_like(grid)
    for hour, amount in doses:
        s = grid - hour - LAG_H
        late = np.maximum(s, 0)
        shape = (1 - f) * np.exp(-a * late) + f * np.exp(-SLOW_RATE * late) - np.exp(-k * late)
        raw += amount / 2.0 * np.where(s > 0, shape, 0)
    origin = min(doses[0][0] + LAG_H, at.min())
    pooled = np.array(
        [np.sum(raw[grid < t] * POOL_RATE * np.exp(-POOL_RATE * (t - grid[grid < t]))) * step for t in at]
    )
    m = brought * np.exp(-POOL_RATE * (at - origin)) + pooled / (1.5 / 24 * area)
    c = np.interp(at, grid, raw) / peak
    return np.asarray((half * (1 + tau) + 1) * c / (half * (1 + tau * m) + c))


def dense(person: Theta, at: Array, values: Array, gain: Array) -> tuple[float, float, float]:
    """Log density of ratings without rounding, mean and variance of R: one multivariate normal over everything."""
    clock = 2 * np.pi * ((8 + at) % 24) / 24
    design = np.column_stack([np.ones_like(at), np.cos(clock), np.sin(clock), -gain])
    prior = np.diag([PRIORS.level_sd**2, PRIORS.rhythm_sd**2, PRIORS.rhythm_sd**2, PRIORS.relief_sd**2])
    apart = np.abs(at[:, None] - at[None, :])
    wander = person["sd_fast"] ** 2 * np.exp(-apart / person["length_fast_h"])
    wander = wander + person["sd_slow"] ** 2 * np.exp(-apart / person["length_slow_h"])
    cov = wander + design @ prior @ design.T + np.eye(at.size) * person["rating_sd"] ** 2
    away = values - PRIORS.level_mean
    solved = np.linalg.solve(cov, away)
    log_density = -0.5 * (away @ solved + np.linalg.slogdet(cov)[1] + at.size * math.log(2 * math.pi))
    across = (prior @ design.T)[3]
    return float(log_density), float(across @ solved), float(prior[3, 3] - across @ np.linalg.solve(cov, across))


def test_with_ratings_of_no_width_the_filter_is_the_dense_normal() -> None:
    person = theta(tolerance=0.8, slow_fraction=0.2)
    half = 1e-3
    entries = track(DOSES, RATINGS)
    at, values = (np.array(column) for column in zip(*RATINGS, strict=True))
    exact = replace(entries, low=values - half, high=values + half, brought=0.6, brought_known=True)
    found = explain(person, exact, PRIORS)
    expected = dense(person, at, values, gains(person, DOSES, at, 0.6))
    assert found.log_likelihood[0] - at.size * math.log(2 * half) == pytest.approx(expected[0], abs=2e-3)
    assert found.relief_mean[0, 0] == pytest.approx(expected[1], abs=2e-3)
    assert found.relief_cov[0, 0, 0] == pytest.approx(expected[2], abs=2e-3)


def on_a_grid(person: Theta, entries: Track, gain: Array, level: float, reliefs: Array) -> tuple[Array, Array]:
    """Log likelihood of each relief, and of each rating, with u and s on a grid of their own: no moments matched."""
    sd_u, sd_s, noise = (float(person[name][0]) for name in ("sd_fast", "sd_slow", "rating_sd"))
    u, s = np.linspace(-5, 5, 101) * sd_u, np.linspace(-5, 5, 81) * sd_s

    def move(grid: Array, sd: float, keep: float) -> Array:
        if keep > 1 - 1e-12:
            return np.eye(grid.size)
        spread = sd * math.sqrt(1 - keep * keep)
        edges = np.concatenate([[-np.inf], (grid[1:] + grid[:-1]) / 2, [np.inf]])
        return np.asarray(np.diff(ndtr((edges[:, None] - keep * grid[None, :]) / spread), axis=0))

    total, parts = np.zeros(reliefs.size), np.zeros((reliefs.size, entries.low.size))
    for i, relief in enumerate(reliefs):
        belief = np.exp(-0.5 * (u[:, None] / sd_u) ** 2 - 0.5 * (s[None, :] / sd_s) ** 2)
        belief /= belief.sum()
        for n in range(entries.low.size):
            since = entries.since_h[n]
            belief = move(u, sd_u, math.exp(-since / person["length_fast_h"][0])) @ belief
            belief = belief @ move(s, sd_s, math.exp(-since / person["length_slow_h"][0])).T
            pain = level + u[:, None] + s[None, :] - relief * gain[n]
            belief = belief * (ndtr((entries.high[n] - pain) / noise) - ndtr((entries.low[n] - pain) / noise))
            parts[i, n] = math.log(belief.sum())
            belief /= belief.sum()
        total[i] = parts[i].sum()
    return total, parts


@pytest.mark.parametrize(("level", "worst", "off"), [(5.0, 0.002, 0.05), (1.0, 0.02, 0.2)])
def test_interval_updates_follow_the_grid(level: float, worst: float, off: float) -> None:
    """Mid-scale and with many ratings at 0; level and rhythm are known, so that only u, s and R remain."""
    rng = np.random.default_rng(3)
    at = np.cumsum(rng.uniform(2, 7, 40))
    doses = [(float(h), 2.0) for h in at[::4] + 0.5]
    body = Body(Nature(theta(), 1.5, level, (0.0, 0.0), 0.0), rng)
    ratings = []
    for hour in at:
        body.pass_time(float(hour))
        ratings.append((float(hour), body.rating(0.0)))
        if any(h == hour + 0.5 for h, _amount in doses):
            body.take(1.0)
    entries = track(doses, ratings)
    entries = replace(entries, brought=0.0)
    fixed = Priors(level_mean=level, level_sd=1e-4, rhythm_sd=1e-4)
    reliefs = np.linspace(-3, 6, 19)
    exact, parts = on_a_grid(theta(), entries, gains(theta(), doses, at, 0.0), level, reliefs)
    found = explain(theta(), entries, fixed)
    weight = np.exp(exact - exact.max() - 0.5 * (reliefs / fixed.relief_sd) ** 2)
    weight /= weight.sum()
    mean = float(weight @ reliefs)
    sd = math.sqrt(float(weight @ (reliefs - mean) ** 2))
    assert found.relief_mean[0, 0] == pytest.approx(mean, abs=off * sd)
    assert math.sqrt(found.relief_cov[0, 0, 0]) == pytest.approx(sd, rel=2 * off)
    # Per rating: with R held at one value, so that both integrate the same two dimensions.
    held = Priors(level_mean=level, level_sd=1e-4, rhythm_sd=1e-4, relief_sd=1e-4)
    middle = int(np.argmin(np.abs(reliefs)))
    both = explain(theta(), entries, held).log_likelihood[0]
    assert abs(both - exact[middle]) / len(ratings) < worst
    assert np.all(parts[middle] < 0)


def test_a_group_each_for_doses_of_one_kind_changes_nothing_when_their_effect_is_one() -> None:
    """With one group empty, the other's R is that of the undivided record."""
    whole = track(DOSES, RATINGS)
    apart = replace(whole, groups=2)
    one, two = explain(theta(), whole, PRIORS), explain(theta(), apart, PRIORS)
    assert two.log_likelihood[0] == pytest.approx(one.log_likelihood[0], abs=1e-9)
    assert two.relief_mean[0, 0] == pytest.approx(one.relief_mean[0, 0], abs=1e-9)
    assert two.relief_mean[0, 1] == 0
    assert two.relief_cov[0, 1, 1] == pytest.approx(PRIORS.relief_sd**2)


def test_the_simulated_body_and_the_filter_agree_on_exposure_and_tolerance() -> None:
    person = theta(tolerance=1.2, slow_fraction=0.15)
    body = Body(Nature(person, 1.0, 5.0, (0.0, 0.0), 0.0), np.random.default_rng(1))
    for hour, amount in DOSES:
        body.pass_time(hour)
        body.take(amount / 2.0)
    body.pass_time(100.0)
    entries = track(DOSES, [(0.0, 5.0), (100.0, 5.0)])
    entries = replace(entries, brought=0.0)
    assert explain(person, entries, PRIORS).tolerance_end[0] == pytest.approx(body.tolerance, rel=1e-9)
    assert float(gains(person, DOSES, np.array([100.0]), 0.0)[0]) == pytest.approx(
        float((person["half_effect"] * (1 + person["tolerance"]) + 1)[0])
        * body.exposure
        / (float((person["half_effect"] * (1 + person["tolerance"] * body.tolerance))[0]) + body.exposure),
        rel=1e-3,
    )


def test_entries_keep_their_kind() -> None:
    entries = track(DOSES, RATINGS)
    assert int(np.sum(entries.group == RATING)) == len(RATINGS)
    assert float(np.sum(entries.amount)) == pytest.approx(sum(amount for _h, amount in DOSES) / 2.0)
