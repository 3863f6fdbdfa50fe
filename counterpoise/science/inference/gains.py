"""Exposure and tolerance along the record by running exponentials, LANES draws side by side."""

import math
from typing import Any

import numpy as np

from counterpoise.science.inference.compiled import kernel
from counterpoise.science.inference.normal import exp_minus
from counterpoise.science.inference.track import RATING
from counterpoise.science.pharmacology.exposure import POOL_RATE, SLOW_RATE, Array

Parts = tuple[Any, ...]

LANES = 16
"""Draws that go through the record together: the innermost loops run over them, so that one instruction serves several
and no draw waits for another's division."""


@kernel
def gains_of(row: Array, entries: Parts, begin: int, gains: Array, levels: Array) -> None:
    """Writes the gain of each group at each moment, shape (moments, groups, LANES).

    A dose acts as (1-f) e^(-a s) + f e^(-b s) - e^(-k s). Levels: the tolerance at the first and the last entry of the
    record, the exposure at a typical dose.
    """
    group, amount, strength, typical, gap_h, first, strengths = entries
    half, half_tau, top, per_peak, brought = row[0], row[1], row[2], row[3], row[9]
    groups = gains.shape[1]
    running = np.zeros((groups, LANES)), np.zeros((groups, LANES)), np.zeros((groups, LANES)), np.zeros(LANES)
    left, tolerance, acting, raw = brought.copy(), brought.copy(), np.zeros((groups, LANES)), np.zeros(LANES)
    share, kept = np.empty(LANES), (left, tolerance, acting, raw)
    levels[0], levels[2] = brought, 0.0
    seen, met = 0, 0
    for j in range(group.size):
        _pass_time(gap_h[j], row, running, kept)
        if j == first:
            levels[0] = tolerance
        if group[j] == RATING:
            for lane in range(LANES):
                share[lane] = top[lane] / (half[lane] + half_tau[lane] * tolerance[lane] + raw[lane] * per_peak[lane])
            for g in range(groups):
                for lane in range(LANES):
                    gains[seen, g, lane] = share[lane] * acting[g, lane]
            seen += 1
            continue
        if typical[j]:
            levels[2] += raw * per_peak
            met += 1
        fast, slow, rising, pool = running
        for lane in range(LANES):
            size = amount[j] * strengths[strength[j], begin + lane]
            fast[group[j], lane] += size
            slow[group[j], lane] += size
            rising[group[j], lane] += size
            pool[lane] += size
    levels[1] = tolerance
    levels[2] /= max(met, 1)


@kernel
def _pass_time(gap: float, row: Array, running: Parts, kept: Parts) -> None:
    """All exponentials fade by `gap` hours; leaves the tolerance, what of each group acts, and the sum of that."""
    f, through_a, through_b, through_k, per_full = row[4], row[5], row[6], row[7], row[8]
    rate, absorption = row[19], row[20]
    fast, slow, rising, pool = running
    left, tolerance, acting, raw = kept
    slow_fade, pool_fade = math.exp(-SLOW_RATE * gap), math.exp(-POOL_RATE * gap)
    fall, rise = np.empty(LANES), np.empty(LANES)
    for lane in range(LANES):
        fall[lane], rise[lane] = exp_minus(gap * rate[lane]), exp_minus(gap * absorption[lane])
        pool[lane] *= pool_fade
        left[lane] *= pool_fade
        raw[lane] = 0.0
        tolerance[lane] = -(through_a[lane] + through_b[lane] - through_k[lane]) * pool[lane]
    for g in range(acting.shape[0]):
        for lane in range(LANES):
            fast[g, lane] *= fall[lane]
            slow[g, lane] *= slow_fade
            rising[g, lane] *= rise[lane]
            tolerance[lane] += through_a[lane] * fast[g, lane] + through_b[lane] * slow[g, lane]
            tolerance[lane] -= through_k[lane] * rising[g, lane]
            share = (1 - f[lane]) * fast[g, lane] + f[lane] * slow[g, lane] - rising[g, lane]
            acting[g, lane] = max(share, 0.0)
            raw[lane] += acting[g, lane]
    for lane in range(LANES):
        tolerance[lane] = left[lane] + tolerance[lane] * per_full[lane]
