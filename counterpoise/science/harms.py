"""Which side effects go with exposure, from when they were noted: each person is their own control.

Moments at which an effect was noted are compared with others of the same diary at which it might have been (noting.py),
by how much of the doses acted (self-controlled case series: Farrington 1995, Biometrics 51:228). Compared alike: the
pain at the moment, since people take doses because they hurt and some effects come with pain; the hour of the day; what
lingers of the last days; other treatments; bad days. exp(eta), the coefficient of exposure (rates.py), is the rate
ratio at the peak of a usual dose; eta ~ N(0, 1.5) beforehand, harm as possible as its opposite.
"""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy.special import logsumexp

from counterpoise.diary import Effect
from counterpoise.science import noting, words
from counterpoise.science.inference import rates
from counterpoise.science.inference.fit import Posterior
from counterpoise.science.pharmacology.exposure import Array
from counterpoise.science.record import Record

SideEffectVerdict = Literal["linked", "not_linked", "cannot_tell"]

LEAST_TIMES = 5
RATIO_THAT_MATTERS = 1.5
SURE = 0.95
HALVES = (0.5, 10.0)
"""Exposures of half effect: of an effect that comes with little and hardly grows, to one that grows with every bit."""
LEAST_TAKEN, MOST_AMOUNTS = 5, 6
"""Doses of an amount from which it may be told whether the effect starts there; and how many amounts at the most."""


@dataclass(frozen=True, slots=True)
class Ratio:
    """How many times as often as with nothing acting: the mean of the log as a ratio, and the middle 90 %."""

    mean: float
    interval_90: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Onset:
    """The least of the amounts taken from which the effect surely comes, how probable that is, and between which
    amounts it starts with 90 %."""

    amount: float
    unit: str
    probability: float
    interval_90: tuple[float, float]


@dataclass(frozen=True, slots=True)
class SideEffect:
    """One kind of effect: how often it was noted, the worst of it (1 to 3), whether it comes in the hours in which a
    dose acts, and from which amount; why, where that cannot be told."""

    kind: str
    times: int
    worst: int | None
    verdict: SideEffectVerdict
    rate_ratio: Ratio | None
    starts_at: Onset | None
    reason: str = ""


def harms(record: Record, effects: Sequence[Effect], posterior: Posterior | None) -> tuple[SideEffect, ...]:
    """Every kind of effect noted within the days of the record, the commonest first.

    posterior: of relief, or None where the record is too short for any answer: then no link is told either. Nor on
    fewer than LEAST_TIMES occurrences that can be compared.
    """
    start = record.end - dt.timedelta(days=record.days)
    noted = [effect for effect in effects if start <= effect.at <= record.end]
    times = sorted(Counter(effect.kind for effect in noted).items(), key=lambda item: (-item[1], item[0]))
    of_kind = {kind: [effect for effect in noted if effect.kind == kind] for kind, _count in times}
    begun = {kind: noting.occurrences(of_kind[kind]) for kind, _count in times}
    enough = [kind for kind, _count in times if begun[kind][0].size >= LEAST_TIMES]
    on = None
    if posterior is not None and enough:
        on = noting.ground(record, posterior, np.unique(np.concatenate([begun[kind][0] for kind in enough])))
    found = []
    for kind, count in times:
        worst = max((effect.severity or 0 for effect in of_kind[kind]), default=0) or None
        plain = SideEffect(kind, count, worst, "cannot_tell", None, None)
        if posterior is None:
            found.append(replace(plain, reason=words.too_short_for_effects()))
        elif on is None or kind not in enough:
            found.append(replace(plain, reason=words.too_few_times(LEAST_TIMES)))
        else:
            found.append(_told(plain, record, on, *begun[kind]))
    return tuple(found)


def _told(plain: SideEffect, record: Record, on: noting.Ground, begun: Array, over: Array) -> SideEffect:
    """With verdict, ratio and start, where enough of the notes can be compared."""
    if noting.comparable(on, begun).size < LEAST_TIMES:
        return replace(plain, reason=words.noted_with_doses())
    points, place = noting.points(on, begun, over)
    eta = rates.coefficient(points, _ways(points.columns[:, rates.ASKED]))
    above = eta.above(np.log(RATIO_THAT_MATTERS))
    low, high = np.exp([eta.quantile(0.05), eta.quantile(0.95)])
    ratio = Ratio(float(np.exp(eta.mean)), (float(low), float(high)))
    if above >= SURE:
        return replace(plain, verdict="linked", rate_ratio=ratio, starts_at=_onset(points, place, on, record))
    lingering = rates.coefficient(points, [on.lingering[place]])
    if above <= 1 - SURE and lingering.above(np.log(RATIO_THAT_MATTERS)) <= 1 - SURE:
        return replace(plain, verdict="not_linked", rate_ratio=ratio)
    return replace(plain, rate_ratio=ratio, reason=words.effect_unclear())


def _onset(points: rates.Points, place: npt.NDArray[np.int64], on: noting.Ground, record: Record) -> Onset | None:
    """Models in which only doses from an amount on act, for each of the amounts taken, all as probable beforehand."""
    unit, usual = record.amounts.unit, record.amounts.usual
    if unit is None or usual is None:
        return None
    shown = zip(record.amounts.shown, record.amounts.size, strict=True)
    amounts = np.array([size * usual if amount is None else amount for amount, size in shown])
    starts = _starts(amounts)
    evidence = []
    for amount in starts:
        modes = rates.modes(points, _ways(on.acting(amounts >= amount)[place]))
        tops = [top.evidence + np.log(max(top.above(rates.ASKED, 0.0), 1e-9)) for *_asked, top in modes]
        evidence.append(logsumexp(tops))
    reached = np.cumsum(rates.weights(evidence))
    low, high = (int(np.searchsorted(reached, edge)) for edge in (1 - SURE, SURE))
    high = min(high, starts.size - 1)
    return Onset(float(starts[high]), unit, float(reached[high]), (float(starts[low]), float(starts[high])))


def _ways(acting: Array) -> list[Array]:
    """What acts, bent in several ways that are all 1 where it is 1."""
    return [(half + 1) * acting / (half + acting) for half in HALVES]


def _starts(amounts: Array) -> Array:
    """Amounts from which it may start, the least first: so far apart that enough doses lie from each to the next."""
    least = max(LEAST_TAKEN, -(-amounts.size // MOST_AMOUNTS))
    taken, counts = np.unique(amounts, return_counts=True)
    starts, since = [float(taken[0])], 0
    for amount, count in zip(taken, counts, strict=True):
        if since >= least:
            starts.append(float(amount))
            since = 0
        since += int(count)
    return np.array(starts[:-1] if since < least and len(starts) > 1 else starts)
