"""The entries of a diary that bear on one question, as the arrays that the likelihood reads."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from counterpoise import units
from counterpoise.diary import RATED_DOSE_AFTER, RATED_DOSE_BEFORE, Dose, Lot, PastUse, Rating
from counterpoise.science import beside, habits
from counterpoise.science.inference.track import RATED, RATING, UNRATED, Moments, Track
from counterpoise.science.pharmacology.amounts import LARGEST, USUAL_DAYS, Amounts, Potency, amounts
from counterpoise.science.pharmacology.exposure import LAG_H, POOL_RATE, Array
from counterpoise.science.pharmacology.response import DOSES_A_DAY_AT_ONE
from counterpoise.science.scale import INNER, Scale

WINDOW_DAYS = 365
"""Answers look back so far, and say so."""
RUN_UP_DAYS = 60
"""Doses so far before the window still count for the tolerance with which it begins: more than eight half-lives."""
FIRST_DAYS = 14
"""Without a history, the tolerance brought to the record is a share of what the rate of these days would build."""
ASKED = ("scheduled", "random")
"""Prompts of ratings that would have been made, dose or no dose."""

Index = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Sources:
    """What the entries lead to: the bag of a dose, the rating a dose names, what is known of a bag's strength.

    written: when anything at all was written down, doses and ratings of the question or not.
    """

    lot_of: Callable[[Dose], Lot | None]
    rating_of: Callable[[Dose], Rating | None]
    alkaloid: str | None = None
    potency: Potency = lambda dose, lot: None
    history: Sequence[PastUse] = ()
    treatments: Sequence[beside.Treatment] = ()
    covariates: Sequence[beside.Covariate] = ()
    written: Sequence[dt.datetime] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """What one question may rest on.

    doses: those inside the window; amounts: of the doses inside it. ratings: their number; rated_days: on how many
    days; rated: how many of the doses were rated with them; free: share of the ratings made with a dose or long after
    one. days: from the first entry to the last, which is `end`. treatments: what else is reckoned with. written_h:
    hours since 1970 at which anything was written, each once, sorted.
    """

    track: Track
    doses: tuple[Dose, ...]
    amounts: Amounts
    ratings: int
    rated_days: int
    days: float
    rated: int
    free: float
    treatments: tuple[beside.Treatment, ...]
    written_h: Array
    end: dt.datetime

    @property
    def rated_share(self) -> float:
        """Share of the doses rated with them."""
        return self.rated / len(self.doses) if self.doses else 0.0

    @property
    def commonest(self) -> float:
        """Share of the ratings that have the commonest value."""
        _value, count = np.unique(self.track.moments.value[self.track.moments.held == RATED], return_counts=True)
        return float(count.max() / count.sum()) if count.size else 0.0

    @property
    def dosed_days(self) -> int:
        """Days with a dose."""
        return len({dose.at.date() for dose in self.doses})


def read(
    doses: Sequence[Dose], ratings: Sequence[Rating], scale: Scale, sources: Sources, *, now: dt.datetime
) -> Record:
    """The record up to `now` from the doses of one substance and the ratings of one measure.

    Entries after `now` and ratings before the window are left out. OffScale for a rating off the scale.
    """
    ratings = sorted((r for r in ratings if _in_window(r.at, now)), key=lambda r: r.at.timestamp())
    earliest = now - dt.timedelta(days=WINDOW_DAYS + RUN_UP_DAYS)
    taken = sorted((dose for dose in doses if earliest <= dose.at <= now), key=lambda d: d.at.timestamp())
    run_up = sum(not _in_window(dose.at, now) for dose in taken)
    counted = amounts(taken, sources.lot_of, sources.alkaloid, sources.potency)
    here = taken[run_up:]
    paired = _paired(here, ratings, sources.rating_of)
    moments = _moments(here, ratings, paired, scale, sources)
    begin = taken[0].at if taken else now
    brought_m = brought(sources.history, begin, counted.unit, counted.usual)
    instants = [entry.at for entry in (*here, *ratings)]
    return Record(
        track=_track(taken, counted, moments, run_up, brought_m),
        doses=tuple(here),
        amounts=_inside(counted, run_up),
        ratings=len(ratings),
        rated_days=len({rating.at.date() for rating in ratings}),
        days=(max(instants) - min(instants)).total_seconds() / 86400 if instants else 0.0,
        rated=int(np.sum(paired >= 0)),
        free=_free_share(here, ratings, paired),
        treatments=tuple(sources.treatments),
        written_h=np.unique([_stamp_h(at) for at in (*instants, *sources.written) if _in_window(at, now)]),
        end=max(instants, default=now),
    )


def split_by(record: Record, group: Callable[[Dose], int], groups: int) -> Track:
    """The same track with the doses of the window in groups; those before it join the last group."""
    before = int(np.sum(record.track.group != RATING)) - len(record.doses)
    labels = [groups - 1] * before + [group(dose) for dose in record.doses]
    mixed = record.track.group.copy()
    mixed[mixed != RATING] = labels
    return replace(record.track, group=mixed, groups=groups)


def _moments(
    doses: Sequence[Dose], ratings: Sequence[Rating], paired: Index, scale: Scale, sources: Sources
) -> tuple[Moments, Array]:
    """All moments of the window, and their hours since 1970: ratings, doses decided on alone, times that passed."""
    rating_h, dose_h = (np.array([_stamp_h(entry.at) for entry in entries]) for entries in (ratings, doses))
    clock, dose_clock = (np.array([_clock_h(entry.at) for entry in entries]) for entries in (ratings, doses))
    asked = np.array([rating.prompt in ASKED for rating in ratings], dtype=bool)
    low, high = scale.intervals(np.array([r.value for r in ratings], dtype=float))
    value = np.where(low == -np.inf, 0.0, np.where(high == np.inf, INNER, (low + high) / 2))
    width = (high - low)[np.isfinite(high - low)]
    step = float(width[0]) if width.size else 1.0
    kept = habits.habits(habits.Kept(rating_h, clock, value, step, dose_h, dose_clock, paired, asked))
    passed = [_like(hour, ratings, rating_h) for hour in kept.passed_h]
    by_dose = [dose.at for dose, own in zip(doses, kept.alone, strict=True) if own]
    at = [*(rating.at for rating in ratings), *by_dose, *passed]
    hours = np.array([_stamp_h(instant) for instant in at])
    order = np.argsort(hours, kind="stable")
    sizes = len(ratings), len(by_dose), len(passed)
    turn = 2 * np.pi * np.array([_clock_h(instant) for instant in at]) / 24
    columns, sds = beside.columns(sources.treatments, sources.covariates, at)

    def joined(*parts: npt.ArrayLike) -> Any:
        filled = [np.broadcast_to(np.asarray(part), (size,)) for part, size in zip(parts, sizes, strict=True)]
        return np.concatenate(filled)[order]

    return Moments(
        held=joined(np.int8(RATED), np.int8(UNRATED), np.int8(UNRATED)),
        low=joined(low, 0.0, 0.0),
        high=joined(high, 0.0, 0.0),
        value=joined(value, 0.0, 0.0),
        taken=joined(kept.taken, np.int8(1), kept.passed_taken),
        answered=joined(kept.answered, np.int8(0), kept.passed_answered),
        cos=np.cos(turn)[order],
        sin=np.sin(turn)[order],
        since_h=np.diff(hours[order], prepend=hours[order][:1]),
        beside=columns[order],
        beside_sd=sds,
        step=step,
        cut=kept.cut,
    ), hours[order]


def _track(
    doses: Sequence[Dose], counted: Amounts, moments: tuple[Moments, Array], run_up: int, brought_m: float | None
) -> Track:
    """Entries merged in the order in which they act: a dose LAG_H after it was taken."""
    known, at_h = moments
    dose_h = np.array([_stamp_h(dose.at) for dose in doses])
    at = np.concatenate([dose_h + LAG_H, at_h])
    is_moment = np.arange(at.size) >= dose_h.size
    order = np.argsort(at, kind="stable")
    at, is_moment, none = at[order], is_moment[order], np.zeros(at_h.size)
    before = int(np.searchsorted(np.cumsum(~is_moment), run_up, side="right")) if run_up else 0
    return Track(
        gap_h=np.diff(at, prepend=at[:1]),
        group=np.where(is_moment, RATING, 0).astype(np.int64),
        amount=np.concatenate([counted.size, none])[order],
        strength=np.concatenate([counted.strength, none.astype(np.int64)])[order],
        typical=~is_moment & (at > np.max(at, initial=0.0) - USUAL_DAYS * 24),
        moments=known,
        first=before,
        brought=_first_rate(dose_h, counted.size) / DOSES_A_DAY_AT_ONE if brought_m is None else brought_m,
        brought_known=brought_m is not None,
        latent=counted.latent,
    )


def _inside(counted: Amounts, run_up: int) -> Amounts:
    """The amounts of the doses inside the window."""
    names = ("size", "shown", "strength", "unknown", "slips", "converted")
    return replace(counted, **{name: getattr(counted, name)[run_up:] for name in names})


def _in_window(at: dt.datetime, now: dt.datetime) -> bool:
    return now - dt.timedelta(days=WINDOW_DAYS) <= at <= now


def _paired(doses: Sequence[Dose], ratings: Sequence[Rating], rating_of: Callable[[Dose], Rating | None]) -> Index:
    """For each dose the rating made with it: the one it names, else the nearest within the agreed minutes; else -1."""
    stamps = np.array([r.at.timestamp() for r in ratings])
    places = {id(rating): i for i, rating in enumerate(ratings)}
    paired = np.full(len(doses), -1, dtype=np.int64)
    for i, dose in enumerate(doses):
        at = dose.at.timestamp()
        begin = np.searchsorted(stamps, at - RATED_DOSE_BEFORE.total_seconds(), side="left")
        end = np.searchsorted(stamps, at + RATED_DOSE_AFTER.total_seconds(), side="right")
        near = begin + int(np.argmin(np.abs(stamps[begin:end] - at))) if end > begin else -1
        paired[i] = places.get(id(rating_of(dose)), near)
    return paired


def _free_share(doses: Sequence[Dose], ratings: Sequence[Rating], paired: Index) -> float:
    """Share of the ratings made with a dose, or at least habits.AFTER_H after the dose before."""
    rating_h, dose_h = (np.array([_stamp_h(entry.at) for entry in entries]) for entries in (ratings, doses))
    last = np.searchsorted(dose_h, rating_h, side="right")
    since = rating_h - np.concatenate([[-np.inf], dose_h])[last]
    free = (since > habits.AFTER_H) | np.isin(np.arange(rating_h.size), paired)
    return float(np.mean(free)) if ratings else 0.0


def _like(hour: float, ratings: Sequence[Rating], rating_h: Array) -> dt.datetime:
    """An instant in the offset of the rating before it, or of the first."""
    near = ratings[max(int(np.searchsorted(rating_h, hour)) - 1, 0)]
    return dt.datetime.fromtimestamp(hour * 3600, near.at.tzinfo)


def _first_rate(dose_h: Array, relative: Array) -> float:
    """Usual doses a day in the first FIRST_DAYS days with doses (all of them in a shorter record)."""
    if not dose_h.size:
        return 0.0
    since = (dose_h - dose_h[0]) / 24
    return float(np.sum(relative[since < FIRST_DAYS])) / min(max(float(since[-1]), 1.0), FIRST_DAYS)


def brought(
    history: Sequence[PastUse], start: dt.datetime, unit: str | None, usual_shown: float | None
) -> float | None:
    """Tolerance M at `start` from what the person says of the time before; None where that is not known.

    M = doses a day in usual doses / 1.5, times the share 1 - e^(-m t) built since then and e^(-m t) left since the end.
    An amount not given, or in another unit, counts as a usual dose.
    """
    total = 0.0
    stated = [past for past in history if past.per_day is not None]
    for past in stated:
        size = _in_usual(past, unit, usual_shown)
        since, until = _partial(past.since, start), _partial(past.until, start)
        began = np.inf if since is None else _hours(since, start)
        over = 0.0 if until is None else max(_hours(until, start), 0.0)
        built = 1 - np.exp(-POOL_RATE * max(began - over, 0.0))
        total += (past.per_day or 0.0) * size / DOSES_A_DAY_AT_ONE * built * np.exp(-POOL_RATE * over)
    return float(total) if stated else None


def _in_usual(past: PastUse, unit: str | None, usual_shown: float | None) -> float:
    """A past dose in usual doses; 1 where it cannot be compared, or is too large or too small to be true."""
    if past.amount is None or past.unit is None or unit is None or not usual_shown:
        return 1.0
    size = (units.converted(past.amount, past.unit, unit) or usual_shown) / usual_shown
    return size if 1 / LARGEST <= size <= LARGEST else 1.0


def _partial(date: str | None, like: dt.datetime) -> dt.datetime | None:
    """A day, or the middle of a month or year, as an instant of the same time zone; None for none that there is."""
    if date is None:
        return None
    year, month, day = (int(part) for part in (date + {4: "-07-01", 7: "-15"}.get(len(date), "")).split("-"))
    try:
        return dt.datetime(year, month, day, tzinfo=like.tzinfo)
    except ValueError:  # 31 February, the year 0
        return None


def _hours(origin: dt.datetime, at: dt.datetime) -> float:
    """By the instants: subtracting two datetimes of one zone would count the wall clock across a change of time."""
    return _stamp_h(at) - _stamp_h(origin)


def _stamp_h(at: dt.datetime) -> float:
    return at.timestamp() / 3600


def _clock_h(at: dt.datetime) -> float:
    return at.hour + at.minute / 60 + at.second / 3600
