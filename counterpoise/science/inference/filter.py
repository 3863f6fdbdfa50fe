"""The compiled pass over the record: exposure, tolerance, then predict and update at each rating.

LANES draws go through it side by side: the innermost loops run over them, so that one instruction serves several and
no draw waits for another's division. Arrays end in the axis of the lanes; its length is read from them, since loops
whose length the compiler knows are unrolled into single steps.
"""

import math
from typing import Any

import numpy as np

from counterpoise.science.inference.compiled import kernel
from counterpoise.science.inference.pain import interval_moments
from counterpoise.science.inference.track import RATING
from counterpoise.science.pharmacology.exposure import Array

Parts = tuple[Any, ...]

LANES = 16
STILL = 5
"""Places of the state before the first R: u, s, level, cos, sin."""


@kernel
def explain_block(rows: Array, start: Array, entries: Parts, ratings: Parts, out: Parts) -> None:
    """All draws of a block, LANES at a time; `out` are the arrays of Explained, written in place."""
    likelihood, relief_mean, relief_cov, tolerance_start, tolerance_end, typical_exposure = out
    groups = relief_mean.shape[1]
    width = STILL + groups
    mean, cov = np.empty((width, LANES)), np.empty((width, width, LANES))
    gains, levels = np.empty((ratings[0].size, groups, LANES)), np.empty((3, LANES))
    total, row = np.empty(LANES), np.empty((rows.shape[0], LANES))
    for begin in range(0, rows.shape[1], LANES):
        row[:] = rows[:, begin : begin + LANES]
        _gains(row, entries, begin, gains, levels)
        _start(row, start, mean, cov)
        _filter(row, ratings, begin, gains, (mean, cov, total))
        for lane in range(LANES):
            i = begin + lane
            likelihood[i] = total[lane]
            tolerance_start[i], tolerance_end[i], typical_exposure[i] = levels[:, lane]
            for g in range(groups):
                relief_mean[i, g] = mean[STILL + g, lane]
                for h in range(groups):
                    relief_cov[i, g, h] = cov[STILL + max(g, h), STILL + min(g, h), lane]


@kernel
def _gains(row: Array, entries: Parts, begin: int, gains: Array, levels: Array) -> None:
    """Exposure and tolerance by running exponentials; writes the gain of each group at each rating.

    A dose acts as (1-f) e^(-a s) + f e^(-b s) - e^(-k s). Levels: the tolerance at the first and the last entry of the
    record, the exposure at a typical dose.
    """
    group, amount, typical, slow_fade, pool_fade, first, fast_fades, rise_fades = entries
    half, half_tau, top, peak, f, through_a, through_b, through_k, full, brought = row[:10]
    groups = gains.shape[1]
    fast, slow, rising = np.zeros((groups, LANES)), np.zeros((groups, LANES)), np.zeros((groups, LANES))
    pool, left, tolerance, raw = np.zeros(LANES), brought.copy(), brought.copy(), np.zeros(LANES)
    levels[0], levels[2] = brought, 0.0
    seen, met = 0, 0
    for j in range(group.size):
        for lane in range(LANES):
            pool[lane] *= pool_fade[j]
            left[lane] *= pool_fade[j]
            raw[lane] = 0.0
            through = -(through_a[lane] + through_b[lane] - through_k[lane]) * pool[lane]
            for g in range(groups):
                fast[g, lane] *= fast_fades[j, begin + lane]
                slow[g, lane] *= slow_fade[j]
                rising[g, lane] *= rise_fades[j, begin + lane]
                through += through_a[lane] * fast[g, lane] + through_b[lane] * slow[g, lane]
                through -= through_k[lane] * rising[g, lane]
                raw[lane] += max((1 - f[lane]) * fast[g, lane] + f[lane] * slow[g, lane] - rising[g, lane], 0.0)
            tolerance[lane] = left[lane] + through / full[lane]
        if j == first:
            levels[0] = tolerance
        if group[j] == RATING:
            for g in range(groups):
                for lane in range(LANES):
                    share = max((1 - f[lane]) * fast[g, lane] + f[lane] * slow[g, lane] - rising[g, lane], 0.0)
                    below = half[lane] + half_tau[lane] * tolerance[lane] + raw[lane] / peak[lane]
                    gains[seen, g, lane] = top[lane] * share / below
            seen += 1
            continue
        if typical[j]:
            levels[2] += raw / peak
            met += 1
        fast[group[j]] += amount[j]
        slow[group[j]] += amount[j]
        rising[group[j]] += amount[j]
        pool += amount[j]
    levels[1] = tolerance
    levels[2] /= max(met, 1)


