"""What an interval says of a normal value, against quadrature, scipy and exact arithmetic."""

import math
from itertools import pairwise

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.special import erfcx, log_ndtr, ndtr

from counterpoise.science.inference import normal
from counterpoise.science.pharmacology.exposure import Array

INTERVALS = [(-0.5, 0.5), (-3.0, -2.0), (0.2, 0.25), (1.0, 9.0), (-0.001, 0.001), (6.0, 7.0), (-12.0, 4.0)]
Said = tuple[Array, Array, Array]


def said(update: str, *known: object, mean: Array, variance: Array) -> Said:
    """log Z, and the first and minus the second derivative of it by the mean."""
    moved, narrowed = mean.copy(), variance.copy()
    evidence = np.ones(mean.size), np.zeros(mean.size)
    getattr(normal, update)(*known, moved, narrowed, evidence)
    return np.log(evidence[0]) + evidence[1], moved, narrowed


def one(update: str, *known: object) -> tuple[float, float, float]:
    """The same for one standard normal value."""
    log_z, moved, narrowed = said(update, *known, mean=np.zeros(1), variance=np.ones(1))
    return float(log_z[0]), float(moved[0]), float(narrowed[0])


@pytest.mark.parametrize(("low", "high"), INTERVALS)
def test_moments_are_those_of_the_truncated_normal(low: float, high: float) -> None:
    def part(power: int) -> float:
        value, _error = quad(lambda x: x**power * math.exp(-x * x / 2), low, high, epsabs=1e-14, epsrel=1e-10)
        return value

    z, first, second = part(0), part(1), part(2)
    log_z, moved, narrowed = one("between", low, high)
    assert log_z == pytest.approx(math.log(z / math.sqrt(2 * math.pi)), rel=1e-9)
    assert moved == pytest.approx(first / z, abs=1e-8)
    assert 1 - narrowed == pytest.approx(second / z - (first / z) ** 2, abs=1e-7)


@pytest.mark.parametrize("edge", [-30.0, -2.0, 0.0, 1.5, 10.0, 30.0, 36.0])
def test_open_ended_intervals_hold_in_the_far_tail(edge: float) -> None:
    log_z, moved, narrowed = one("beyond", 1.0, edge)
    assert log_z == pytest.approx(float(log_ndtr(-edge)), rel=1e-9, abs=1e-12)
    assert moved >= max(edge, 0.0)
    assert -1e-12 <= narrowed <= 1 + 1e-9


def test_what_lies_below_is_the_mirror_of_what_lies_above() -> None:
    mean, variance = np.array([0.3, -2.0, 5.0]), np.array([1.0, 0.4, 3.0])
    above = said("beyond", 1.0, 1.2, mean=mean, variance=variance)
    below = said("beyond", -1.0, -1.2, mean=-mean, variance=variance)
    np.testing.assert_allclose(below, [above[0], -above[1], above[2]], rtol=1e-12)


@pytest.mark.parametrize(("low", "high"), INTERVALS)
def test_the_mirrored_interval_gives_the_mirrored_moments(low: float, high: float) -> None:
    log_z, moved, narrowed = one("between", low, high)
    assert one("between", -high, -low) == pytest.approx((log_z, -moved, narrowed), rel=1e-12)


def test_intervals_that_touch_share_all_probability() -> None:
    edges = np.linspace(-30, 30, 81)
    inside = [math.exp(one("between", a, b)[0]) for a, b in pairwise(edges)]
    ends = math.exp(one("beyond", -1.0, edges[0])[0]) + math.exp(one("beyond", 1.0, edges[-1])[0])
    assert sum(inside) + ends == pytest.approx(1.0, abs=1e-12)


@pytest.mark.parametrize("share", [0.3, 0.9, 0.999])
def test_what_did_not_come_about_is_the_rest_of_the_probability(share: float) -> None:
    mean, variance = np.linspace(-6, 6, 13), np.full(13, 1.7)
    log_z, moved, narrowed = said("unless", np.full(13, share), mean=mean, variance=variance)
    step = 1e-3

    def log_rest(at: Array) -> Array:
        return np.asarray(np.log1p(-share * ndtr(at / np.sqrt(variance))))

    np.testing.assert_allclose(log_z, log_rest(mean), atol=1e-9)
    slope = (log_rest(mean + step) - log_rest(mean - step)) / (2 * step)
    bend = (log_rest(mean + step) - 2 * log_rest(mean) + log_rest(mean - step)) / step**2
    np.testing.assert_allclose(moved, slope, atol=1e-5)
    np.testing.assert_allclose(narrowed, -bend, atol=2e-5)


def test_the_polynomials_follow_the_functions_everywhere() -> None:
    x = np.concatenate([np.linspace(0, 12, 4001), np.geomspace(12, 1e4, 500)])
    np.testing.assert_allclose([normal.scaled_erfc(v) for v in x], erfcx(x), rtol=1e-13)
    t = np.concatenate([np.linspace(0, 3, 500), np.linspace(3, 200, 500)])
    np.testing.assert_allclose([normal.exp_minus(v) for v in t], np.exp(-t), rtol=2e-12)
    assert normal.exp_minus(5000.0) < 1e-200
