"""The posterior of one person: mode, curvature, weighted draws; by a random walk where weighting fails.

Each round proposes from a multivariate t and weights by the exact density; the next round proposes from the moments
that the last one found. The state, with R in it, is integrated by the filter and never drawn.
"""

import math
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from scipy.optimize import minimize

from counterpoise.science.inference.filter import LANES
from counterpoise.science.inference.importance import Mixture, Proposal, moments, smoothed
from counterpoise.science.inference.likelihood import Explained, explain
from counterpoise.science.inference.track import Track
from counterpoise.science.pharmacology.exposure import Array
from counterpoise.science.pharmacology.response import Response
from counterpoise.science.priors import SIZE, Priors, Theta, log_prior

DRAWS = 800
SCOUTS = 300
"""Draws of a round that only looks for a better proposal."""
SPLIT_DRAWS = 300
"""Draws of the common posterior for the one with the effect told apart."""
ROUNDS = 3
GOOD_K, USELESS_K = 0.5, 0.7
WALK_STEPS, WALK_EVERY = 600, 6

Method = Literal["laplace+is", "random walk"]


@dataclass(frozen=True, slots=True)
class Posterior:
    """What the record says of one person: weighted draws of theta and, given each, the normal relief R.

    explained: the filter's results for the draws; weight: (draws,), sums to 1; pareto_k: of the weights kept, or of
    those that failed where the method is a random walk.
    """

    theta: Theta
    weight: Array
    explained: Explained
    method: Method
    pareto_k: float
    likelihoods: int

    @property
    def now(self) -> Response:
        """The response at the tolerance reached at the last entry."""
        return Response(self.theta, self.explained.tolerance_end)

    @property
    def at_start(self) -> Response:
        """The response at the tolerance with which the record began."""
        return Response(self.theta, self.explained.tolerance_start)

    def relief(self, factor: Array, group: int = 0) -> Mixture:
        """Points of relief where a draw gives `factor` (draws,) times R of a group."""
        sd = np.sqrt(self.explained.relief_cov[:, group, group])
        return Mixture(factor * self.explained.relief_mean[:, group], np.abs(factor) * sd, self.weight)


class _Target:
    """Log posterior density over standard coordinates, counting its evaluations."""

    def __init__(self, track: Track, priors: Priors) -> None:
        self.track, self.priors, self.count = track, priors, 0

    def explain(self, z: Array) -> Explained:
        self.count += np.atleast_2d(z).shape[0]
        return explain(self.priors.theta(z), self.track, self.priors)

    def __call__(self, z: Array) -> Array:
        return np.asarray(self.explain(z).log_likelihood + log_prior(z))

    def minus_with_gradient(self, z: Array, step: float = 1e-5) -> tuple[float, Array]:
        """-log density and its gradient by forward differences, all in one pass: exact enough to climb by."""
        value = self(np.vstack([z, z + step * np.eye(SIZE)]))
        return -float(value[0]), -(value[1:] - value[0]) / step

    def curvature(self, z: Array, step: float = 0.05) -> Array:
        """Hessian of -log density by central differences, shape (SIZE, SIZE)."""
        one = step * np.eye(SIZE)
        i, j = np.triu_indices(SIZE, 1)
        both = one[i] + one[j]
        value = self(np.vstack([z, z + one, z - one, z + both, z - both]))
        here, up, down = value[0], value[1 : SIZE + 1], value[SIZE + 1 : 2 * SIZE + 1]
        pair = value[2 * SIZE + 1 :].reshape(2, -1).sum(axis=0)
        result = np.diag(up + down - 2 * here)
        result[i, j] = result[j, i] = (pair - up[i] - up[j] - down[i] - down[j] + 2 * here) / 2
        return -result / step**2


