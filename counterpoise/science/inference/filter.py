"""The compiled pass over the record: predict to each moment, then work in what is known there.

Arrays end in the axis of the lanes; its length is read from them, since loops whose length the compiler knows are
unrolled into single steps. Of the covariance only the lower half is kept.
"""

import math

import numpy as np

from counterpoise.science.inference.compiled import kernel
from counterpoise.science.inference.gains import LANES, Parts, gains_of
from counterpoise.science.inference.normal import between, beyond, exp_minus, unless
from counterpoise.science.inference.track import FORESEEN, RATED
from counterpoise.science.pharmacology.exposure import Array

RELIEF = 5
"""Place of the first R in the state (u, s, level, cos, sin, R_1 .. R_G, beside_1 .. beside_n, take)."""
PAIN = 5.0
"""Where the decision to take a dose is centred: the middle of the scale."""
FLUSH = 8
"""Moments after which the running product of probabilities is turned into a logarithm."""


@kernel
def explain_block(rows: Array, start: Array, entries: Parts, moments: Parts, out: Parts) -> None:
    """All draws of a block, LANES at a time; `out` are the arrays of Explained, written in place."""
    likelihood, relief_mean, relief_cov, tolerance_start, tolerance_end, typical_exposure = out
    groups, width = relief_mean.shape[1], start.shape[1]
    mean, cov = np.empty((width, LANES)), np.empty((width, width, LANES))
    gains, levels = np.empty((moments[0].size, groups, LANES)), np.empty((3, LANES))
    total, row = np.empty(LANES), np.empty((rows.shape[0], LANES))
    for begin in range(0, rows.shape[1], LANES):
        row[:] = rows[:, begin : begin + LANES]
        gains_of(row, entries, begin, gains, levels)
        mean[:], cov[:] = 0.0, 0.0
        for p in range(width):
            mean[p] = start[0, p]
            cov[p, p] = start[1, p]
        cov[0, 0], cov[1, 1] = row[10], row[11]
        _filter(row, moments, gains, (mean, cov, total))
        for lane in range(LANES):
            i = begin + lane
            likelihood[i] = total[lane]
            tolerance_start[i], tolerance_end[i], typical_exposure[i] = levels[:, lane]
            for g in range(groups):
                relief_mean[i, g] = mean[RELIEF + g, lane]
                for h in range(groups):
                    relief_cov[i, g, h] = cov[RELIEF + max(g, h), RELIEF + min(g, h), lane]


@kernel
def _filter(row: Array, moments: Parts, gains: Array, state: Parts) -> None:
    """Predict and update through all moments; leaves mean, covariance and log likelihood in `state`."""
    held, low, high, value, taken, answered, cos, sin, beside, cut, rounding, since_h = moments
    mean, cov, total = state
    width, lanes = mean.shape
    found = mean, cov
    ahead = np.empty((width, lanes)), np.empty(lanes), np.empty(lanes)
    evidence = np.ones(lanes), np.zeros(lanes)
    work = np.empty((width, lanes)), np.empty(lanes), np.empty(lanes), np.empty(lanes), np.empty(lanes), evidence
    total[:] = 0.0
    for n in range(held.size):
        if since_h[n] > 0:
            _wander(0, since_h[n], row, found)
            _wander(1, since_h[n], row, found)
        look = cos[n], sin[n], gains[n], beside[n]
        _look_ahead(look, found, ahead)
        if held[n] == FORESEEN:
            _imagine(rounding, row[12], ahead, found, work)
        elif held[n] == RATED:
            _rate((low[n], high[n]), row[12], ahead, found, work)
        if taken[n] != 0:
            _take((float(taken[n]), held[n] == RATED, value[n]), row, ahead, found, work)
        if answered[n] > 0:
            for lane in range(lanes):
                evidence[0][lane] *= row[15, lane]
        elif answered[n] < 0:
            if taken[n] != 0:
                _look_ahead(look, found, ahead)
            _miss(cut, row, ahead, found, work)
        if n % FLUSH == FLUSH - 1 or n == held.size - 1:
            for lane in range(lanes):
                total[lane] += math.log(evidence[0][lane]) + evidence[1][lane]
                evidence[0][lane], evidence[1][lane] = 1.0, 0.0


