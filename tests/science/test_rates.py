"""How often something is noted: the fast posterior of one coefficient against slow ones."""

import numpy as np
import pytest
from scipy import stats
from scipy.special import logsumexp

from counterpoise.science.inference import rates
from counterpoise.science.inference.rates import Coefficient, Points
from counterpoise.science.pharmacology.exposure import Array

DAYS, EACH, ETA, SLOPE = 40, 12, 1.0, 0.4


def points(seed: int, *, unsure: float = 0.0, bouts: float = 0.0) -> Points:
    """Points by the hour and how often something was noted at each: columns what acts, pain, one way to note of two."""
    rng = np.random.default_rng(seed)
    acting, pain = rng.uniform(0, 1.5, DAYS * EACH), rng.normal(0, 1, DAYS * EACH)
    day = np.repeat(np.arange(DAYS), EACH)
    bad = rng.gamma(1 / bouts, bouts, DAYS)[day] if bouts else np.ones(day.size)
    noted = rng.poisson(0.03 * bad * np.exp(ETA * acting + SLOPE * pain)).astype(float)
    columns = np.column_stack([acting, pain, np.ones(day.size), np.zeros(day.size)])
    return Points(
        columns=columns,
        unsure=np.full(day.size, unsure),
        log_weight=np.zeros(day.size),
        noted=noted,
        begins=np.arange(0, day.size, EACH),
        precision=np.diag([1 / 1.5**2, 4.0, 0.01, 0.01]),
    )


def slowly(on: Points, shapes: tuple[float, ...]) -> tuple[float, float]:
    """Mean and sd of the coefficient over a grid of all three, G integrated by quadrature."""
    etas, slopes, bases = np.linspace(-1, 4, 41), np.linspace(-1, 1.6, 27), np.linspace(-7, -1.5, 45)
    eta, slope, base = (part.ravel() for part in np.meshgrid(etas, slopes, bases, indexing="ij"))
    line = np.stack([eta, slope, base], axis=1) @ on.columns[:, :3].T
    expected = np.add.reduceat(np.exp(line), on.begins, axis=1)
    count = np.add.reduceat(on.noted, on.begins)
    log = np.logaddexp.reduce([_days(expected, count, shape) for shape in shapes])
    log += line @ on.noted - eta**2 / 1.5**2 / 2 - slope**2 * 4 / 2 - base**2 * 0.01 / 2
    weight = np.exp(log - logsumexp(log))
    mean = float(weight @ eta)
    return mean, float(np.sqrt(weight @ (eta - mean) ** 2))


def _days(expected: Array, count: Array, shape: float) -> Array:
    """Log of E[G^n exp(-G A)] of every day, G at the middles of many equally probable parts of its range."""
    bad = stats.gamma.ppf((np.arange(2000) + 0.5) / 2000, shape, scale=1 / shape)
    sums = np.zeros(expected.shape[0])
    levels = np.geomspace(expected.min(), expected.max(), 800)
    for number in np.unique(count):
        value = logsumexp(number * np.log(bad) - levels[:, None] * bad, axis=1) - np.log(bad.size)
        sums += np.interp(expected[:, count == number], levels, value).sum(axis=1)
    return sums


def sd(found: Coefficient) -> float:
    return float(np.sqrt(found.weight @ (found.value - found.mean) ** 2))


@pytest.mark.parametrize(("seed", "bouts"), [(1, 0.0), (2, 1.0)])
def test_the_posterior_is_that_of_a_dense_grid(seed: int, bouts: float) -> None:
    on = points(seed, bouts=bouts)
    found = rates.coefficient(on, [on.columns[:, 0]])
    mean, spread = slowly(on, (rates.SHAPES[1], rates.SHAPES[0]))
    assert found.mean == pytest.approx(mean, abs=0.05 * spread)
    assert sd(found) == pytest.approx(spread, rel=0.05)


def test_the_slope_is_the_derivative_of_the_density() -> None:
    on, at = points(3, unsure=0.5), np.array([0.7, 0.3, -3.0, 0.1])
    for shape in rates.SHAPES:
        _log, slope, _curvature = rates._density(on, at, shape)
        for place in range(at.size):
            step = np.zeros(at.size)
            step[place] = 1e-5
            rise = rates._density(on, at + step, shape)[0] - rates._density(on, at - step, shape)[0]
            assert slope[place] == pytest.approx(rise / 2e-5, rel=1e-5, abs=1e-4)


def test_days_that_differ_widen_what_is_known() -> None:
    on = points(4)
    alike, differing = (rates.mode(on, shape).sd[rates.ASKED] for shape in rates.SHAPES)
    assert differing > alike


def test_without_a_note_what_was_believed_hardly_changes() -> None:
    on = points(5)
    asleep = np.full(on.noted.size, -20.0)
    none = Points(on.columns, on.unsure, asleep, on.noted, on.begins, on.precision)
    for one in (rates.coefficient(none, [np.zeros(on.noted.size)]),):
        assert one.mean == pytest.approx(0.0, abs=1e-6)
        assert sd(one) == pytest.approx(1.5, rel=0.01)


def test_of_several_ways_the_one_that_fits_counts() -> None:
    on = points(6)
    rng = np.random.default_rng(1)
    right, wrong = on.columns[:, 0], rng.permuted(on.columns[:, 0])
    both = rates.coefficient(on, [right, wrong])
    assert both.mean == pytest.approx(rates.coefficient(on, [right]).mean, abs=0.02)
    assert both.quantile(0.5) > rates.coefficient(on, [wrong]).quantile(0.95)


def test_quantiles_and_probabilities_agree() -> None:
    on = points(7)
    found = rates.coefficient(on, [on.columns[:, 0]])
    for share in (0.05, 0.5, 0.95):
        assert found.above(found.quantile(share)) == pytest.approx(1 - share, abs=1e-6)
    assert (found.above(99.0), found.above(-99.0)) == (0.0, 1.0)
