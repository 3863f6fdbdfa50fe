"""Weighted draws: smoothing their heaviest weights, and what they say.

Pareto-smoothed importance sampling: Vehtari, Simpson, Gelman, Yao & Gabry (2024, JMLR 25:72); the tail is fitted as by
Zhang & Stephens (2009, Technometrics 51:316).
"""

import math
from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq
from scipy.special import gammaincinv, gammaln, logsumexp, ndtr, ndtri

from counterpoise.science.pharmacology.exposure import Array

FREEDOM = 8.0
"""Degrees of freedom of the proposal: tails heavier than those of the posterior."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A multivariate t distribution: centre (d,), lower Cholesky factor of its scale (d, d)."""

    centre: Array
    factor: Array

    def at(self, even: Array) -> Array:
        """Draws (draws, d) from points of the unit cube (draws, d + 1): the more even the points, the less chance."""
        normal = ndtri(even[:, 1:]) @ self.factor.T
        stretch = np.sqrt(FREEDOM / (2 * gammaincinv(FREEDOM / 2, even[:, 0])))
        return np.asarray(self.centre + normal * stretch[:, None])

    def log_density(self, z: Array) -> Array:
        """Log density at z (draws, d)."""
        d = self.centre.size
        away = np.linalg.solve(self.factor, (z - self.centre).T)
        constant = gammaln((FREEDOM + d) / 2) - gammaln(FREEDOM / 2) - d / 2 * math.log(FREEDOM * math.pi)
        scale = np.sum(np.log(np.diag(self.factor)))
        return np.asarray(constant - scale - (FREEDOM + d) / 2 * np.log1p(np.sum(away**2, axis=0) / FREEDOM))


def smoothed(log_ratio: Array) -> tuple[Array, float]:
    """Weights that sum to 1, and the shape k of their tail; log_ratio: log target - log proposal, shape (draws,).

    The heaviest min(n / 5, 3 sqrt n) ratios are replaced by the expected order statistics of the fitted Pareto tail.
    k below .5: as good as independent draws; above .7: not to be trusted.
    """
    raw = log_ratio - np.max(log_ratio)
    count = raw.size
    tail = math.ceil(min(count / 5, 3 * math.sqrt(count)))
    order = np.argsort(raw)
    cut = raw[order[-tail - 1]]
    excess = np.exp(raw[order[-tail:]]) - math.exp(cut)
    if tail < 5 or excess[-1] <= 0 or not np.isfinite(cut):
        return np.exp(raw - logsumexp(raw)), math.inf
    k, scale = pareto_tail(excess)
    rank = (np.arange(tail) + 0.5) / tail
    step = -np.log1p(-rank) if abs(k) < 1e-12 else np.expm1(-k * np.log1p(-rank)) / k
    smooth = raw.copy()
    smooth[order[-tail:]] = np.minimum(np.log(math.exp(cut) + scale * step), 0.0)
    return np.exp(smooth - logsumexp(smooth)), k


def pareto_tail(excess: Array) -> tuple[float, float]:
    """Shape k and scale of a generalised Pareto distribution for ascending excesses over a threshold, shape (n,).

    The mean over a profile posterior of b = -k / scale (Zhang & Stephens 2009), with k drawn towards .5 as by ten more
    observations (Vehtari et al. 2024).
    """
    count = excess.size
    grid = 30 + int(math.sqrt(count))
    b = 1 - np.sqrt(grid / (np.arange(1, grid + 1) - 0.5))
    b = b / (3 * excess[int(count / 4 + 0.5) - 1]) + 1 / excess[-1]
    shape = np.mean(np.log1p(-b[:, None] * excess), axis=1)
    profile = count * (np.log(-b / shape) - shape - 1)
    weight = np.exp(profile - logsumexp(profile))
    best = float(np.sum(b * weight))
    k = float(np.mean(np.log1p(-best * excess)))
    scale = -k / best
    return (k * count + 5) / (count + 10), scale


@dataclass(frozen=True, slots=True)
class Mixture:
    """A quantity that is normal given each draw: mean, sd (draws,), weight (draws,) summing to 1.

    Using the normals instead of one sample from each halves the Monte-Carlo error (Rao-Blackwell).
    """

    mean: Array
    sd: Array
    weight: Array

    def below(self, x: float) -> float:
        """Probability of a value under x."""
        return float(self.weight @ ndtr((x - self.mean) / self.sd))

    @property
    def average(self) -> float:
        """Expected value."""
        return float(self.weight @ self.mean)

    def quantile(self, q: float) -> float:
        """The x with `below(x)` = q."""
        low, high = float(np.min(self.mean - 9 * self.sd)), float(np.max(self.mean + 9 * self.sd))
        return float(brentq(lambda x: self.below(x) - q, low, high, xtol=1e-6))

    def error(self, q: float) -> float:
        """Standard error of `quantile(q)` for independent draws: that of the probability, over the density."""
        x = (self.quantile(q) - self.mean) / self.sd
        density = float(self.weight @ (np.exp(-(x**2) / 2) / self.sd)) / math.sqrt(2 * math.pi)
        return math.sqrt(float(np.sum((self.weight * (ndtr(x) - q)) ** 2))) / density


def quantile(values: Array, weight: Array, q: float) -> float:
    """Quantile of weighted draws, linear between them."""
    order = np.argsort(values)
    reached = np.cumsum(weight[order]) - weight[order] / 2
    return float(np.interp(q, reached, values[order]))


def moments(z: Array, weight: Array) -> tuple[Array, Array]:
    """Weighted mean (d,) and covariance (d, d) of draws z (draws, d)."""
    mean = weight @ z
    away = z - mean
    return mean, np.asarray((away * weight[:, None]).T @ away)
