"""Exposure to relief, against the curve followed minute by minute."""

import numpy as np
import pytest

from counterpoise.science.pharmacology.exposure import LAG_H
from counterpoise.science.pharmacology.response import Response
from counterpoise.science.priors import Priors, draw

THETA = draw(Priors(), 8, np.random.default_rng(1))
RESPONSE = Response(THETA, np.full(8, 1.7))
MINUTES = np.arange(0, 400, 1 / 120)


def followed(dose: float) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """Gain over time after one dose, shape (draws, times)."""
    kinetics = THETA.kinetics
    rows = [
        dose * type(kinetics)(a, k, f).raw(MINUTES - LAG_H) / peak
        for a, k, f, peak in zip(
            kinetics.rate, kinetics.absorption, kinetics.slow_fraction, kinetics.peak_height(), strict=True
        )
    ]
    return RESPONSE.gain(np.array(rows))


def test_r_is_the_relief_of_a_usual_dose_at_its_peak_where_tolerance_is_one() -> None:
    np.testing.assert_allclose(Response(THETA, np.ones(8)).peak(), 1.0)


@pytest.mark.parametrize("dose", [0.5, 1.0, 1.5])
def test_peak_mean_and_duration_are_those_of_the_curve(dose: float) -> None:
    curve = followed(dose)
    np.testing.assert_allclose(RESPONSE.peak(dose), curve.max(axis=1), rtol=1e-3)
    np.testing.assert_allclose(RESPONSE.mean_4h(dose), curve[:, MINUTES < 4].mean(axis=1), rtol=5e-3)
    above = (curve > curve.max(axis=1, keepdims=True) / 2).sum(axis=1) / 120
    np.testing.assert_allclose(RESPONSE.duration_h(dose), above, atol=0.05)


def test_a_dose_beside_others_adds_less_than_one_from_zero() -> None:
    assert np.all(RESPONSE.mean_4h(before=0.8) < RESPONSE.mean_4h())


def test_tolerance_takes_relief_away() -> None:
    levels = [Response(THETA, np.full(8, m)).peak() for m in (0.0, 1.0, 3.0)]
    assert np.all(levels[0] > levels[1])
    assert np.all(levels[1] > levels[2])


def test_no_dose_gives_no_relief() -> None:
    assert np.all(RESPONSE.peak(0.0) == 0)
    assert np.all(RESPONSE.mean_4h(0.0) == 0)
