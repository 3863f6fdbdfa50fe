"""At which moments a side effect might have been noted, and how things were at each: what notes are held against.

People note a thing by itself, at some waking hour, or along with something else that they write down. A note within
NEAR_H of another entry is held against the other moments of writing, any other against hours away from them: else what
makes people write (a dose, the pain before it) would look like what makes the effect. Moments with a dose are left out
on both sides: what is noted with a dose may be of before or just after it.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from counterpoise.diary import RATED_DOSE_BEFORE, Effect
from counterpoise.science.habits import DAY_BEGINS_H
from counterpoise.science.inference import course
from counterpoise.science.inference.fit import Posterior
from counterpoise.science.inference.rates import Points
from counterpoise.science.inference.track import RATED, RATING
from counterpoise.science.pharmacology.exposure import LAG_H, SLOW_RATE, Array, Kinetics, curve
from counterpoise.science.record import Record

NEAR_H = 0.25
SAME_H = 6.0
"""Notes of one kind so close together are one occurrence."""
AWAKE = 0.25
"""An hour of the day at which things are written this often, of how often they are at the busiest, is a waking one."""
MOST_HOURS = 1000
BLOCK_H = 2
"""Hours of the day that share how readily the effect is noted then."""
ACTING_SD, PAIN_SD, BASE_SD = 1.5, 0.5, 10.0
"""Sd beforehand of log rate ratios, all around 0: at the peak of a usual dose; for a point of pain; of the rates as
such."""
BLOCK_SD, BLOCK_SHARED, BLOCK_LENGTH = 1.5, 0.5, 0.8
"""Sd beforehand of the log rate by hour of the day, how much of it goes smoothly round the day, and how smoothly."""
NO_HOUR = -30.0
"""Log weight of a note: it stands for no time of its own."""
GOLDEN = 0.6180339887498949

Index = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Ground:
    """All that may be compared, for every kind of effect: possible moments first, then notes.

    at_h: hours since 1970; writing: of the moments, which are of writing and not hours; dose_h, size: of the doses, in
    usual doses; columns, unsure: see rates.Points. lingering: of the doses of the last days, 1 as much as usual.
    """

    at_h: Array
    log_weight: Array
    day: Index
    columns: Array
    unsure: Array
    lingering: Array
    dose_h: Array
    size: Array
    kinetics: Kinetics

    def acting(self, doses: Flags) -> Array:
        """What of some of the doses acts at each moment."""
        return np.asarray(curve(self.dose_h[doses], self.size[doses], self.at_h, self.kinetics)[0])


def occurrences(effects: Sequence[Effect]) -> tuple[Array, Array]:
    """Of one kind: hours since 1970 at which each began, and until when no other could."""
    noted = sorted((_stamp_h(e.at), _stamp_h(e.ended_at or e.at)) for e in effects)
    begun: list[float] = []
    over: list[float] = []
    for at, ended in noted:
        if not begun or at > over[-1]:
            begun.append(at)
            over.append(at + SAME_H)
        over[-1] = max(over[-1], ended)
    return np.array(begun), np.array(over)


def ground(record: Record, posterior: Posterior, noted_h: Array) -> Ground:
    """noted_h: hours since 1970 of the notes of all kinds, each to be held against the possible moments."""
    dose_h = np.array([_stamp_h(dose.at) for dose in record.doses])
    hours, log_weight = _hours(record, noted_h)
    moments = record.written_h[~_with_dose(record.written_h, dose_h)]
    at_h = np.concatenate([hours, moments, noted_h])
    writing = _near(at_h, record.written_h)
    weight = np.concatenate([log_weight, np.zeros(moments.size), np.full(noted_h.size, NO_HOUR)])
    acting = _acting(dose_h, record.amounts.size, at_h, posterior.kinetics)
    lingering = _acting(dose_h, record.amounts.size, at_h, LINGERS)
    pain, unsure = _pain(record, posterior, at_h, acting)
    clock = _local(record, at_h)
    blocks = (clock % 24 // BLOCK_H).astype(np.int64)[:, None] == np.arange(24 // BLOCK_H)
    others = [
        _acting(np.array([_stamp_h(dose.at) for dose in other.doses]), other.amounts.size, at_h, other.kinetics)
        for other in record.treatments
    ]
    columns = np.column_stack([acting, pain - np.mean(pain), ~writing, writing, *others, *blocks.T])
    day = np.floor((clock - DAY_BEGINS_H) / 24).astype(np.int64)
    return Ground(
        at_h=at_h,
        log_weight=weight,
        day=day,
        columns=columns,
        unsure=unsure,
        lingering=lingering / (np.mean(lingering) or 1.0),
        dose_h=dose_h,
        size=record.amounts.size,
        kinetics=posterior.kinetics,
    )


def comparable(on: Ground, begun: Array) -> Array:
    """Hours of the occurrences that can be compared: those not noted with a dose."""
    return begun[~_with_dose(begun, on.dose_h)]


def points(on: Ground, begun: Array, over: Array) -> tuple[Points, Index]:
    """What one kind of effect is compared with, and which of the ground that is."""
    possible = on.log_weight > NO_HOUR
    last = np.searchsorted(begun, on.at_h, side="left") - 1
    resting = (last >= 0) & (on.at_h <= np.concatenate([over, [-np.inf]])[last])
    noted = ~possible & np.isin(on.at_h, comparable(on, begun))
    place = np.flatnonzero((possible & ~resting) | noted)
    place = place[np.argsort(on.day[place], kind="stable")]
    found = Points(
        columns=on.columns[place],
        unsure=on.unsure[place],
        log_weight=on.log_weight[place],
        noted=noted[place].astype(float),
        begins=np.flatnonzero(np.diff(on.day[place], prepend=-1)),
        precision=_precision(on.columns.shape[1]),
    )
    return found, place


def _hours(record: Record, noted_h: Array) -> tuple[Array, Array]:
    """Waking hours of the days on which anything was written, away from moments of writing, and their log weight.

    One moment in each hour, a little later every day, so that fixed times to write do not hide an hour; of long records
    only every second or third.
    """
    stamps = np.concatenate([record.written_h, noted_h])
    local = _local(record, stamps)
    by_hour = np.bincount(local.astype(np.int64) % 24, minlength=24).astype(float)
    spread = np.array([by_hour[(hour + np.arange(-1, 2)) % 24].mean() for hour in range(24)])
    awake = np.minimum(spread / (AWAKE * spread.max()), 1.0)
    hours = np.arange(np.floor(stamps.min()), np.floor(stamps.max()) + 1)
    hours = hours + np.floor(hours / 24) * GOLDEN % 1
    clock = _local(record, hours)
    weight = awake[clock.astype(np.int64) % 24]
    active = np.isin(np.floor(clock / 24), np.floor(local / 24)) & (weight > 0)
    each = -(-int(active.sum()) // MOST_HOURS)
    kept = active & ((np.floor(hours) + np.floor(hours / 24)) % each == 0) & ~_near(hours, record.written_h)
    return hours[kept], np.log(weight[kept] * each)


def _pain(record: Record, posterior: Posterior, at_h: Array, acting: Array) -> tuple[Array, Array]:
    """Where pain probably was, and its variance: it makes people take a dose and may make the effect as well."""
    track = record.track
    hours = np.cumsum(track.gap_h)
    last_dose = np.flatnonzero(track.group != RATING)[-1]
    hours = hours - hours[last_dose] + _stamp_h(record.doses[-1].at) + LAG_H
    rated = track.moments.held == RATED
    rated_h = hours[track.group == RATING][rated]
    dose_h = np.array([_stamp_h(dose.at) for dose in record.doses])
    relieved = course.relief(posterior, _acting(dose_h, record.amounts.size, rated_h, posterior.kinetics))
    without = track.moments.value[rated] + relieved
    wandering = course.Wandering.of(posterior)
    mean, variance = wandering.between(rated_h, without, track.moments.step, at_h)
    return mean - course.relief(posterior, acting), variance


def _precision(width: int) -> Array:
    """Of the coefficients beforehand."""
    count = 24 // BLOCK_H
    apart = np.pi * np.arange(count) / count
    smooth = np.exp(-2 * (np.sin(apart[:, None] - apart) / BLOCK_LENGTH) ** 2)
    blocks = BLOCK_SD**2 * (BLOCK_SHARED * smooth + (1 - BLOCK_SHARED) * np.eye(count))
    sds = [ACTING_SD, PAIN_SD, BASE_SD, BASE_SD, *[ACTING_SD] * (width - count - 4)]
    precision = np.zeros((width, width))
    first = width - count
    precision[:first, :first] = np.diag(1 / np.square(sds))
    precision[first:, first:] = np.linalg.inv(blocks)
    return precision


LINGERS = Kinetics(np.array([SLOW_RATE]), np.array([5.0]), np.array([0.0]))
"""How what may act for days comes and goes."""


def _acting(dose_h: Array, size: Array, at_h: Array, kinetics: Kinetics) -> Array:
    return np.asarray(curve(dose_h, size, at_h, kinetics)[0])


def _with_dose(at_h: Array, dose_h: Array) -> Flags:
    before = RATED_DOSE_BEFORE.total_seconds() / 3600
    return np.asarray(
        np.searchsorted(dose_h, at_h + before, side="right") > np.searchsorted(dose_h, at_h - LAG_H, side="left")
    )


def _near(at_h: Array, written_h: Array) -> Flags:
    """Which hours lie within NEAR_H of a moment of writing; written_h: sorted."""
    after = np.searchsorted(written_h, at_h + NEAR_H, side="right")
    return np.asarray(after > np.searchsorted(written_h, at_h - NEAR_H, side="left"))


def _local(record: Record, at_h: Array) -> Array:
    """Hours since 1970 of the local clock: in the offset of the dose before, or of the first."""
    dose_h = np.array([_stamp_h(dose.at) for dose in record.doses])
    offset_h = np.array([(dose.at.utcoffset() or dt.timedelta()).total_seconds() / 3600 for dose in record.doses])
    return np.asarray(at_h + offset_h[np.maximum(np.searchsorted(dose_h, at_h, side="right") - 1, 0)])


def _stamp_h(at: dt.datetime) -> float:
    return at.timestamp() / 3600
