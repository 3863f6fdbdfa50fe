"""What would make the answer clearer, computed: how much narrower the interval of relief would become.

The record is continued with moments that are only imagined. What a rating would narrow is known before its value is, so
the filter works such moments in without a value (track.FORESEEN). That gives the spread of R given the parameters; what
is not known of the parameters is taken to shrink in step. Held against real continuations in tests/science.
"""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from counterpoise.science.inference.fit import Posterior
from counterpoise.science.inference.likelihood import explain
from counterpoise.science.inference.track import FORESEEN, RATED, RATING, UNRATED, Moments, Track
from counterpoise.science.pharmacology.exposure import Array
from counterpoise.science.pharmacology.response import Response
from counterpoise.science.priors import Priors, Theta
from counterpoise.science.record import Record

WEEKS_H = 14 * 24.0
"""The time by which a record is continued: as its last two weeks were."""
DRAWS = 48
NOTICEABLE = 0.01
"""A way of keeping the record adds something where the interval becomes narrower by so much of today's."""
LEAST_ALTERNATED = 4
"""Doses of the last two weeks below which there is nothing to alternate."""


@dataclass(frozen=True, slots=True)
class Clearer:
    """Width of the interval of relief as a share of today's. as_now: two more weeks kept like the last two; each_rated:
    the same with pain rated at each dose; alternating: with the usual dose and the lower amounts already taken, in
    random order, where there are such; None where a way adds nothing to the one before. past: the share today's would
    have been, had every dose been rated."""

    as_now: float
    each_rated: float | None
    alternating: float | None
    past: float | None


def clearer(posterior: Posterior, record: Record, priors: Priors, lower: Array, rng: np.random.Generator) -> Clearer:
    """How the interval of relief_4h would shrink. lower: amounts below the usual dose taken often, in usual doses."""
    track = record.track
    chosen = rng.choice(posterior.weight.size, DRAWS, p=posterior.weight)
    theta = Theta(posterior.theta.values[chosen])
    factor = Response(theta, posterior.explained.tolerance_end[chosen]).mean_4h()

    def spread(track: Track) -> float:
        return float(np.sqrt(np.mean(factor**2 * explain(theta, track, priors).relief_cov[:, 0, 0])))

    today = spread(track)
    unrated = bool(np.any((track.moments.held == UNRATED) & (track.moments.taken == 1)))
    later = continued(track)
    best = later if not unrated else each_rated(later)
    alternated = alternating(best, lower, rng)
    as_now, rated = spread(later) / today, spread(best) / today
    turned = rated if alternated is None else spread(alternated) / today
    return Clearer(
        as_now=as_now,
        each_rated=rated if as_now - rated >= NOTICEABLE else None,
        alternating=turned if rated - turned >= NOTICEABLE else None,
        past=spread(each_rated(track)) / today if unrated else None,
    )


def continued(track: Track) -> Track:
    """The track and its last two weeks once more, the ratings only imagined."""
    at = np.cumsum(track.gap_h)
    is_moment = track.group == RATING
    again = at > at[-1] - WEEKS_H
    moment_again = again[is_moment]
    moments = track.moments
    moment_at = at[is_moment]
    first = float(moment_at[moment_again][0] + WEEKS_H - moment_at[-1]) if moment_again.any() else 0.0
    since = np.concatenate([[first], np.diff(moment_at[moment_again])])[: int(moment_again.sum())]
    more = _cut(moments, moment_again)
    more = replace(
        more,
        held=np.where(more.held == RATED, FORESEEN, more.held).astype(np.int8),
        taken=np.where(more.held == RATED, 0, more.taken).astype(np.int8),
        answered=np.zeros_like(more.answered),
        since_h=since,
    )
    gap = np.diff(at[again], prepend=at[-1] - WEEKS_H)
    return replace(
        track,
        gap_h=np.concatenate([track.gap_h, gap]),
        group=np.concatenate([track.group, track.group[again]]),
        amount=np.concatenate([track.amount, track.amount[again]]),
        strength=np.concatenate([track.strength, track.strength[again]]),
        typical=np.concatenate([track.typical, track.typical[again]]),
        moments=_joined(moments, more),
    )


def each_rated(track: Track) -> Track:
    """The same where a rating is imagined at every dose that lacks one."""
    moments = track.moments
    lacking = (moments.held == UNRATED) & (moments.taken == 1)
    return replace(track, moments=replace(moments, held=np.where(lacking, FORESEEN, moments.held).astype(np.int8)))


def alternating(track: Track, lower: Array, rng: np.random.Generator) -> Track | None:
    """The continued track whose added doses are, pair by pair and in random order, a usual dose and a lower one."""
    at = np.cumsum(track.gap_h)
    added = np.flatnonzero((track.group != RATING) & (at > at[-1] - WEEKS_H))
    if lower.size == 0 or added.size < LEAST_ALTERNATED:
        return None
    pairs = -(-added.size // 2)
    sizes = np.stack([np.ones(pairs), rng.choice(lower, pairs)], axis=1)
    amount = track.amount.copy()
    amount[added] = rng.permuted(sizes, axis=1).ravel()[: added.size]
    return replace(track, amount=amount)


def _cut(moments: Moments, keep: npt.NDArray[np.bool_]) -> Moments:
    columns: dict[str, Any] = {name: getattr(moments, name)[keep] for name in _COLUMNS}
    return replace(moments, **columns)


def _joined(moments: Moments, more: Moments) -> Moments:
    columns: dict[str, Any] = {name: np.concatenate([getattr(moments, name), getattr(more, name)]) for name in _COLUMNS}
    return replace(moments, **columns)


_COLUMNS = ("held", "low", "high", "value", "taken", "answered", "cos", "sin", "since_h", "beside")