def fit(track: Track, priors: Priors, rng: np.random.Generator) -> Posterior:
    """The posterior of one person from the entries of the record; linear in their number.

    `likelihoods` of the result counts passes over the record. Source: docs/science.md, "The posterior".
    """
    target = _Target(track, priors)
    proposal = _laplace(target)
    for round_ in range(ROUNDS):
        posterior, z = _weighted(target, proposal, rng, SCOUTS if round_ == 0 else DRAWS)
        if posterior.pareto_k < GOOD_K and round_ > 0:
            break
        mean, covariance = moments(z, posterior.weight)
        proposal = Proposal(mean, _root(covariance))
    if not posterior.pareto_k < USELESS_K:
        posterior = _walked(target, z, posterior, rng)
    return replace(posterior, likelihoods=target.count)


def split(posterior: Posterior, track: Track, priors: Priors, rng: np.random.Generator) -> Posterior | None:
    """The same person with the effect told apart by groups of doses: draws kept in proportion to their weight, then
    weighted by what the groups change.

    `track` has the groups. None where the draws of the common effect do not carry the split one (k above USELESS_K).
    """
    places = (np.arange(SPLIT_DRAWS) + rng.random()) / SPLIT_DRAWS
    chosen = np.minimum(np.searchsorted(np.cumsum(posterior.weight), places), posterior.weight.size - 1)
    theta = Theta(posterior.theta.values[chosen])
    explained = explain(theta, track, priors)
    weight, k = smoothed(explained.log_likelihood - posterior.explained.log_likelihood[chosen])
    if not k < USELESS_K:
        return None
    return replace(posterior, theta=theta, weight=weight, explained=explained, pareto_k=k)


def _laplace(target: _Target) -> Proposal:
    """Mode by BFGS from the prior's centre, with the curvature there."""
    start = np.zeros(SIZE)
    steep = float(np.linalg.norm(target.minus_with_gradient(start)[1]))
    found = minimize(
        target.minus_with_gradient,
        start,
        jac=True,
        method="BFGS",
        options={"hess_inv0": np.eye(SIZE) * min(1.0, 1 / max(steep, 1e-9)), "gtol": 0.02, "maxiter": 100},
    )
    values, vectors = np.linalg.eigh(target.curvature(found.x))
    # Directions that bend the wrong way at the mode are given the prior's width.
    values = np.where(values > 0.3, values, 1.0)
    return Proposal(found.x, _root((vectors / values) @ vectors.T))


def _weighted(target: _Target, proposal: Proposal, rng: np.random.Generator, count: int) -> tuple[Posterior, Array]:
    z = proposal.draw(count, rng)
    explained = target.explain(z)
    log_ratio = explained.log_likelihood + log_prior(z) - proposal.log_density(z)
    weight, k = smoothed(np.where(np.isfinite(log_ratio), log_ratio, -np.inf))
    return Posterior(target.priors.theta(z), weight, explained, "laplace+is", k, 0), z


def _root(covariance: Array) -> Array:
    """Cholesky factor; a hair of the prior keeps a collapsed covariance positive."""
    return np.asarray(np.linalg.cholesky(covariance + 1e-6 * np.eye(SIZE)))


def _walked(target: _Target, z: Array, failed: Posterior, rng: np.random.Generator) -> Posterior:
    """Random-walk Metropolis, LANES chains at once, steps of 2.38 / sqrt(d) posterior sd (Gelman et al. 1996)."""
    _mean, covariance = moments(z, failed.weight)
    factor = _root(covariance) * 2.38 / math.sqrt(SIZE)
    here = z[rng.choice(z.shape[0], LANES, p=failed.weight)]
    density = target(here)
    kept = np.empty((WALK_STEPS, LANES, SIZE))
    for step in range(WALK_STEPS):
        there = here + rng.standard_normal((LANES, SIZE)) @ factor.T
        reached = target(there)
        moves = np.log(rng.random(LANES)) < reached - density
        here, density = np.where(moves[:, None], there, here), np.where(moves, reached, density)
        kept[step] = here
    draws = kept[WALK_STEPS // 4 :: WALK_EVERY].reshape(-1, SIZE)
    explained = target.explain(draws)
    weight = np.full(draws.shape[0], 1 / draws.shape[0])
    return Posterior(target.priors.theta(draws), weight, explained, "random walk", failed.pareto_k, 0)
