"""Slow, obvious ways to what the filter computes: sums over all doses, one dense normal, a grid over (u, s)."""

import math
from dataclasses import dataclass, replace

import numpy as np
from scipy.special import ndtr

from counterpoise.science.inference.likelihood import explain
from counterpoise.science.inference.track import RATED, RATING, Moments, Track
from counterpoise.science.pharmacology.exposure import POOL_RATE, SLOW_RATE, Array
from counterpoise.science.priors import Priors, Theta

WIDEST = 0.04
"""Half the width, in points, of the widest interval from which ratings without width are extrapolated."""
REACH = 6.0
"""The grid over u and s ends so many of their standard deviations from 0."""
COARSE, FINE = 0.1, 0.01
"""Steps of that grid in standard deviations: the widest, and the narrowest that short gaps may call for."""
PACES = "fast", "slow"
NODES = 9
"""Values of R at which the grid is gone through: Gauss-Hermite nodes around where the filter has R."""


def ratings_alone(track: Track) -> Track:
    """The same record, with nothing made of the decisions to take a dose or to rate."""
    none = np.zeros_like(track.moments.taken)
    return replace(track, moments=replace(track.moments, taken=none, answered=none))


def at_known(priors: Priors) -> Priors:
    """The usual pain at its prior mean, no rhythm, no readiness beyond pain: of what stands still only R is open."""
    return replace(priors, level_sd=0.0, rhythm_sd=0.0, take_sd=0.0)


def gains(person: Theta, track: Track) -> Array:
    """E / R at every moment, from sums over all doses written out.

    Through the tolerance pool, of rate m, each e^(-r s) becomes m / (m - r) (e^(-r s) - e^(-m s)).
    """
    kinetics = person.kinetics
    a, k, f = (float(part[0]) for part in (kinetics.rate, kinetics.absorption, kinetics.slow_fraction))
    peak, area = float(kinetics.peak_height()[0]), float(kinetics.raw_area()[0])
    half, tau = float(person["half_effect"][0]), float(person["tolerance"][0])
    hour, dosed = np.cumsum(track.gap_h), track.group != RATING
    since = hour[~dosed, None] - hour[dosed]
    s, amount = np.maximum(since, 0.0), track.amount[dosed]
    acting, pooled = np.zeros_like(s), np.zeros_like(s)
    for share, rate in ((1 - f, a), (f, SLOW_RATE), (-1.0, k)):
        acting += share * np.exp(-rate * s)
        pooled += share * POOL_RATE / (POOL_RATE - rate) * (np.exp(-rate * s) - np.exp(-POOL_RATE * s))
    brought = track.tolerance_brought(person["start"]) * np.exp(-POOL_RATE * (hour[~dosed] - hour[0]))
    tolerance = brought + pooled @ amount / (1.5 / 24 * area)
    c = acting @ amount / peak
    return np.asarray((half * (1 + tau) + 1) * c / (half * (1 + tau * tolerance) + c))


def dense(person: Theta, track: Track, priors: Priors) -> Array:
    """Log density of ratings without rounding, mean and variance of R: one multivariate normal over everything."""
    moments, rated = track.moments, track.moments.held == RATED
    at = np.cumsum(moments.since_h)[rated]
    design = np.column_stack([np.ones_like(at), moments.cos[rated], moments.sin[rated], -gains(person, track)[rated]])
    prior = np.diag([priors.level_sd**2, priors.rhythm_sd**2, priors.rhythm_sd**2, priors.relief_sd**2])
    apart = np.abs(at[:, None] - at[None, :])
    cov = person["sd_fast"] ** 2 * np.exp(-apart / person["length_fast_h"])
    cov = cov + person["sd_slow"] ** 2 * np.exp(-apart / person["length_slow_h"])
    cov = cov + design @ prior @ design.T + np.eye(at.size) * person["rating_sd"] ** 2
    away = moments.value[rated] - priors.level_mean
    solved = np.linalg.solve(cov, away)
    log_density = -0.5 * (away @ solved + np.linalg.slogdet(cov)[1] + at.size * math.log(2 * math.pi))
    across = (prior @ design.T)[3]
    return np.array([log_density, across @ solved, prior[3, 3] - across @ np.linalg.solve(cov, across)])


def without_width(person: Theta, track: Track, priors: Priors) -> Array:
    """The filter's log density of the ratings, mean and variance of R, as their intervals shrink to points.

    Each is a series in the squared width; three widths remove its first two terms (Richardson). Narrower intervals
    would cost digits: the filter takes the difference of two nearly equal tails.
    """

    def at_half(half: float) -> Array:
        values = track.moments.value
        narrow = replace(track.moments, low=values - half, high=values + half)
        found = explain(person, replace(track, moments=narrow), priors)
        density = found.log_likelihood[0] - np.sum(track.moments.held == RATED) * math.log(2 * half)
        return np.array([density, found.relief_mean[0, 0], found.relief_cov[0, 0, 0]])

    wide, middle, narrow = (at_half(WIDEST / part) for part in (1, 2, 4))
    first, second = (4 * middle - wide) / 3, (4 * narrow - middle) / 3
    return np.asarray((16 * second - first) / 15)


