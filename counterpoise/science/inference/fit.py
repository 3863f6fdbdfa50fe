"""The posterior of one person: mode, curvature, weighted draws; by a random walk where weighting fails.

Each round proposes from a multivariate t and weights by the exact density; the next round proposes from the moments
that the last one found. The state, with R in it, is integrated by the filter and never drawn.
"""

import math
from dataclasses import dataclass, fields, replace
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from counterpoise.science.inference.gains import LANES
from counterpoise.science.inference.importance import Mixture, Proposal, moments, smoothed
from counterpoise.science.inference.likelihood import Explained, explain
from counterpoise.science.inference.track import Track
from counterpoise.science.pharmacology.exposure import Array, Kinetics
from counterpoise.science.pharmacology.response import Response
from counterpoise.science.priors import NAMES, SIZE, Priors, Theta, log_prior

SCOUTS, DRAWS, MOST_DRAWS = 256, 1024, 4096
"""Draws of the round that only looks for a better proposal, of each later one, and of the last at the most."""
LARGEST_ERROR = 0.05
"""Points of relief by which chance may move an end of an interval before more draws are made."""
TINY = 1e-12
SPLIT_DRAWS = 300
"""Draws of the common posterior for the one with the effect told apart."""
ROUNDS = 3
GOOD_K, USELESS_K = 0.5, 0.7
KNOWN_WELL = 0.2
"""Sd of a log strength up to which the record is not asked what it is."""
WALK_STEPS, WALK_EVERY = 600, 6

Index = npt.NDArray[np.int64]
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

    @property
    def kinetics(self) -> Kinetics:
        """How a dose typically comes and goes in this person: weighted means of the logs, arrays of one."""
        drawn = self.theta.kinetics
        parts = (drawn.rate, drawn.absorption, drawn.slow_fraction)
        return Kinetics(*(np.exp([self.weight @ np.log(part)]) for part in parts))

    def error(self) -> float:
        """Monte-Carlo standard error of the ends of the 90 % interval of relief_4h, in points, the larger of the two.

        As if the draws were independent, which being evenly spread they surpass.
        """
        relief = self.relief(self.now.mean_4h())
        return max(relief.error(0.05), relief.error(0.95))

    def relief(self, factor: Array, group: int = 0) -> Mixture:
        """Points of relief where a draw gives `factor` (draws,) times R of a group."""
        sd = np.sqrt(self.explained.relief_cov[:, group, group])
        return Mixture(factor * self.explained.relief_mean[:, group], np.abs(factor) * sd, self.weight)


class _Target:
    """Log posterior density over the coordinates `free`, counting its evaluations.

    Strengths that are known well are not among them: they hardly move, and are drawn as believed beforehand.
    """

    def __init__(self, track: Track, priors: Priors) -> None:
        self.track, self.priors, self.count = track, priors, 0
        self.width = SIZE + track.unknowns
        known_well = np.all(np.abs(track.latent) <= KNOWN_WELL, axis=0)
        said = np.ones(SIZE, dtype=bool)
        said[NAMES.index("rating_share")] = bool(np.any(track.moments.answered))
        said[NAMES.index("dosing_share")] = track.moments.stand_ins
        said[[NAMES.index("felt"), NAMES.index("dosing_slope")]] = bool(np.any(track.moments.taken))
        self.free = np.flatnonzero(np.concatenate([said, ~known_well]))

    @property
    def size(self) -> int:
        """How many coordinates are free."""
        return int(self.free.size)

    def theta(self, z: Array, rng: np.random.Generator | None = None) -> Theta:
        """Parameters at free coordinates z (draws, size); the others drawn from their prior, or, without rng, at 0."""
        whole = np.zeros((z.shape[0], self.width)) if rng is None else rng.standard_normal((z.shape[0], self.width))
        whole[:, self.free] = z
        return self.priors.theta(whole)

    def explain(self, theta: Theta) -> Explained:
        self.count += theta.values.shape[0]
        return explain(theta, self.track, self.priors)

    def __call__(self, z: Array, rng: np.random.Generator | None = None) -> Array:
        return np.asarray(self.explain(self.theta(z, rng)).log_likelihood + log_prior(z))

    def minus_with_gradient(self, z: Array, step: float = 1e-5) -> tuple[float, Array]:
        """-log density and its gradient by forward differences, all in one pass: exact enough to climb by."""
        value = self(np.vstack([z, z + step * np.eye(z.size)]))
        return -float(value[0]), -(value[1:] - value[0]) / step

    def curvature(self, z: Array, step: float = 0.05) -> Array:
        """Hessian of -log density by central differences, shape (size, size)."""
        one = step * np.eye(z.size)
        i, j = np.triu_indices(z.size, 1)
        both = one[i] + one[j]
        value = self(np.vstack([z, z + one, z - one, z + both, z - both]))
        here, up, down = value[0], value[1 : z.size + 1], value[z.size + 1 : 2 * z.size + 1]
        pair = value[2 * z.size + 1 :].reshape(2, -1).sum(axis=0)
        result = np.diag(up + down - 2 * here)
        result[i, j] = result[j, i] = (pair - up[i] - up[j] - down[i] - down[j] + 2 * here) / 2
        return -result / step**2


