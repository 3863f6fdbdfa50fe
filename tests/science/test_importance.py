"""Weighted draws, against distributions whose answers are known."""

import math

import numpy as np
import pytest
from scipy.special import ndtr, ndtri

from counterpoise.science.inference.importance import Mixture, Proposal, moments, pareto_tail, quantile, smoothed


@pytest.mark.parametrize("shape", [-0.3, 0.0, 0.4, 0.9])
def test_the_tail_shape_is_found(shape: float) -> None:
    rng = np.random.default_rng(1)
    u = rng.random(4000)
    draws = -np.log(u) if shape == 0 else (u**-shape - 1) / shape
    found, scale = pareto_tail(np.sort(2.5 * draws))
    assert found == pytest.approx(shape, abs=0.06)
    assert scale == pytest.approx(2.5, rel=0.08)


def slow_pareto_k(excess: list[float]) -> float:
    """Zhang & Stephens' estimate in plain loops, with the weak prior of Vehtari et al."""
    n = len(excess)
    m = 30 + int(math.sqrt(n))
    quarter = excess[int(n / 4 + 0.5) - 1]
    bs = [1 / excess[-1] + (1 - math.sqrt(m / (j - 0.5))) / (3 * quarter) for j in range(1, m + 1)]

    def profile(b: float) -> float:
        k = sum(math.log1p(-b * x) for x in excess) / n
        return n * (math.log(-b / k) - k - 1)

    weights = [1 / sum(math.exp(profile(other) - profile(b)) for other in bs) for b in bs]
    b = sum(w * x for w, x in zip(weights, bs, strict=True))
    k = sum(math.log1p(-b * x) for x in excess) / n
    return (n * k + 10 * 0.5) / (n + 10)


def test_the_tail_shape_is_that_of_the_loops_written_out() -> None:
    excess = np.sort(np.random.default_rng(2).pareto(2.0, 95))
    assert pareto_tail(excess)[0] == pytest.approx(slow_pareto_k([float(x) for x in excess]), rel=1e-9)


def test_a_proposal_that_is_the_target_needs_no_weights() -> None:
    proposal = Proposal(np.zeros(3), np.eye(3))
    z = proposal.at(np.random.default_rng(3).random((2000, 4)))
    weight, _k = smoothed(np.zeros(2000) + 1e-9 * z[:, 0])
    np.testing.assert_allclose(weight, 1 / 2000, rtol=1e-6)


def test_weights_undo_a_wide_proposal_and_warn_of_a_narrow_one() -> None:
    rng = np.random.default_rng(4)

    def weights(scale: float) -> tuple[float, float, float]:
        proposal = Proposal(np.zeros(4), np.eye(4) * scale)
        z = proposal.at(rng.random((4000, 5)))
        weight, k = smoothed(-0.5 * np.sum(z**2, axis=1) - proposal.log_density(z))
        mean, covariance = moments(z, weight)
        return k, float(np.abs(mean).max()), float(np.diag(covariance).mean())

    k, mean, variance = weights(1.1)
    assert k < 0.5
    assert mean < 0.08
    assert variance == pytest.approx(1.0, abs=0.08)
    assert weights(0.25)[0] > 0.7


def test_the_density_of_the_proposal_integrates_to_one() -> None:
    proposal = Proposal(np.array([1.0]), np.array([[2.0]]))
    x = np.linspace(-400, 400, 400_001)
    assert float(np.exp(proposal.log_density(x[:, None])).sum() * (x[1] - x[0])) == pytest.approx(1.0, abs=1e-6)


def test_weights_that_all_but_vanish_are_called_useless() -> None:
    weight, k = smoothed(np.concatenate([[0.0], np.full(199, -np.inf)]))
    assert k == math.inf
    assert weight.sum() == pytest.approx(1.0)


def test_a_mixture_of_one_normal_has_its_quantiles() -> None:
    mixture = Mixture(np.array([2.0, 2.0]), np.array([3.0, 3.0]), np.array([0.25, 0.75]))
    for q in (0.025, 0.5, 0.9):
        assert mixture.quantile(q) == pytest.approx(2 + 3 * float(ndtri(q)), abs=1e-5)
    assert mixture.below(0.0) == pytest.approx(float(ndtr(-2 / 3)))
    assert mixture.average == pytest.approx(2.0)


def test_weighted_quantiles_follow_the_weights() -> None:
    values = np.array([3.0, 1.0, 2.0])
    assert quantile(values, np.array([0.98, 0.01, 0.01]), 0.5) == pytest.approx(3.0, abs=0.05)
    assert quantile(values, np.array([1, 1, 1]) / 3, 0.5) == pytest.approx(2.0)
