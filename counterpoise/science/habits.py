"""What the record tells of how it was kept: when a dose might have been taken and was not, and when a rating would have
been made.

The decisions to take a dose and to rate follow how things are; the likelihood reckons with both (docs/science.md).
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr

from counterpoise.science.inference.track import Marks
from counterpoise.science.pharmacology.exposure import Array

Index = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

SPLIT_H = 0.5
"""A dose so soon after another belongs to the same decision."""
MOST_REST_H = 6.0
"""Hours after a dose in which no other is thought of, at the most; else the least usual gap between doses."""
LEAST_DECISIONS = 10
FEW = 0.1
"""With fewer of the parts of a day rated that have no dose and none before, those that passed stand in for decisions
against one."""
PARTS = 4
"""Parts of the waking day in each of which a rating may be usual."""
AFTER_H = 6.0
"""A rating so soon after a dose may have been made because of it."""
RARELY, NEARLY_ALWAYS = 0.05, 0.95
"""A part of the day rated less often than the first is not a usual time; with all rated as often as the second, none
is missing."""
DAY_BEGINS_H = 4.0
LEAST_MISSING = 1.0
"""Ratings that one would expect below the least one, from which their missing is not chance."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Ratings and doses of one record as they were kept, sorted by time.

    rating_h, dose_h: hours since one origin; rating_clock_h, dose_clock_h: local hours of the day; value, step: of the
    ratings, on 0-10; paired: for each dose the index of the rating made with it, or -1; asked: ratings that would have
    been made, dose or no dose.
    """

    rating_h: Array
    rating_clock_h: Array
    value: Array
    step: float
    dose_h: Array
    dose_clock_h: Array
    paired: Index
    asked: Flags

    @property
    def with_dose(self) -> Flags:
        """Ratings that a dose goes with."""
        return np.isin(np.arange(self.rating_h.size), self.paired)

    @property
    def decided(self) -> Flags:
        """Doses that were a decision of their own."""
        return np.asarray(np.diff(self.dose_h, prepend=-np.inf) > SPLIT_H)

    @property
    def rest_h(self) -> float:
        """Hours after a dose in which no other is thought of."""
        return min(float(np.quantile(np.diff(self.dose_h[self.decided]), RARELY)), MOST_REST_H)

    def since_dose(self, hours: Array) -> Array:
        """Hours since the dose before, infinite before the first."""
        last = np.searchsorted(self.dose_h, hours, side="right") - 1
        before = np.concatenate([[-np.inf], self.dose_h])[last + 1]
        return np.asarray(hours - before)


@dataclass(frozen=True, slots=True)
class Habits:
    """What was decided. At each rating: taken (1 a dose, -1 none, 0 nothing to decide), answered (1: made at a usual
    time). alone: doses decided on without a rating. cut: pain below which nothing is rated, else -inf. passed_h: the
    middles of parts of a day without rating and dose, and the same two for them, answered being -1 or 0.
    """

    taken: Marks
    answered: Marks
    alone: Flags
    cut: float
    passed_h: Array
    passed_taken: Marks
    passed_answered: Marks


def habits(kept: Kept) -> Habits:
    """How the record was kept; with few decisions nothing is made of them."""
    count = kept.rating_h.size
    taken, answered = np.zeros(count, dtype=np.int8), np.zeros(count, dtype=np.int8)
    days = _Days.of(kept)
    hours = days.passed() if count else np.zeros(0)
    missed, refused = np.zeros(hours.size, dtype=np.int8), np.zeros(hours.size, dtype=np.int8)
    alone = np.zeros(kept.dose_h.size, dtype=bool)
    if int(kept.decided.sum()) >= LEAST_DECISIONS:
        taken[kept.since_dose(kept.rating_h) >= kept.rest_h] = -1
        taken[kept.with_dose] = 0
        taken[kept.paired[(kept.paired >= 0) & kept.decided]] = 1
        alone = kept.decided & (kept.paired < 0)
        if days.free_share(kept) < FEW:
            refused[kept.since_dose(hours) >= kept.rest_h] = -1
    cut = lower_cut(kept.value, kept.step)
    usual = days.usual(kept) if cut > -np.inf else np.zeros(PARTS, dtype=bool)
    if usual.any():
        first = days.first_ratings()
        answered[first[usual[days.part[first]]]] = 1
        missed[usual[days.passed_part()]] = -1
    used = (missed != 0) | (refused != 0)
    return Habits(taken, answered, alone, cut, hours[used], refused[used], missed[used])


def lower_cut(value: Array, step: float) -> float:
    """The pain below which nothing is rated, as the shape of the ratings shows it; -inf where it does not.

    Ratings thin out towards their least value; where they end at once, although a normal distribution with their mean
    and sd would have LEAST_MISSING below it, the lower ones were not made.
    """
    if not value.size or np.std(value) == 0:
        return -np.inf
    cut = float(np.min(value)) - step / 2
    missing = value.size * ndtr((cut - np.mean(value)) / np.std(value))
    return cut if cut > 0 and missing >= LEAST_MISSING else -np.inf


PASSED, RATED, DOSED, SILENT = 0, 1, 2, 3


@dataclass(frozen=True, slots=True)
class _Days:
    """Days cut into PARTS of the waking day. day, part: of each rating, then of each dose; state, dosed: (days,
    PARTS)."""

    day: Index
    part: Index
    state: Marks
    dosed: Flags
    midnight: Array
    begin: float
    length: float
    ratings: Index

    @staticmethod
    def of(kept: Kept) -> "_Days":
        """The waking day reaches from the earliest to the latest hour of an entry; a day without one is silent."""
        hours = np.concatenate([kept.rating_h, kept.dose_h])
        clock = (np.concatenate([kept.rating_clock_h, kept.dose_clock_h]) - DAY_BEGINS_H) % 24
        if not hours.size:
            none = np.zeros(0, dtype=np.int64)
            return _Days(
                none,
                none,
                np.zeros((0, PARTS), dtype=np.int8),
                np.zeros((0, PARTS), dtype=bool),
                np.zeros(0),
                0.0,
                1.0,
                none,
            )
        begin, end = np.quantile(clock, [0.02, 0.98])
        length = max(float(end - begin), 1.0) / PARTS
        part = np.clip((clock - begin) / length, 0, PARTS - 1).astype(np.int64)
        day = np.round((hours - clock - np.min(hours - clock)) / 24).astype(np.int64)
        state = np.full((day.max() + 1, PARTS), SILENT, dtype=np.int8)
        midnight = np.full(day.max() + 1, np.nan)
        state[day] = PASSED
        midnight[day] = hours - clock
        own = ~kept.with_dose | kept.asked
        ratings = np.flatnonzero(own)
        rated = np.append(own, False)[kept.paired]  # the index of no rating, -1, is the place added
        alone = kept.rating_h.size + np.flatnonzero(~rated)
        state[day[ratings], part[ratings]] = RATED
        state[day[alone], part[alone]] = DOSED
        dosed = np.zeros(state.shape, dtype=bool)
        dosed[day[kept.rating_h.size :], part[kept.rating_h.size :]] = True
        return _Days(day, part, state, dosed, midnight, float(begin), length, ratings)

    def free_share(self, kept: Kept) -> float:
        """Share of rated ones among the parts of a day without a dose and AFTER_H and more after one; 1 where hardly
        any of these passed."""
        ratings = self.first_ratings()
        ratings = ratings[~self.dosed[self.day[ratings], self.part[ratings]]]
        rated, passed = (int(np.sum(kept.since_dose(at) > AFTER_H)) for at in (kept.rating_h[ratings], self.passed()))
        return rated / (rated + passed) if passed >= FEW * np.sum(self.state != SILENT) else 1.0

    def passed(self) -> Array:
        """Hours of the middles of what passed without rating and dose."""
        days, parts = np.nonzero(self.state == PASSED)
        return np.asarray(self.midnight[days] + self.begin + (parts + 0.5) * self.length)

    def passed_part(self) -> Index:
        """The part of the day of each."""
        return np.nonzero(self.state == PASSED)[1]

    def first_ratings(self) -> Index:
        """The first rating in each part of a day that counts as rated."""
        ratings = self.ratings
        _cell, first = np.unique(self.day[ratings] * PARTS + self.part[ratings], return_index=True)
        kept = ratings[first]
        return np.asarray(kept[self.state[self.day[kept], self.part[kept]] == RATED])

    def usual(self, kept: Kept) -> Flags:
        """Which parts of the day are usual times to rate.

        None is where hardly any rating is missing, or where ratings are hardly made but soon after a dose.
        """
        rated, passed = (np.sum(self.state == state, axis=0) for state in (RATED, PASSED))
        share = rated / np.maximum(rated + passed, 1)
        usual = share >= RARELY
        complete = rated[usual].sum() >= NEARLY_ALWAYS * (rated + passed)[usual].sum()
        if complete or self.free_share(kept) < RARELY:
            usual = np.zeros(PARTS, dtype=bool)
        return np.asarray(usual)
