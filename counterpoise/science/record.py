"""The entries of a diary that bear on one question, as the arrays that the likelihood reads."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from counterpoise.diary import RATED_DOSE_AFTER, RATED_DOSE_BEFORE, Dose, PastUse, Rating
from counterpoise.science.inference.track import RATING, Track
from counterpoise.science.pharmacology.amounts import USUAL_DAYS, Amounts, usual
from counterpoise.science.pharmacology.exposure import LAG_H, POOL_RATE, Array
from counterpoise.science.pharmacology.response import DOSES_A_DAY_AT_ONE
from counterpoise.science.scale import Scale

WINDOW_DAYS = 365
"""Answers look back so far, and say so."""
RUN_UP_DAYS = 60
"""Doses so far before the window still count for the tolerance with which it begins: more than eight half-lives."""
FIRST_DAYS = 14
"""Without a history, the tolerance brought to the record is a share of what the rate of these days would build."""

LARGEST = 20.0
"""Usual doses in one: above it an amount is held for a slip of the pen (2500 for 2.5), and counted as a usual dose."""
ASKED = ("scheduled", "random")
"""Prompts of ratings that would have been made, dose or no dose."""


@dataclass(frozen=True, slots=True)
class Record:
    """What one question may rest on.

    doses, shown: those inside the window and their amounts in `unit`; relative: in usual doses, an unknown one as 1.
    usual: the usual dose in `unit`, None where no amount is known. rated: share of the doses rated with them;
    apart: share of the ratings that no dose gave rise to. slips: doses too large to be true.
    """

    track: Track
    doses: tuple[Dose, ...]
    shown: tuple[float | None, ...]
    relative: Array
    unit: str | None
    usual: float | None
    ratings: int
    days: float
    rated: float
    apart: float
    unknown: int
    slips: int
    end: dt.datetime


def read(
    doses: Sequence[Dose],
    ratings: Sequence[Rating],
    scale: Scale,
    *,
    amounts: Amounts,
    rating_of: Callable[[Dose], Rating | None],
    history: Sequence[PastUse],
    now: dt.datetime,
) -> Record:
    """The record up to `now` from the doses and the history of one substance and the ratings of one measure.

    Entries after `now` and ratings before the window are left out. OffScale for a rating off the scale.
    """
    ratings = sorted((r for r in ratings if _in_window(r.at, now)), key=lambda r: r.at.timestamp())
    kept = [i for i, dose in enumerate(doses) if now - dt.timedelta(days=WINDOW_DAYS + RUN_UP_DAYS) <= dose.at <= now]
    kept.sort(key=lambda i: doses[i].at.timestamp())
    taken, sizes = [doses[i] for i in kept], [amounts.size[i] for i in kept]
    shown = [amounts.shown[i] for i in kept]
    unit_size, usual_shown = usual(taken, sizes) or 1.0, usual(taken, shown)
    relative = np.array([1.0 if size is None else size / unit_size for size in sizes])
    slips = relative > LARGEST
    relative[slips] = 1.0
    inside = [i for i, dose in enumerate(taken) if _in_window(dose.at, now)]
    instants = [entry.at for entry in (*(taken[i] for i in inside), *ratings)]
    here = [taken[i] for i in inside]
    begin = taken[0].at if taken else now
    track = _track(taken, relative, ratings, scale, brought(history, begin, amounts.unit, usual_shown))
    run_up = len(taken) - len(inside)
    return Record(
        track=replace(track, first=_entries_before(track, run_up)),
        doses=tuple(here),
        shown=tuple(shown[i] for i in inside),
        relative=relative[inside],
        unit=amounts.unit,
        usual=usual_shown,
        ratings=len(ratings),
        days=(max(instants) - min(instants)).total_seconds() / 86400 if instants else 0.0,
        rated=_rated_share(here, ratings, rating_of),
        apart=_apart_share(here, ratings, rating_of),
        unknown=sum(sizes[i] is None for i in inside),
        slips=int(sum(slips[i] for i in inside)),
        end=max(instants, default=now),
    )


def split_by(record: Record, group: Callable[[Dose], int], groups: int) -> Track:
    """The same track with the doses of the window in groups; those before it join the last group."""
    before = int(np.sum(record.track.group != RATING)) - len(record.doses)
    labels = [groups - 1] * before + [group(dose) for dose in record.doses]
    mixed = record.track.group.copy()
    mixed[mixed != RATING] = labels
    return replace(record.track, group=mixed, groups=groups)


def _entries_before(track: Track, doses: int) -> int:
    """Index of the first entry after so many doses of the run-up; no rating lies among them."""
    return int(np.searchsorted(np.cumsum(track.group != RATING), doses, side="right")) if doses else 0


def _in_window(at: dt.datetime, now: dt.datetime) -> bool:
    return now - dt.timedelta(days=WINDOW_DAYS) <= at <= now


def _rated_share(doses: Sequence[Dose], ratings: Sequence[Rating], rating_of: Callable[[Dose], Rating | None]) -> float:
    """Share of doses that name one of the ratings, or have one within the agreed minutes."""
    if not doses:
        return 0.0
    stamps = np.array([r.at.timestamp() for r in ratings])
    at = np.array([d.at.timestamp() for d in doses])
    begin = np.searchsorted(stamps, at - RATED_DOSE_BEFORE.total_seconds(), side="left")
    end = np.searchsorted(stamps, at + RATED_DOSE_AFTER.total_seconds(), side="right")
    named = {id(r) for r in ratings}
    rated = [near or id(rating_of(dose)) in named for near, dose in zip(end > begin, doses, strict=True)]
    return float(np.mean(rated))


def _apart_share(doses: Sequence[Dose], ratings: Sequence[Rating], rating_of: Callable[[Dose], Rating | None]) -> float:
    """Share of ratings made at set or random times, or without a dose that names them or lies within the minutes."""
    if not ratings:
        return 0.0
    stamps = np.array([d.at.timestamp() for d in doses])
    at = np.array([r.at.timestamp() for r in ratings])
    begin = np.searchsorted(stamps, at - RATED_DOSE_AFTER.total_seconds(), side="left")
    end = np.searchsorted(stamps, at + RATED_DOSE_BEFORE.total_seconds(), side="right")
    named = {id(rating_of(dose)) for dose in doses}
    alone = [not near and id(rating) not in named for near, rating in zip(end > begin, ratings, strict=True)]
    return float(np.mean([free or r.prompt in ASKED for free, r in zip(alone, ratings, strict=True)]))


def _track(
    doses: Sequence[Dose], relative: Array, ratings: Sequence[Rating], scale: Scale, brought_m: float | None
) -> Track:
    """Entries merged in the order in which they act: a dose LAG_H after it was taken."""
    origin = min(entry.at.timestamp() for entry in (*doses, *ratings)) if doses or ratings else 0.0
    dose_h = np.array([(d.at.timestamp() - origin) / 3600 + LAG_H for d in doses])
    rating_h = np.array([(r.at.timestamp() - origin) / 3600 for r in ratings])
    at = np.concatenate([dose_h, rating_h])
    is_rating = np.arange(at.size) >= dose_h.size
    order = np.argsort(at, kind="stable")
    at, is_rating = at[order], is_rating[order]
    low, high = scale.intervals(np.array([r.value for r in ratings], dtype=float))
    clock = 2 * np.pi * np.array([_clock_h(r.at) for r in ratings]) / 24
    return Track(
        gap_h=np.diff(at, prepend=at[:1]),
        group=np.where(is_rating, RATING, 0).astype(np.int64),
        amount=np.concatenate([relative, np.zeros(rating_h.size)])[order],
        typical=~is_rating & (at > np.max(at, initial=0.0) - USUAL_DAYS * 24),
        low=low,
        high=high,
        cos=np.cos(clock),
        sin=np.sin(clock),
        since_h=np.diff(rating_h, prepend=rating_h[:1]),
        first=0,
        brought=_first_rate(dose_h, relative) / DOSES_A_DAY_AT_ONE if brought_m is None else brought_m,
        brought_known=brought_m is not None,
    )


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
        size = past.amount / usual_shown if past.amount and past.unit == unit and usual_shown else 1.0
        began = np.inf if past.since is None else _hours(_partial(past.since, start), start)
        over = 0.0 if past.until is None else max(_hours(_partial(past.until, start), start), 0.0)
        built = 1 - np.exp(-POOL_RATE * max(began - over, 0.0))
        total += (past.per_day or 0.0) * size / DOSES_A_DAY_AT_ONE * built * np.exp(-POOL_RATE * over)
    return float(total) if stated else None


def _partial(date: str, like: dt.datetime) -> dt.datetime:
    """A day, or the middle of a month or year, as an instant of the same time zone."""
    year, month, day = (int(part) for part in (date + {4: "-07-01", 7: "-15"}.get(len(date), "")).split("-"))
    return dt.datetime(year, month, day, tzinfo=like.tzinfo)


def _hours(origin: dt.datetime, at: dt.datetime) -> float:
    """By the instants: subtracting two datetimes of one zone would count the wall clock across a change of time."""
    return (at.timestamp() - origin.timestamp()) / 3600


def _clock_h(at: dt.datetime) -> float:
    return at.hour + at.minute / 60 + at.second / 3600