@kernel
def _look_ahead(look: Parts, found: Parts, ahead: Parts) -> None:
    """gain = cov look, pain = look mean and spread = look cov look of pain as the state has it, without noise."""
    cos, sin, gains, beside = look
    mean, cov = found
    gain, pain, spread = ahead
    width, lanes = mean.shape
    groups, others = gains.shape[0], beside.size
    for p in range(width):
        a, b, c = cov[p, 0], cov[max(p, 1), min(p, 1)], cov[max(p, 2), min(p, 2)]
        d, e = cov[max(p, 3), min(p, 3)], cov[max(p, 4), min(p, 4)]
        for lane in range(lanes):
            gain[p, lane] = a[lane] + b[lane] + c[lane] + cos * d[lane] + sin * e[lane]
        for g in range(groups):
            part = cov[max(p, RELIEF + g), min(p, RELIEF + g)]
            for lane in range(lanes):
                gain[p, lane] -= gains[g, lane] * part[lane]
        for q in range(others):
            place = RELIEF + groups + q
            part = cov[max(p, place), min(p, place)]
            for lane in range(lanes):
                gain[p, lane] += beside[q] * part[lane]
    for lane in range(lanes):
        pain[lane] = mean[0, lane] + mean[1, lane] + mean[2, lane] + cos * mean[3, lane] + sin * mean[4, lane]
        spread[lane] = gain[0, lane] + gain[1, lane] + gain[2, lane] + cos * gain[3, lane] + sin * gain[4, lane]
    for g in range(groups):
        for lane in range(lanes):
            pain[lane] -= gains[g, lane] * mean[RELIEF + g, lane]
            spread[lane] -= gains[g, lane] * gain[RELIEF + g, lane]
    for q in range(others):
        for lane in range(lanes):
            pain[lane] += beside[q] * mean[RELIEF + groups + q, lane]
            spread[lane] += beside[q] * gain[RELIEF + groups + q, lane]


@kernel
def _rate(interval: tuple[float, float], noise: Array, ahead: Parts, found: Parts, work: Parts) -> None:
    """A rating in its interval."""
    low, high = interval
    _gain, pain, spread = ahead
    _along, shift, shrink, _steep, _known, evidence = work
    for lane in range(noise.size):
        shift[lane], shrink[lane] = pain[lane], spread[lane] + noise[lane]
    if low == -math.inf:
        beyond(-1.0, high, shift, shrink, evidence)
    elif high == math.inf:
        beyond(1.0, low, shift, shrink, evidence)
    else:
        between(low, high, shift, shrink, evidence)
    _learn(ahead, found, work)


@kernel
def _imagine(rounding: float, noise: Array, ahead: Parts, found: Parts, work: Parts) -> None:
    """A rating that is only imagined narrows as one of the average kind would, and moves nothing."""
    _gain, _pain, spread = ahead
    _along, shift, shrink, _steep, _known, _evidence = work
    for lane in range(noise.size):
        shift[lane], shrink[lane] = 0.0, 1 / (spread[lane] + noise[lane] + rounding)
    _learn(ahead, found, work)


@kernel
def _learn(ahead: Parts, found: Parts, work: Parts) -> None:
    """Moves the state along the gain, and what is known of pain itself with it, without looking at the state again."""
    gain, pain, spread = ahead
    _along, shift, shrink, _steep, _known, _evidence = work
    _move(gain, shift, shrink, found)
    for lane in range(shift.size):
        pain[lane] += spread[lane] * shift[lane]
        shrink[lane] = 1 - shrink[lane] * spread[lane]
        spread[lane] *= shrink[lane]
    for p in range(gain.shape[0]):
        for lane in range(shift.size):
            gain[p, lane] *= shrink[lane]


