"""How well a set of parameters explains the diary: one pass over its entries for each set.

State x = (u, s, level, cos, sin, R_1 .. R_G): pain that wanders within hours (u) and within weeks (s), both
Ornstein-Uhlenbeck; the usual level, its daily rhythm and the relief of a usual dose, which stand still. A rating is
    y = clip(round(level + rhythm + u + s - sum_g R_g gain_g + noise), low, high),
and each is worked in by matching the moments of the state given the interval that y stands for. G is 1, or the number
of reasons for which the effect is told apart: each group has its share of one common, saturating gain.
"""

import math
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr

from counterpoise.science.compiled import kernel
from counterpoise.science.exposure import POOL_RATE, SLOW_RATE, Array
from counterpoise.science.pain import interval_moments
from counterpoise.science.priors import Priors, Theta
from counterpoise.science.response import DOSES_A_DAY_AT_ONE

Parts = tuple[Any, ...]

RATING = -1
HISTORY_SD, MOST_BROUGHT = 0.25, 1.5
_STILL = 5
"""Places of the state before the first R."""
_LANES = 8
"""Places kept for the state: at most three groups of doses."""


@dataclass(frozen=True, slots=True)
class Track:
    """The entries in the order in which they act, each of shape (entries,) or (ratings,).

    gap_h: hours since the entry before; group: RATING or the group of the dose; amount: in usual doses; typical: doses
    whose moment counts for the typical exposure. For ratings: low, high: the interval on 0-10 (infinite at the ends);
    cos, sin: of the local time of day; since_h: hours since the rating before. first: index of the entry with which
    the record starts. brought: tolerance M at the first entry as the person's history has it, or, not known, what the
    doses of the first days would build if they had been going on for ever.
    """

    gap_h: Array
    group: npt.NDArray[np.int64]
    amount: Array
    typical: npt.NDArray[np.bool_]
    low: Array
    high: Array
    cos: Array
    sin: Array
    since_h: Array
    first: int
    brought: float
    brought_known: bool
    groups: int = 1

    def tolerance_brought(self, start: Array) -> Array:
        """M at the first entry for standard normal draws `start`, shape (draws,).

        A history is told from memory: log-normal around it, sd HISTORY_SD. Without one anything is as likely from
        nothing to MOST_BROUGHT times what the first days would build: people also begin a diary while cutting down.
        """
        if self.brought_known:
            return np.asarray(self.brought * np.exp(HISTORY_SD * start))
        return np.asarray(self.brought * MOST_BROUGHT * ndtr(start))


@dataclass(frozen=True, slots=True)
class Explained:
    """For each set of parameters: log likelihood (draws,), mean (draws, G) and covariance (draws, G, G) of R given
    the parameters, tolerance M at the start and at the end of the record, exposure at a typical dose (draws,)."""

    log_likelihood: Array
    relief_mean: Array
    relief_cov: Array
    tolerance_start: Array
    tolerance_end: Array
    typical_exposure: Array


def explain(theta: Theta, track: Track, priors: Priors) -> Explained:
    """Run the filter over the record for every draw of theta; the work is draws times entries."""
    draws, groups = theta.values.shape[0], track.groups
    result = Explained(
        np.empty(draws), np.empty((draws, groups)), np.empty((draws, groups, groups)), *np.empty((3, draws))
    )
    kinetics = theta.kinetics
    size = np.column_stack(
        [kinetics.peak_height(), DOSES_A_DAY_AT_ONE / 24 * kinetics.raw_area(), track.tolerance_brought(theta["start"])]
    )
    rates = np.column_stack([kinetics.rate, kinetics.absorption, kinetics.slow_fraction])
    start = np.array([priors.level_mean, priors.level_sd, priors.rhythm_sd, priors.relief_sd])
    decays = np.exp(-SLOW_RATE * track.gap_h), np.exp(-POOL_RATE * track.gap_h)
    _explain_all(
        (theta.values, rates, size),
        start,
        (track.gap_h, *decays, track.group, track.amount, track.typical, track.first),
        (track.low, track.high, track.cos, track.sin, track.since_h),
        tuple(getattr(result, part.name) for part in fields(result)),
    )
    return result


@kernel
def _explain_all(draws: Parts, start: Array, entries: Parts, ratings: Parts, out: Parts) -> None:
    """The loop over draws; the parts are tuples of the arrays above, `out` those of Explained."""
    values, rates, size = draws
    likelihood, relief_mean, relief_cov, tolerance_start, tolerance_end, typical_exposure = out
    groups = relief_mean.shape[1]
    mean, cov, look, gain = np.zeros(_LANES), np.zeros((_LANES, _LANES)), np.zeros(_LANES), np.zeros(_LANES)
    gains = np.empty((ratings[0].size, groups))
    for i in range(values.shape[0]):
        person = values[i], rates[i], size[i]
        levels = _gains(person, entries, gains) if groups == 1 else _split_gains(person, entries, gains)
        tolerance_start[i], tolerance_end[i], typical_exposure[i] = levels
        _start(values[i], start, _STILL + groups, mean, cov)
        likelihood[i] = _filter(values[i], ratings, gains, (mean, cov), (look, gain))
        for g in range(groups):
            relief_mean[i, g] = mean[_STILL + g]
            for h in range(groups):
                relief_cov[i, g, h] = cov[_STILL + g, _STILL + h]