def fit(track: Track, priors: Priors, rng: np.random.Generator) -> Posterior:
    """The posterior of one person from the entries of the record; linear in their number.

    `likelihoods` of the result counts passes over the record. Source: docs/science.md, "The posterior".
    """
    target = _Target(track, priors)
    sample = _Sample(target, _laplace(target), rng, SCOUTS)
    for _round in range(ROUNDS):
        mean, covariance = moments(sample.z, sample.posterior.weight)
        sample = _Sample(target, Proposal(mean, _root(covariance)), rng, DRAWS)
        if sample.posterior.pareto_k < GOOD_K:
            break
    while sample.posterior.error() > LARGEST_ERROR and sample.z.shape[0] < MOST_DRAWS:
        sample.double()
    posterior = sample.posterior
    if not posterior.pareto_k < USELESS_K:
        posterior = _walked(target, sample.z, posterior, rng)
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
    start = np.zeros(target.size)
    steep = float(np.linalg.norm(target.minus_with_gradient(start)[1]))
    found = minimize(
        target.minus_with_gradient,
        start,
        jac=True,
        method="BFGS",
        options={"hess_inv0": np.eye(target.size) * min(1.0, 1 / max(steep, 1e-9)), "gtol": 0.2, "maxiter": 100},
    )
    values, vectors = np.linalg.eigh(target.curvature(found.x))
    # Directions that bend the wrong way at the mode are given the prior's width.
    values = np.where(values > 0.3, values, 1.0)
    return Proposal(found.x, _root((vectors / values) @ vectors.T))


class _Sample:
    """Draws of one proposal with their weights, which can be doubled: the points stay evenly spread."""

    def __init__(self, target: _Target, proposal: Proposal, rng: np.random.Generator, count: int) -> None:
        # Half a second to import, which only an answer needs.
        from scipy.stats.qmc import Sobol

        self.target, self.proposal, self.rng = target, proposal, rng
        self.points = Sobol(target.size + 1, rng=rng)
        self.z, self.explained, self.theta = self._more(count)
        self.posterior = self._weighted()

    def double(self) -> None:
        """As many draws again."""
        z, explained, theta = self._more(self.z.shape[0])
        self.z = np.concatenate([self.z, z])
        self.theta = Theta(np.concatenate([self.theta.values, theta.values]))
        both = ((getattr(self.explained, kind.name), getattr(explained, kind.name)) for kind in fields(explained))
        self.explained = Explained(*(np.concatenate(pair) for pair in both))
        self.posterior = self._weighted()

    def _more(self, count: int) -> tuple[Array, Explained, Theta]:
        z = self.proposal.at(np.clip(self.points.random(count), TINY, 1 - TINY))
        theta = self.target.theta(z, self.rng)
        return z, self.target.explain(theta), theta

    def _weighted(self) -> Posterior:
        log_ratio = self.explained.log_likelihood + log_prior(self.z) - self.proposal.log_density(self.z)
        weight, k = smoothed(np.where(np.isfinite(log_ratio), log_ratio, -np.inf))
        return Posterior(self.theta, weight, self.explained, "laplace+is", k, 0)


def _root(covariance: Array) -> Array:
    """Cholesky factor; a hair of the prior keeps a collapsed covariance positive."""
    return np.asarray(np.linalg.cholesky(covariance + 1e-6 * np.eye(covariance.shape[0])))


def _walked(target: _Target, z: Array, failed: Posterior, rng: np.random.Generator) -> Posterior:
    """Random-walk Metropolis, LANES chains at once, steps of 2.38 / sqrt(d) posterior sd (Gelman et al. 1996)."""
    _mean, covariance = moments(z, failed.weight)
    factor = _root(covariance) * 2.38 / math.sqrt(target.size)
    here = z[rng.choice(z.shape[0], LANES, p=failed.weight)]
    density = target(here)
    kept = np.empty((WALK_STEPS, LANES, target.size))
    for step in range(WALK_STEPS):
        there = here + rng.standard_normal((LANES, target.size)) @ factor.T
        reached = target(there)
        moves = np.log(rng.random(LANES)) < reached - density
        here, density = np.where(moves[:, None], there, here), np.where(moves, reached, density)
        kept[step] = here
    draws = kept[WALK_STEPS // 4 :: WALK_EVERY].reshape(-1, target.size)
    theta = target.theta(draws, rng)
    explained = target.explain(theta)
    weight = np.full(draws.shape[0], 1 / draws.shape[0])
    return Posterior(theta, weight, explained, "random walk", failed.pareto_k, 0)
