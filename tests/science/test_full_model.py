"""The model with nothing integrated, with which the studies compare the fit, is the one the filter integrates."""

import math

import numpy as np
import pytest
from scipy.special import log_ndtr

from bench.latent import READINESS, RELIEF, STILL, Entries, Maths, wander
from counterpoise.science.inference.track import Track
from counterpoise.science.pharmacology.exposure import Array
from counterpoise.science.priors import NAMES, SIZE, Priors
from tests.science import oracles
from tests.science.test_oracles import track

PRIORS = Priors()


def running(keep: Array, fresh: Array) -> Array:
    """What fades and is renewed, step by step."""
    found = [0.0]
    for kept, new in zip(keep, fresh, strict=True):
        found.append(kept * found[-1] + new)
    return np.array(found[1:])


NUMPY = Maths(np, log_ndtr, lambda value: value, running)


def pain_of(entries: Track, unknown: Array, shocks: Array) -> Array:
    """Pain at every moment, pain that wanders step by step."""
    theta, known, still = PRIORS.theta(unknown[None, :SIZE]), entries.moments, unknown[SIZE:]
    pain = PRIORS.level_mean + PRIORS.level_sd * still[0]
    pain = pain + PRIORS.rhythm_sd * (still[1] * known.cos + still[2] * known.sin)
    pain = pain - PRIORS.relief_sd * still[RELIEF] * oracles.gains(theta, entries)
    for shock, pace in zip(shocks, oracles.PACES, strict=True):
        sd, length, value = float(theta[f"sd_{pace}"][0]), float(theta[f"length_{pace}_h"][0]), 0.0
        for n, since in enumerate(known.since_h):
            keep = math.exp(-since / length) if n else 0.0
            value = keep * value + math.sqrt(1 - keep * keep) * shock[n]
            pain[n] += sd * value
    return np.asarray(pain)


@pytest.mark.parametrize("scenario", ["typical", "floor", "unrated", "only_when_bad", "near_doses", "years_of_use"])
def test_its_likelihood_is_that_of_every_moment_by_itself(scenario: str) -> None:
    entries, rng = track(scenario, 1), np.random.default_rng(1)
    for _draw in range(3):
        unknown = 0.7 * rng.standard_normal(SIZE + STILL)
        unknown[SIZE + READINESS] = 0.0
        # So wide that no rating lies where the reference loses its digits.
        unknown[NAMES.index("rating_sd")] = 5.0
        shocks = rng.standard_normal((2, entries.moments.held.size))
        theta, pain = PRIORS.theta(unknown[None, :SIZE]), pain_of(entries, unknown, shocks)
        expected = sum(math.log(oracles.told(theta, entries.moments, n, p)) for n, p in enumerate(pain))
        assert Entries(entries, PRIORS).log_likelihood(NUMPY, unknown, shocks) == pytest.approx(expected, rel=1e-9)


def test_shocks_that_fade_make_the_covariance_of_pain_that_wanders() -> None:
    hour = np.array([0.0, 1.0, 4.5, 4.6, 30.0])
    root = np.array([wander(NUMPY, np.diff(hour, prepend=0.0), 9.0, shocks) for shocks in np.eye(5)]).T
    np.testing.assert_allclose(root @ root.T, np.exp(-np.abs(hour[:, None] - hour) / 9.0), rtol=1e-9)