@kernel
def _gains(person: Parts, entries: Parts, gains: Array) -> tuple[float, float, float]:
    """Exposure and tolerance by running exponentials; writes the gain at each rating.

    A dose acts as (1-f) e^(-a s) + f e^(-b s) - e^(-k s); through the tolerance pool each e^(-r s) becomes
    m / (m - r) (e^(-r s) - e^(-m s)), m = POOL_RATE. Returns the tolerance at the first and the last entry of the
    record and the exposure at a typical dose.
    """
    value, rate, size = person
    gap, slow_decay, pool_decay, group, amount, typical, first = entries
    a, k, f = rate
    half, tau = value[0], value[2]
    top = (half * (1 + tau) + 1) / size[0]
    through_a = (1 - f) * POOL_RATE / (POOL_RATE - a)
    through_b = f * POOL_RATE / (POOL_RATE - SLOW_RATE)
    through_k = POOL_RATE / (POOL_RATE - k)
    fast, slow, rising, pool, brought = 0.0, 0.0, 0.0, 0.0, size[2]
    seen, met, at_dose, tolerance, at_first = 0, 0, 0.0, size[2], size[2]
    for j in range(gap.size):
        if gap[j] > 0:
            fast *= math.exp(-a * gap[j])
            rising *= math.exp(-k * gap[j])
            slow *= slow_decay[j]
            pool *= pool_decay[j]
            brought *= pool_decay[j]
        pooled = through_a * (fast - pool) + through_b * (slow - pool) - through_k * (rising - pool)
        tolerance = brought + pooled / size[1]
        raw = max((1 - f) * fast + f * slow - rising, 0.0)
        if j == first:
            at_first = tolerance
        if group[j] == RATING:
            gains[seen, 0] = top * raw / (half * (1 + tau * tolerance) + raw / size[0])
            seen += 1
            continue
        if typical[j]:
            at_dose += raw / size[0]
            met += 1
        fast += amount[j]
        slow += amount[j]
        rising += amount[j]
        pool += amount[j]
    return at_first, tolerance, at_dose / max(met, 1)


@kernel
def _split_gains(person: Parts, entries: Parts, gains: Array) -> tuple[float, float, float]:
    """The gain of each group of doses: its share, by exposure, of the gain of all doses together."""
    gap, slow_decay, _pool_decay, group, amount, _typical, _first = entries
    a, k, f = person[1]
    whole = np.empty((gains.shape[0], 1))
    levels = _gains(person, entries, whole)
    acting, raw = np.zeros((gains.shape[1], 3)), np.zeros(gains.shape[1])
    seen = 0
    for j in range(gap.size):
        acting[:, 0] *= math.exp(-a * gap[j])
        acting[:, 1] *= slow_decay[j]
        acting[:, 2] *= math.exp(-k * gap[j])
        if group[j] != RATING:
            acting[group[j]] += amount[j]
            continue
        for g in range(raw.size):
            raw[g] = max((1 - f) * acting[g, 0] + f * acting[g, 1] - acting[g, 2], 0.0)
        total = raw.sum()
        for g in range(raw.size):
            gains[seen, g] = whole[seen, 0] * raw[g] / total if total > 0 else 0.0
        seen += 1
    return levels


@kernel
def _start(value: Array, start: Array, width: int, mean: Array, cov: Array) -> None:
    """The state before the first rating; places beyond `width` stay empty."""
    mean[:] = 0.0
    cov[:] = 0.0
    mean[2] = start[0]
    cov[0, 0], cov[1, 1] = value[3] ** 2, value[5] ** 2
    cov[2, 2] = start[1] ** 2
    cov[3, 3] = cov[4, 4] = start[2] ** 2
    for g in range(_STILL, width):
        cov[g, g] = start[3] ** 2


@kernel
def _filter(value: Array, ratings: Parts, gains: Array, state: Parts, room: Parts) -> float:
    """Predict and update through all ratings; returns the log likelihood, leaves the last state in `state`.

    Inner loops run over _LANES places, a number known when compiling, so that they become a few wide instructions.
    """
    low, high, cos, sin, since = ratings
    mean, cov = state
    look, gain = room
    width = _STILL + gains.shape[1]
    noise = value[7] ** 2
    look[:3] = 1.0
    total = 0.0
    for n in range(low.size):
        if since[n] > 0:
            _wander(0, math.exp(-since[n] / value[4]), value[3] ** 2, mean, cov)
            _wander(1, math.exp(-since[n] / value[6]), value[5] ** 2, mean, cov)
        look[3], look[4] = cos[n], sin[n]
        for g in range(gains.shape[1]):
            look[_STILL + g] = -gains[n, g]
        for q in range(_LANES):
            gain[q] = 0.0
        for p in range(width):
            for q in range(_LANES):
                gain[q] += cov[p, q] * look[p]
        expected, spread = 0.0, noise
        for p in range(width):
            expected += look[p] * mean[p]
            spread += look[p] * gain[p]
        sd = math.sqrt(spread)
        log_z, shift, shrink = interval_moments((low[n] - expected) / sd, (high[n] - expected) / sd)
        total += log_z
        for q in range(_LANES):
            mean[q] += gain[q] * (shift / sd)
            gain[q] *= math.sqrt(max(shrink, 0.0)) / sd
        for p in range(width):
            for q in range(_LANES):
                cov[p, q] -= gain[p] * gain[q]
    return total


@kernel
def _wander(p: int, keep: float, variance: float, mean: Array, cov: Array) -> None:
    """One Ornstein-Uhlenbeck step of place `p` of the state: `keep` of it stays, the rest is drawn anew."""
    mean[p] *= keep
    for q in range(_LANES):
        cov[p, q] *= keep
        cov[q, p] *= keep
    cov[p, p] += variance * (1 - keep * keep)