@kernel
def _take(decision: tuple[float, bool, float], row: Array, ahead: Parts, found: Parts, work: Parts) -> None:
    """A dose, or none where there might have been one: decided on y + felt (f - y) where y was rated, else on f and a
    rating's noise."""
    taken, rated, value = decision
    gain, pain, spread = ahead
    along, shift, shrink, steep, known, evidence = work
    mean, cov = found
    place, lanes = mean.shape[0] - 1, mean.shape[1]
    noise, slope, felt = row[12], row[13], row[14]
    if rated:
        for lane in range(lanes):
            steep[lane], shrink[lane] = slope[lane] * felt[lane], 1.0
            known[lane] = slope[lane] * ((1 - felt[lane]) * value - PAIN)
    else:
        for lane in range(lanes):
            unsure = slope[lane] * (1 - felt[lane])
            steep[lane], shrink[lane] = slope[lane], 1.0 + unsure * unsure * noise[lane]
            known[lane] = -slope[lane] * PAIN
    for lane in range(lanes):
        shift[lane] = known[lane] + steep[lane] * pain[lane] + mean[place, lane]
        shrink[lane] += steep[lane] * (steep[lane] * spread[lane] + 2 * gain[place, lane]) + cov[place, place, lane]
    for p in range(place + 1):
        part = cov[place, p]
        for lane in range(lanes):
            along[p, lane] = steep[lane] * gain[p, lane] + part[lane]
    if taken < 0 and not rated:
        unless(row[16], shift, shrink, evidence)
    else:
        beyond(taken, 0.0, shift, shrink, evidence)
    if taken > 0:
        for lane in range(lanes):
            evidence[0][lane] *= row[16, lane]
    _move(along, shift, shrink, found)


@kernel
def _miss(cut: float, row: Array, ahead: Parts, found: Parts, work: Parts) -> None:
    """No rating at a usual time: pain below the cut, or a time at which nothing was rated anyway."""
    gain, pain, spread = ahead
    _along, shift, shrink, _steep, _known, evidence = work
    noise, share = row[12], row[15]
    for lane in range(noise.size):
        shift[lane], shrink[lane] = pain[lane] - cut, spread[lane] + noise[lane]
    unless(share, shift, shrink, evidence)
    _move(gain, shift, shrink, found)


@kernel
def _move(gain: Array, shift: Array, shrink: Array, found: Parts) -> None:
    """mean += gain shift; cov -= gain gain' shrink."""
    mean, cov = found
    width, lanes = mean.shape
    narrow = np.empty(lanes)
    for p in range(width):
        for lane in range(lanes):
            mean[p, lane] += gain[p, lane] * shift[lane]
            narrow[lane] = gain[p, lane] * shrink[lane]
        for q in range(p + 1):
            for lane in range(lanes):
                cov[p, q, lane] -= narrow[lane] * gain[q, lane]


@kernel
def _wander(p: int, since_h: float, row: Array, found: Parts) -> None:
    """One Ornstein-Uhlenbeck step of place `p` of the state: part of it stays, the rest is drawn anew."""
    mean, cov = found
    variance, rate = row[10 + p], row[17 + p]
    lanes = rate.size
    keep = np.empty(lanes)
    for lane in range(lanes):
        keep[lane] = exp_minus(since_h * rate[lane])
        mean[p, lane] *= keep[lane]
        cov[p, p, lane] = cov[p, p, lane] * keep[lane] * keep[lane] + variance[lane] * (1 - keep[lane] * keep[lane])
    for q in range(p):
        for lane in range(lanes):
            cov[p, q, lane] *= keep[lane]
    for q in range(p + 1, mean.shape[0]):
        for lane in range(lanes):
            cov[q, p, lane] *= keep[lane]
