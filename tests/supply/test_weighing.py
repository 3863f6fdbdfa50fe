from __future__ import annotations

import math
import random
import statistics

import pytest

from counterpoise.supply.weighing import Odd, odd, weighed


def test_mean_and_spread_of_ten() -> None:
    grams = [0.50, 0.52, 0.49, 0.51, 0.53, 0.48, 0.50, 0.52, 0.51, 0.54]
    found = weighed("capsule", grams)
    assert found.unit == "capsule"
    assert found.grams == pytest.approx(0.51)
    assert found.sd == pytest.approx(0.018257, abs=1e-6)


def test_one_weighing_tells_no_spread() -> None:
    assert weighed("teaspoon", [2.4]).sd is None
    assert weighed("capsule", [5.2], together=10).grams == pytest.approx(0.52)


def test_ten_on_the_scale_at_once_tell_the_spread_of_single_ones() -> None:
    """Simulated: sums of ten, of which each differs by 0.05 g."""
    rng = random.Random(7)
    sums = [sum(rng.gauss(0.6, 0.05) for _ in range(10)) for _ in range(4000)]
    found = weighed("capsule", sums, together=10)
    assert found.grams == pytest.approx(0.6, abs=0.002)
    assert found.sd == pytest.approx(0.05, rel=0.05)
    assert statistics.stdev(sums) / 10 == pytest.approx((found.sd or 0) / math.sqrt(10))


@pytest.mark.parametrize(
    ("grams", "found"),
    [
        ([0.52, 0.50, 52.0, 0.49], (Odd(52.0, 104.0, 0.52),)),
        ([0.50, 0.50, 0.05, 0.49, 0.51], (Odd(0.05, 0.1, 0.5),)),
        ([0.5, 1.4, 0.5, 0.17], ()),
        ([0.5, 2.0, 0.5], (Odd(2.0, 4.0, None),)),
        ([52.0], ()),
    ],
)
def test_a_weight_far_from_the_rest_is_odd(grams: list[float], found: tuple[Odd, ...]) -> None:
    assert odd(grams) == found


def test_of_two_that_differ_neither_is_trusted() -> None:
    assert [one.grams for one in odd([0.5, 5.0])] == [0.5, 5.0]


def test_the_shell_is_taken_off_the_mean_and_leaves_the_spread() -> None:
    with_shell, without = weighed("capsule", [6.0, 6.2], 10), weighed("capsule", [6.0, 6.2], 10, 0.1)
    assert without.grams == pytest.approx(with_shell.grams - 0.1)
    assert (without.sd, without.shell) == (with_shell.sd, 0.1)
