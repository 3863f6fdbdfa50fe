"""What an interval says of a normal value, against quadrature and the logarithms of scipy."""

import math
from itertools import pairwise

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.special import log_ndtr

from counterpoise.science.inference.pain import interval_moments, scaled_erfc

INTERVALS = [(-0.5, 0.5), (-3.0, -2.0), (0.2, 0.25), (1.0, 9.0), (-0.001, 0.001), (6.0, 7.0), (-12.0, 4.0)]


@pytest.mark.parametrize(("low", "high"), INTERVALS)
def test_moments_are_those_of_the_truncated_normal(low: float, high: float) -> None:
    def part(power: int) -> float:
        value, _error = quad(lambda x: x**power * math.exp(-x * x / 2), low, high, epsabs=1e-14, epsrel=1e-10)
        return value

    z, first, second = part(0), part(1), part(2)
    log_z, mean, shrink = interval_moments(low, high)
    assert log_z == pytest.approx(math.log(z / math.sqrt(2 * math.pi)), rel=1e-9)
    assert mean == pytest.approx(first / z, abs=1e-8)
    assert 1 - shrink == pytest.approx(second / z - (first / z) ** 2, abs=1e-7)


@pytest.mark.parametrize("low", [-2.0, 0.0, 1.5, 10.0, 30.0, 200.0])
def test_open_ended_intervals_hold_in_the_far_tail(low: float) -> None:
    log_z, mean, shrink = interval_moments(low, math.inf)
    assert log_z == pytest.approx(float(log_ndtr(-low)), rel=1e-9)
    assert mean > low
    assert 0 < shrink <= 1 + 1e-9


@pytest.mark.parametrize(("low", "high"), [*INTERVALS, (3.0, math.inf)])
def test_the_mirrored_interval_gives_the_mirrored_moments(low: float, high: float) -> None:
    log_z, mean, shrink = interval_moments(low, high)
    assert interval_moments(-high, -low) == pytest.approx((log_z, -mean, shrink), rel=1e-12)


def test_intervals_that_touch_share_all_probability() -> None:
    edges = [-math.inf, *np.linspace(-40, 40, 81), math.inf]
    parts = [math.exp(interval_moments(a, b)[0]) for a, b in pairwise(edges)]
    assert sum(parts) == pytest.approx(1.0, abs=1e-12)


def test_the_scaled_error_function_is_smooth_where_its_two_forms_meet() -> None:
    assert scaled_erfc(12.0 - 1e-9) == pytest.approx(scaled_erfc(12.0), rel=1e-8)
