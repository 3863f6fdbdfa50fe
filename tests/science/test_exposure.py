"""Doses to exposure, against the sum written out."""

import math

import numpy as np
import pytest

from counterpoise.science.pharmacology.exposure import (
    FORGOTTEN_H,
    LAG_H,
    SLOW_RATE,
    Array,
    Kinetics,
    curve,
    typical_curve,
)
from counterpoise.science.priors import Priors, draw

KINETICS = Kinetics(np.array([0.28, 0.5]), np.array([2.4, 1.4]), np.array([0.05, 0.3]))


def one_by_one(dose_h: Array, amount: Array, at: float, kinetics: Kinetics, i: int) -> float:
    """The equation of the documentation, dose by dose; its peak by trying every minute."""
    a, k, f = (float(part[i]) for part in (kinetics.rate, kinetics.absorption, kinetics.slow_fraction))

    def h(s: float) -> float:
        return (1 - f) * math.exp(-a * s) + f * math.exp(-SLOW_RATE * s) - math.exp(-k * s) if s > 0 else 0.0

    highest = max(h(minute / 600) for minute in range(6000))
    return float(sum(size * h(at - taken - LAG_H) for taken, size in zip(dose_h, amount, strict=True)) / highest)


def test_the_curve_is_the_sum_over_all_doses() -> None:
    rng = np.random.default_rng(1)
    dose_h = np.sort(rng.uniform(0, 120, 40))
    amount = rng.uniform(0.2, 2, 40)
    at_h = rng.uniform(0, 130, 25)
    found = curve(dose_h, amount, at_h, KINETICS)
    expected = [[one_by_one(dose_h, amount, at, KINETICS, i) for at in at_h] for i in range(2)]
    np.testing.assert_allclose(found, expected, atol=2e-6)


def test_one_usual_dose_peaks_at_one() -> None:
    kinetics = draw(Priors(), 500, np.random.default_rng(2)).kinetics
    np.testing.assert_allclose(kinetics.raw(kinetics.peak_time()) / kinetics.peak_height(), 1.0)
    around = [kinetics.raw(kinetics.peak_time() + step) for step in (-0.01, 0.01)]
    assert np.all(np.maximum(*around) < kinetics.peak_height())


def test_exposure_is_never_negative_for_any_kinetics_the_priors_allow() -> None:
    kinetics = draw(Priors(), 5000, np.random.default_rng(3)).kinetics
    for s in (0.0, 0.001, 0.1, 1.0, 10.0, 1000.0):
        assert np.all(kinetics.raw(np.array(s)) >= 0)


def test_nothing_acts_before_the_lag_is_over() -> None:
    assert np.all(curve(np.array([5.0]), np.array([1.0]), np.array([0.0, 5.0, 5.0 + LAG_H]), KINETICS) == 0)


def test_without_doses_there_is_no_exposure() -> None:
    np.testing.assert_array_equal(curve(np.empty(0), np.empty(0), np.arange(3.0), KINETICS), np.zeros((2, 3)))


def test_a_forgotten_dose_would_have_added_less_than_a_thousandth() -> None:
    kinetics = Kinetics(np.array([0.28]), np.array([2.4]), np.array([0.05]))
    rest = kinetics.raw(np.array([FORGOTTEN_H])) / kinetics.peak_height()
    assert rest[0] < 1e-3
    assert curve(np.array([0.0]), np.array([1.0]), np.array([FORGOTTEN_H + LAG_H + 1]), kinetics)[0, 0] == 0


def test_the_band_holds_the_median() -> None:
    kinetics = draw(Priors(), 200, np.random.default_rng(4)).kinetics
    band = typical_curve(np.array([0.0, 8.0]), np.array([1.0, 1.0]), np.linspace(0, 24, 49), kinetics)
    assert np.all((band.low <= band.median) & (band.median <= band.high))
    assert band.high.max() > band.low.max() > 0.5


def test_the_priors_imply_what_people_report() -> None:
    """Half effect within the first hour, a peak at 1-2 h, an end within hours (docs/science.md)."""
    from counterpoise.science.pharmacology.response import Response

    theta = draw(Priors(), 4000, np.random.default_rng(5))
    response = Response(theta, np.ones(4000))
    assert np.median(theta.kinetics.peak_time() + LAG_H) == pytest.approx(1.3, abs=0.1)
    assert np.median(response.duration_h()) == pytest.approx(5.8, abs=0.4)
    assert np.median(response.mean_4h() / response.peak()) == pytest.approx(0.79, abs=0.02)