@dataclass(frozen=True, slots=True)
class Gridded:
    """What the grid finds: log likelihood with R integrated, posterior mean and sd of R."""

    log_likelihood: float
    mean: float
    sd: float


def gridded(person: Theta, track: Track, priors: Priors) -> Gridded:
    """The likelihood without matching of moments, at what `at_known` says of the rest: R by quadrature around where
    the filter has it."""
    found = explain(person, track, at_known(priors))
    centre, sd = float(found.relief_mean[0, 0]), math.sqrt(found.relief_cov[0, 0, 0])
    node, weight = np.polynomial.hermite_e.hermegauss(NODES)
    relief = centre + sd * node
    log_joint = on_a_grid(person, track, priors, relief).sum(axis=1) - 0.5 * (relief / priors.relief_sd) ** 2
    part = weight * np.exp(log_joint - log_joint.max() + node**2 / 2)
    total = math.log(part.sum() / math.sqrt(2 * math.pi) * sd / priors.relief_sd) + log_joint.max()
    mean = float(part @ relief / part.sum())
    return Gridded(total, mean, math.sqrt(part @ (relief - mean) ** 2 / part.sum()))


def on_a_grid(person: Theta, track: Track, priors: Priors, reliefs: Array) -> Array:
    """Log probability of what each moment holds, given those before, at each R: shape (reliefs, moments).

    The joint density of u and s at the nodes of a grid, moved by the exact density of their next value. Sums over a
    grid finer than that density is wide are right to many digits.
    """
    moments, gain = track.moments, gains(person, track)
    since = moments.since_h[moments.since_h > 0]
    u, s = (_Wander(float(person[f"sd_{p}"][0]), float(person[f"length_{p}_h"][0]), since.min()) for p in PACES)
    pain = priors.level_mean + u.nodes[:, None] + s.nodes[None, :]
    belief = np.repeat((u.usual[:, None] * s.usual[None, :])[None], reliefs.size, axis=0)
    parts = np.zeros((reliefs.size, gain.size))
    for n in range(gain.size):
        if moments.since_h[n] > 0:
            belief = u.moved(moments.since_h[n]) @ belief @ s.moved(moments.since_h[n]).T
        for i, relief in enumerate(reliefs):
            belief[i] *= told(person, moments, n, pain - relief * gain[n])
        sums = belief.sum(axis=(1, 2))
        parts[:, n] = np.log(sums)
        belief /= sums[:, None, None]
    return parts


def told(person: Theta, moments: Moments, n: int, pain: Array) -> Array:
    """Probability of what moment n holds at this pain, the readiness to take a dose being 0: rating, decision, miss."""
    names = "rating_sd", "dosing_slope", "felt", "rating_share", "dosing_share"
    noise, slope, felt, share, passing = (float(person[name][0]) for name in names)
    chance = np.ones_like(pain)
    if moments.held[n] == RATED:
        chance *= ndtr((moments.high[n] - pain) / noise) - ndtr((moments.low[n] - pain) / noise)
    if moments.taken[n] and moments.held[n] == RATED:
        seen = moments.value[n] + felt * (pain - moments.value[n])
        chance *= ndtr(moments.taken[n] * slope * (seen - 5))
    elif moments.taken[n]:
        wanted = ndtr(slope * (pain - 5) / math.hypot(1.0, slope * (1 - felt) * noise))
        chance *= wanted if moments.taken[n] > 0 else 1 - passing * wanted
    if moments.taken[n] > 0 and moments.stand_ins:
        chance *= passing
    if moments.answered[n] > 0:
        chance *= share
    elif moments.answered[n] < 0:
        chance *= 1 - share * ndtr((pain - moments.cut) / noise)
    return chance


class _Wander:
    """An Ornstein-Uhlenbeck process on a grid no coarser than the density of its next value after `least_h` hours."""

    def __init__(self, sd: float, length_h: float, least_h: float) -> None:
        self.sd, self.length_h = sd, length_h
        self.step = sd * min(max(self._spread(least_h), FINE), COARSE)
        half = math.ceil(REACH * sd / self.step)
        self.nodes = np.arange(-half, half + 1) * self.step

    def _spread(self, hours: float) -> float:
        return math.sqrt(-math.expm1(-2 * hours / self.length_h))

    @property
    def usual(self) -> Array:
        """Its distribution before anything is known."""
        return np.asarray(np.exp(-0.5 * (self.nodes / self.sd) ** 2) * self.step / (self.sd * math.sqrt(2 * math.pi)))

    def moved(self, hours: float) -> Array:
        """Matrix that takes a distribution over the nodes to the one some hours later."""
        spread = self.sd * self._spread(hours)
        away = (self.nodes[:, None] - math.exp(-hours / self.length_h) * self.nodes[None, :]) / spread
        return np.asarray(np.exp(-0.5 * away**2) * self.step / (spread * math.sqrt(2 * math.pi)))
