"""Pain between its ratings: as probable as it says."""

import numpy as np
import pytest

from counterpoise.science.inference import course
from counterpoise.science.inference.course import Wandering
from counterpoise.science.noting import _pain
from counterpoise.science.pharmacology.exposure import curve
from tests.science.effects import known

STEADY = Wandering(rating_sd=0.5, sd=(1.2, 0.8), length_h=(9.0, 400.0))


def test_it_is_the_normal_distribution_given_the_ratings() -> None:
    rng = np.random.default_rng(1)
    rated, asked = np.sort(rng.uniform(0, 24, 9)), np.array([3.0, 11.5, 20.0])
    value = rng.normal(5, 1.5, 9)
    mean, variance = STEADY.between(rated, value, 1.0, asked)
    at = np.concatenate([asked, rated])
    cov = STEADY.shared(np.abs(at[:, None] - at))
    among = cov[3:, 3:] + (0.5**2 + 1 / 12) * np.eye(9)
    gain = np.linalg.solve(among, cov[3:, :3]).T
    assert mean == pytest.approx(value.mean() + gain @ (value - value.mean()))
    assert variance == pytest.approx(np.diag(cov[:3, :3] - gain @ cov[3:, :3]))


def test_far_from_any_rating_it_is_what_it_usually_is() -> None:
    mean, variance = STEADY.between(np.array([1.0, 2.0]), np.array([3.0, 5.0]), 1.0, np.array([900.0]))
    assert mean == pytest.approx([4.0])
    assert variance == pytest.approx(STEADY.shared(np.zeros(1)))


@pytest.mark.parametrize("scenario", ["typical", "null"])
def test_true_pain_lies_as_far_off_as_is_said(scenario: str) -> None:
    apart = []
    for seed in range(1, 6):
        life, record, posterior = known(scenario, seed)
        dose_h = np.array([dose.at.timestamp() / 3600 for dose in record.doses])
        acting = curve(dose_h, record.amounts.size, life.at_h, posterior.kinetics)[0]
        mean, variance = _pain(record, posterior, life.at_h, acting)
        apart.append((life.pain - mean) / np.sqrt(variance))
    assert abs(np.mean(np.concatenate(apart))) < 0.2
    assert 0.85 < np.std(np.concatenate(apart)) < 1.15


def test_the_relief_of_what_acts_is_that_of_the_posterior() -> None:
    _life, _record, posterior = known("typical", 1)
    found = course.relief(posterior, np.array([0.0, 1.0]))
    assert found == pytest.approx([0.0, posterior.relief(posterior.now.peak()).average], rel=0.05)