@kernel
def _start(row: Array, start: Array, mean: Array, cov: Array) -> None:
    """The state before the first rating."""
    mean[:] = 0.0
    cov[:] = 0.0
    mean[2] = start[0]
    cov[0, 0], cov[1, 1] = row[10], row[11]
    cov[2, 2] = start[1]
    cov[3, 3] = start[2]
    cov[4, 4] = start[2]
    for g in range(STILL, mean.shape[0]):
        cov[g, g] = start[3]


@kernel
def _filter(row: Array, ratings: Parts, begin: int, gains: Array, state: Parts) -> None:
    """Predict and update through all ratings; leaves mean, covariance (lower half) and log likelihood in `state`."""
    low, high, cos, sin, fast_keep, slow_keep = ratings
    mean, cov, total = state
    var_fast, var_slow, noise = row[10], row[11], row[12]
    width, lanes = mean.shape
    look, gain = np.ones((width, lanes)), np.empty((width, lanes))
    expected, spread = np.empty(lanes), np.empty(lanes)
    total[:] = 0.0
    for n in range(low.size):
        _wander(0, fast_keep[n, begin : begin + lanes], var_fast, mean, cov)
        _wander(1, slow_keep[n, begin : begin + lanes], var_slow, mean, cov)
        look[3] = cos[n]
        look[4] = sin[n]
        for g in range(width - STILL):
            for lane in range(lanes):
                look[STILL + g, lane] = -gains[n, g, lane]
        expected[:] = 0.0
        spread[:] = noise
        _look_ahead(look, (mean, cov), gain, expected, spread)
        # From here on `expected` is how far to move along the gain, `spread` how much to narrow along it.
        for lane in range(lanes):
            sd = math.sqrt(spread[lane])
            below, above = (low[n] - expected[lane]) / sd, (high[n] - expected[lane]) / sd
            log_z, shift, shrink = interval_moments(below, above)
            total[lane] += log_z
            expected[lane] = shift / sd
            spread[lane] = math.sqrt(max(shrink, 0.0)) / sd
        _move(mean, cov, gain, expected, spread)


@kernel
def _look_ahead(look: Array, state: Parts, gain: Array, expected: Array, spread: Array) -> None:
    """gain = cov look; adds look mean to `expected` and look cov look to `spread`."""
    mean, cov = state
    width, lanes = mean.shape
    for p in range(width):
        for lane in range(lanes):
            gain[p, lane] = 0.0
        for q in range(width):
            i, j = max(p, q), min(p, q)
            for lane in range(lanes):
                gain[p, lane] += cov[i, j, lane] * look[q, lane]
        for lane in range(lanes):
            expected[lane] += look[p, lane] * mean[p, lane]
            spread[lane] += look[p, lane] * gain[p, lane]


@kernel
def _move(mean: Array, cov: Array, gain: Array, shift: Array, narrow: Array) -> None:
    """mean += gain shift; cov -= (gain narrow)(gain narrow)'."""
    width, lanes = mean.shape
    for p in range(width):
        for lane in range(lanes):
            mean[p, lane] += gain[p, lane] * shift[lane]
            gain[p, lane] *= narrow[lane]
        for q in range(p + 1):
            for lane in range(lanes):
                cov[p, q, lane] -= gain[p, lane] * gain[q, lane]


@kernel
def _wander(p: int, keep: Array, variance: Array, mean: Array, cov: Array) -> None:
    """One Ornstein-Uhlenbeck step of place `p` of the state: `keep` of it stays, the rest is drawn anew."""
    lanes = keep.size
    for lane in range(lanes):
        mean[p, lane] *= keep[lane]
        cov[p, p, lane] = cov[p, p, lane] * keep[lane] * keep[lane] + variance[lane] * (1 - keep[lane] * keep[lane])
    for q in range(p):
        for lane in range(lanes):
            cov[p, q, lane] *= keep[lane]
    for q in range(p + 1, mean.shape[0]):
        for lane in range(lanes):
            cov[q, p, lane] *= keep[lane]
